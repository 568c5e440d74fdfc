// Section 7.10: reports. Only such are sent as must be refused, so that no operator gets one.
import { element, NS } from "@status-scheme/protocol";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import type { Actor } from "../../wire/actor.ts";
import { show } from "../../wire/show.ts";
import { conditionOf } from "../verbs.ts";
import type { ServiceWorld } from "../world.ts";

const NS_REPORT = `${NS}#report`;
const NS_REPORTING = "urn:xmpp:reporting:1";

function report(by: Actor, service: string, owner: string, stamp: string) {
  const payload = element(NS_REPORTING, "report", { reason: "urn:xmpp:reporting:spam" });
  return by.ask(service, "set", element(NS, "report-look", { owner, stamp }, payload));
}

/** The contact, who is blocked, reports the owner's scheme, and one that is not there. */
async function refusedReports(world: ServiceWorld) {
  const { owner, peer, service } = world;
  const stamp = await world.someStamp();
  await world.openToContacts();
  await world.setAccess({ blocked: [peer.bare] });
  await world.sees(peer, "nothing");
  const hidden = await report(peer, service, owner.bare, stamp);
  const missing = await report(peer, service, `kit-${crypto.randomUUID()}@${owner.domain}`, stamp);
  await world.setAccess({ blocked: [] });
  return { hidden, missing };
}
const conditionsOf = ({ hidden, missing }: Awaited<ReturnType<typeof refusedReports>>) =>
  [hidden, missing].map(conditionOf);
/** What a service answers that has never heard of reports. */
const UNHEARD = ["feature-not-implemented", "service-unavailable"];

export const reports: readonly Check<ServiceWorld>[] = [
  {
    holds: ["report-feature-advertised"],
    run: async (world) => {
      if (world.info.features.has(NS_REPORT)) return;
      const answers = await refusedReports(world);
      const isUnheard = conditionsOf(answers).every((condition) => UNHEARD.includes(condition ?? ""));
      expectThat(isUnheard, `the feature ${NS_REPORT}, or no answer to reports`, () => show(answers.hidden));
      throw new NotSupported("this service takes no reports");
    },
  },
  {
    holds: ["block-reports-not-promised"],
    run: async ({ info: { features } }) =>
      expectThat(!features.has(NS_REPORTING), `no feature ${NS_REPORTING}`, () => "that feature"),
  },
  {
    holds: ["report-by-sight"],
    run: async (world) => {
      if (!world.info.features.has(NS_REPORT)) throw new NotSupported("this service takes no reports");
      const answers = await refusedReports(world);
      const errors = [answers.hidden, answers.missing].map((reply) => String(reply.getChild("error")));
      const isAlike = conditionsOf(answers).every((one) => one === "item-not-found") && errors[0] === errors[1];
      expectThat(isAlike, "item-not-found alike", () => `${show(answers.hidden)} and ${show(answers.missing)}`);
    },
  },
];
