// A service that the kit plays: it answers what a client asks, as a check wants it to, and remembers every question.
import {
  DEFAULT_LIMITS,
  element,
  type Element,
  encodeAccess,
  encodeChanged,
  encodeLimitsForm,
  encodeScheme,
  NS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_STANZAS,
  NS_STORE,
  parseStamp,
  stanza,
  type StampedScheme,
} from "@status-scheme/protocol";
import { type ComponentAddress, openComponent } from "../wire/component-link.ts";

export interface Asked {
  /** The payload's name, or `presence`. */
  readonly verb: string;
  readonly from: string;
  readonly owner: string | undefined;
  readonly stamp: string | undefined;
  /** Milliseconds on a steady clock. */
  readonly at: number;
  readonly stanza: Element;
}
export interface FakeService {
  readonly jid: string;
  readonly asked: readonly Asked[];
  /** By owner; who is not there has nothing to see. */
  readonly schemes: Map<string, StampedScheme>;
  /** Answers fetches of this owner by an error instead, until it is taken back. */
  readonly refuse: (owner: string, error: Element | undefined) => void;
  readonly notice: (to: string, owner: string, stamp: string) => void;
  readonly close: () => void;
}

/** Few entries, so that a list of contacts has pages. */
export const ACCESS_ENTRIES = 2;

/** The error element of a refusal (RFC 6120, section 8.3). `after`: seconds. */
export function refusal(type: "wait" | "cancel", condition: string, after?: number): Element {
  const retry = after !== undefined && element(NS, "retry", { after });
  return stanza("error", { type }, element(NS_STANZAS, condition), retry);
}

/** Connects. @throws LoginError */
export async function startFakeService(address: ComponentAddress, origin: string): Promise<FakeService> {
  const { jid } = address;
  const asked: Asked[] = [];
  const schemes: FakeService["schemes"] = new Map();
  const refused = new Map<string, Element>();

  const info = () => {
    const form = encodeLimitsForm({ ...DEFAULT_LIMITS, "access-entries": ACCESS_ENTRIES }, [origin]);
    const features = [NS_DISCO_INFO, NS_DISCO_ITEMS, NS, NS_STORE];
    const identity = element(NS_DISCO_INFO, "identity", { category: "component", type: "generic", name: "Under test" });
    const vars = features.map((feature) => element(NS_DISCO_INFO, "feature", { var: feature }));
    return element(NS_DISCO_INFO, "query", {}, identity, ...vars, form);
  };
  const sync = () => {
    const all = [...schemes.values()].map(({ owner, stamp }) => element(NS, "changed", { owner, stamp }));
    return element(NS, "sync", { token: `kit-${asked.length}`, full: "true" }, ...all);
  };
  /** `check`, or `fetch` with the scheme where it is not the one held. */
  const about = (verb: "check" | "fetch", { attrs: { owner = "", stamp } }: Element): Element => {
    const scheme = schemes.get(owner);
    if (verb === "fetch" && refused.has(owner)) return refused.get(owner)!;
    if (!scheme) {
      return verb === "check" ? element(NS, verb, { owner, status: "none" }) : refusal("cancel", "item-not-found");
    }
    const status = scheme.stamp === stamp ? "current" : "changed";
    const whole = verb === "fetch" && status === "changed" && encodeScheme(scheme);
    return element(NS, verb, { owner, stamp: scheme.stamp, status }, whole);
  };
  /** The owner shows the scheme to some, and supplies who they are. */
  const access = () =>
    encodeAccess({ version: "1", model: "whitelist", roster: "owner", groups: [], allowed: [], blocked: [] });
  const answer = (iq: Element): Element => {
    const [payload] = iq.getChildElements();
    switch (`${payload?.getNS()} ${payload?.getName()}`) {
      case `${NS_DISCO_INFO} query`:
        return info();
      case `${NS_DISCO_ITEMS} query`:
        return element(NS_DISCO_ITEMS, "query");
      case `${NS} sync`:
        return sync();
      case `${NS} check`:
        return about("check", payload!);
      case `${NS} fetch`:
        return about("fetch", payload!);
      case `${NS} access`:
        return access();
      default:
        return refusal("cancel", "service-unavailable");
    }
  };

  const link = await openComponent(address, (one) => {
    const { from = "", to, id, type } = one.attrs;
    const [payload] = one.getChildElements();
    const verb = one.name === "presence" ? "presence" : (payload?.getName() ?? "");
    const isQuestion = one.name === "iq" && (type === "get" || type === "set");
    if (!isQuestion && one.name !== "presence") return;
    const { owner, stamp } = payload?.attrs ?? {};
    asked.push({ verb, from, owner, stamp, at: performance.now(), stanza: one });
    if (!isQuestion) return;
    const reply = answer(one);
    const isError = reply.getName() === "error";
    link.send(stanza("iq", { type: isError ? "error" : "result", id, from: to, to: from }, reply));
  });
  return {
    jid,
    asked,
    schemes,
    refuse: (owner, error) => void (error ? refused.set(owner, error) : refused.delete(owner)),
    notice: (to, owner, stamp) => {
      const changed = encodeChanged({ owner, stamp: parseStamp(stamp) });
      const hint = element("urn:xmpp:hints", "no-store");
      link.send(stanza("message", { type: "headline", from: jid, to, id: crypto.randomUUID() }, changed, hint));
    },
    close: link.close,
  };
}
