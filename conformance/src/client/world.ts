// What the checks of a client share: who watches it, the service that the kit plays, and the scheme of the contact.
import { element, type Element, NS, parseStamp, stanza, type StampedScheme } from "@status-scheme/protocol";
import { expectThat, NotSupported, present } from "../kit/check.ts";
import { eventually, pause } from "../kit/wait.ts";
import { png } from "../media/png.ts";
import { sha256 } from "../service/looks.ts";
import type { Actor } from "../wire/actor.ts";
import type { Asked, FakeService } from "./fake-service.ts";
import { ENDLESS, GONE, type MediaServer, REDIRECT } from "./media-server.ts";

export interface ClientWorld {
  /** Full JID of the client under test. */
  readonly client: string;
  /** A contact of the client's. */
  readonly peer: Actor;
  /** @throws Missing where there is none */
  readonly stranger: Actor;
  readonly account: Actor;
  readonly service: FakeService;
  readonly media: MediaServer;
  readonly times: ClientTimes;
  /** The client's latest presence, as the contact got it. */
  readonly presence: () => Element;
  /** What the client asked the service, of these verbs, from `since` on. */
  readonly asked: (since: number, ...verbs: string[]) => Asked[];
  /** How many questions there were so far. */
  readonly mark: () => number;
  /** Resolves to the first such question from `since` on. @throws Failure */
  readonly asks: (what: string, since: number, isIt: (asked: Asked) => boolean) => Promise<Asked>;
  /** The contact's presence: a state, and a hint. */
  readonly show: (state: string | undefined, hint?: HintParts) => Promise<void>;
  /** Publishes another version of the contact's scheme at the service; nobody is told. Resolves to its stamp. */
  readonly change: () => string;
  /** The client is told by the service. */
  readonly tell: (stamp: string) => void;
  /** Time for questions that must not come. */
  readonly quiet: () => Promise<void>;
}
export interface ClientTimes {
  readonly soonMs: number;
  readonly quietMs: number;
}
export const DEFAULT_CLIENT_TIMES: ClientTimes = { soonMs: 15_000, quietMs: 1_500 };

export interface HintParts {
  readonly by?: string;
  readonly stamp?: string;
}
export interface ClientWorldUses {
  readonly client: string;
  readonly peer: Actor;
  readonly stranger: Actor | undefined;
  readonly account: Actor | undefined;
  readonly service: FakeService | undefined;
  readonly media: MediaServer | undefined;
  readonly times: ClientTimes;
}

export function createClientWorld(uses: ClientWorldUses): ClientWorld {
  const { client, peer, times } = uses;
  const service = () => present(uses.service, "component");
  const asked: ClientWorld["asked"] = (since, ...verbs) =>
    service()
      .asked.slice(since)
      .filter(({ from, verb }) => from === client && verbs.includes(verb));
  return {
    client,
    peer,
    times,
    get stranger() {
      return present(uses.stranger, "stranger");
    },
    get account() {
      return present(uses.account, "password");
    },
    get service() {
      return service();
    },
    get media() {
      return present(uses.media, "component");
    },
    presence: () => {
      const latest = peer.received.findLast((one) => isAvailable(client)(one));
      if (!latest) throw new NotSupported("the client shows no presence to the contact");
      return latest;
    },
    asked,
    mark: () => service().asked.length,
    asks: async (what, since, isIt) => {
      const isOurs = (one: Asked) => one.from === client && isIt(one);
      const found = await eventually(times.soonMs, () => service().asked.slice(since).find(isOurs));
      const verbs = () =>
        service()
          .asked.slice(since)
          .map(({ verb, owner, stamp }) => [verb, owner, stamp].join(" "));
      expectThat(found !== undefined, what, () => verbs().join(", ") || "no question");
      return found;
    },
    show: (state, hint) =>
      peer.send(
        stanza(
          "presence",
          {},
          state !== undefined && element("jabber:client", "show", { xmlns: undefined }, state),
          hint && element(NS, "showing", { ...hint }),
        ),
      ),
    change: () => {
      const { schemes } = service();
      const before = schemes.get(peer.bare)!;
      const stamp = parseStamp(new Date(Date.parse(before.stamp) + 1000).toISOString());
      schemes.set(peer.bare, { ...before, stamp });
      return stamp;
    },
    tell: (stamp) => service().notice(client, peer.bare, stamp),
    quiet: () => pause(times.quietMs),
  };
}

export function isAvailable(client: string) {
  return ({ name, attrs }: Element) => name === "presence" && attrs.from === client && attrs.type === undefined;
}

/** Looks of the contact: some to be fetched, and for four states a trap each. */
export function trapScheme(owner: string, { origin, foreign, media }: MediaServer): StampedScheme {
  const image = (url: string, bytes: Uint8Array) => ({
    kind: "image" as const,
    ...{ mediaType: "image/png", size: bytes.length, hash: sha256(bytes), desc: [{ lang: "en", text: "A door" }] },
    sources: [url],
  });
  const picture = (at: number) => png(16, 16, [at * 20, 80, 120, 255]);
  const good = Array.from({ length: 10 }, (_, at) => {
    media.set(`/medium/${at}`, picture(at));
    return { state: at === 0 ? "available" : `state_${at}`, medium: image(`${origin}/medium/${at}`, picture(at)) };
  });
  const traps = [
    { state: "chat", medium: image(origin + REDIRECT, picture(10)) },
    { state: "away", medium: image(origin + ENDLESS, picture(11)) },
    { state: "dnd", medium: image(origin + GONE, picture(12)) },
    { state: "xa", medium: image(`${foreign}/foreign`, picture(9.5)) },
  ];
  const looks = [...good, ...traps].map(({ state, medium }) => ({
    ...{ state, text: [{ lang: "en", text: state }], media: [medium] },
    ...(state.startsWith("state_") && { show: "dnd" as const }),
  }));
  return { owner, stamp: parseStamp("2026-11-22T08:30:00.123Z"), looks };
}
