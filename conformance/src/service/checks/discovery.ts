// Sections 4.1 and 4.3: what a service says of itself.
import { element, NS, NS_DISCO_INFO, NS_STORE, NS_UPLOAD, stanza } from "@status-scheme/protocol";
import { readDraft } from "@status-scheme/draft";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { show } from "../../wire/show.ts";
import { conditionOf, slotRequest } from "../verbs.ts";
import type { ServiceWorld } from "../world.ts";

/** The draft's table of limits, first column. */
function limitNames(): string[] {
  const { sections, tables } = readDraft();
  const number = sections.find(({ title }) => title === "Limits")!.number;
  return tables.find(({ section }) => section === number)!.rows.map(([name]) => name!.replaceAll("`", ""));
}

const hasFeature = (feature: string) => async (world: ServiceWorld) =>
  expectThat(world.info.features.has(feature), `the feature ${feature}`, () => [...world.info.features].join(", "));

export const discovery: readonly Check<ServiceWorld>[] = [
  { holds: ["feature-advertised"], run: hasFeature(NS) },
  { holds: ["store-feature-advertised"], run: hasFeature(NS_STORE) },
  {
    holds: ["upload-feature-advertised"],
    run: async ({ owner, service, info }) => {
      if (info.features.has(NS_UPLOAD)) return;
      const reply = await owner.ask(service, "get", slotRequest(100, "image/png"));
      expectThat(reply.attrs.type === "error", `the feature ${NS_UPLOAD}, or no slots`, () => show(reply));
      throw new NotSupported("this service takes no uploads");
    },
  },
  {
    holds: ["service-identity"],
    run: async ({ info: { query } }) => {
      const identities = query.getChildren("identity", NS_DISCO_INFO);
      const isOurs = identities.some(({ attrs }) => attrs.category === "component" && attrs.type === "generic");
      expectThat(isOurs, "an identity component/generic", () => identities.map(show).join(", ") || "none");
    },
  },
  {
    holds: ["service-is-no-attachment-uploader"],
    run: async ({ info }) =>
      expectThat(
        !info.features.has("urn:xmpp:http:upload:0"),
        "no feature urn:xmpp:http:upload:0",
        () => "that feature",
      ),
  },
  {
    holds: ["service-advertises-form"],
    run: async ({ info }) => expectThat(info.form !== undefined, `a form of ${NS}`, () => show(info.query)),
  },
  {
    holds: ["form-has-every-limit"],
    run: async ({ info: { form } }) => {
      const wrong = limitNames().filter((name) => !/^(0|[1-9]\d*)$/.test(form?.get(name)?.join("") ?? ""));
      expectThat(wrong.length === 0, "a number for each limit", () => `none for ${wrong.join(", ")}`);
    },
  },
  {
    holds: ["form-has-media-origins"],
    run: async ({ info: { form } }) => {
      const origins = form?.get("media-origins");
      const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
      expectThat(origins?.every(isOrigin) === true, "media-origins, each an origin", () => String(origins));
    },
  },
  {
    holds: ["errors-not-answered"],
    run: async ({ owner, service, times }) => {
      const id = crypto.randomUUID();
      const since = owner.received.length;
      const check = element(NS, "check", { owner: owner.bare });
      await owner.send(stanza("iq", { type: "error", to: service, id }, check, stanza("error", { type: "cancel" })));
      const answer = await owner.receives(({ attrs }) => attrs.id === id, since, times.quietMs);
      expectThat(answer === undefined, "no answer to an error", () => show(answer));
      const next = await owner.ask(service, "get", element(NS_DISCO_INFO, "query"));
      expectThat(conditionOf(next) === undefined, "the service to go on", () => show(next));
    },
  },
];
