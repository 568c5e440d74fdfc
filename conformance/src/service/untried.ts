// What is demanded of a service and not tried: nobody sees it from outside, or this kit does not go so far.
import type { Untried } from "../kit/check.ts";

export const UNTRIED: readonly Untried[] = [
  {
    status: "not observable",
    reason: "only an operator of the service can do it",
    ids: [
      "blocked-medium-refused",
      "blocked-medium-not-served",
      "blocked-medium-leaves-schemes",
      "rest-of-look-keeps-rules",
      "empty-look-leaves-scheme",
      "suspended-owner-has-nothing",
      "suspended-owner-publishes-nothing",
    ],
  },
  {
    status: "not tried",
    reason: "the kit leaves operators no reports of nothing",
    ids: ["report-unknown-to-owner", "reports-bounded", "reports-limited"],
  },
  {
    status: "not observable",
    reason: "only a crash in the middle shows it",
    ids: ["publish-durable", "publish-atomic"],
  },
  {
    status: "not observable",
    reason: "only a restart or a restored backup shows it",
    ids: ["tokens-survive-restart", "restored-service-answers-in-full", "listeners-survive-restart"],
  },
  {
    status: "not tried",
    reason: "it takes more owners than this kit has accounts, or a server that fails",
    ids: ["no-gap-between-pages", "full-is-complete", "incomplete-answer-keeps-token"],
  },
  {
    status: "not observable",
    reason: "times over a network prove nothing either way",
    ids: ["none-in-equal-time", "refusal-does-not-wait"],
  },
  {
    status: "not observable",
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
  { status: "not observable", reason: "a day passes before it shows", ids: ["media-url-expires"] },
  {
    status: "not tried",
    reason: "the kit decodes no pictures, and carries no sounds or videos but WAV",
    ids: ["still-not-blank", "tracks-played-only", "one-track-of-each", "video-size-from-frames"],
  },
];
