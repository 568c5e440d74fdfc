// What is demanded of a service and cannot be seen, or is not tried, from outside.
import type { Unobservable } from "../kit/check.ts";

export const UNOBSERVABLE: readonly Unobservable[] = [
  {
    reason: "only a crash in the middle shows it",
    ids: ["publish-durable", "publish-atomic"],
  },
  {
    reason: "only a restart or a restored backup shows it",
    ids: ["tokens-survive-restart", "restored-service-answers-in-full", "listeners-survive-restart"],
  },
  {
    reason: "it takes more owners than this kit has accounts, or a server that fails",
    ids: ["no-gap-between-pages", "full-is-complete", "incomplete-answer-keeps-token"],
  },
  {
    reason: "times over a network prove nothing either way",
    ids: ["none-in-equal-time", "refusal-does-not-wait"],
  },
  {
    reason: "what a service reads, fetches or spends is seen on its own side alone",
    ids: [
      "one-path-for-every-local-part",
      "refusals-read-rosters-rarely",
      "roster-reads-budgeted",
      "foreign-domains-share-a-budget",
      "unserved-domains-cost-nothing",
      "bits-limited",
      "service-fetches-nothing",
      "no-outside-references",
      "decoding-bounded",
      "input-bounded",
    ],
  },
  { reason: "a day passes before it shows", ids: ["media-url-expires"] },
  { reason: "it takes five minutes of nothing else", ids: ["media-url-good-for-a-while"] },
  {
    reason: "the kit decodes no pictures, and carries no sounds or videos but WAV",
    ids: ["still-not-blank", "tracks-played-only", "one-track-of-each", "video-size-from-frames"],
  },
];
