// Asks a domain which services it lists (XEP-0030; draft, section 4.2). What cannot be asked now is told from what is none:
// in the place of a service that is away its server answers, and not always by an error.
import {
  decodeLimitsForm,
  DEFAULT_LIMITS,
  element,
  NS_BOB,
  NS_DATA_FORMS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_STORE,
  onlyBareJid,
  SchemeError,
  stanza,
} from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";
import { asFromService, isPassing } from "./back-off.ts";
import { TIMEOUT_MS } from "./questions.ts";
import type { Source } from "./questions.ts";

export interface Discovered {
  readonly sources: readonly Source[];
  /** Listed, but not to be asked just now: each may be a service. */
  readonly away: readonly string[];
  /** Why something could not be asked, be it the domain or what it lists. */
  readonly failure?: unknown;
}

/** Never rejects. `items`: what the domain lists, where that is known. */
export type Discovery = (domain: string, items?: readonly string[]) => Promise<Discovered>;

const MAX_ITEMS = 32;

export function createDiscovery({ ask }: Pick<Host, "ask">): Discovery {
  const disco = async (to: string, xmlns: string): Promise<Element | undefined> =>
    (await ask(stanza("iq", { type: "get", to }, element(xmlns, "query")), TIMEOUT_MS)).getChild("query", xmlns);

  const itemsOf = async (domain: string): Promise<readonly string[]> => {
    const items = (await disco(domain, NS_DISCO_ITEMS))?.getChildren("item") ?? [];
    const jids = items.filter(({ attrs }) => attrs.node === undefined).map(({ attrs }) => attrs.jid ?? "");
    return [...new Set(jids)].filter(isBareJid).slice(0, MAX_ITEMS);
  };

  return async (domain, items) => {
    const away: string[] = [];
    let failure: unknown;
    const note = (error: unknown): boolean => {
      if (isPassing(error)) failure = error;
      return isPassing(error);
    };
    // One of them that is silent says nothing about the others.
    const look = async (jid: string): Promise<Source | undefined> => {
      try {
        return toSource(jid, await disco(jid, NS_DISCO_INFO));
      } catch (error) {
        if (note(asFromService(error, true))) away.push(jid);
        return undefined;
      }
    };
    const jids = items ?? (await itemsOf(domain).catch((error: unknown) => void note(error))) ?? [];
    const sources = (await Promise.all(jids.map(look))).filter((source) => source !== undefined);
    return { sources, away, failure };
  };
}

function isBareJid(text: string): boolean {
  try {
    return onlyBareJid(text, "jid") === text;
  } catch {
    return false;
  }
}

/** @throws SchemeError `try-later` where it is not the item itself that answers */
function toSource(jid: string, info: Element | undefined): Source | undefined {
  const features = new Set(info?.getChildren("feature").map(({ attrs }) => attrs.var));
  if (info && isStandIn(info, features)) throw new SchemeError("try-later");
  if (!info || !features.has(NS_STORE)) return undefined;
  const source = { jid, isClient: false, servesBits: features.has(NS_BOB) };
  for (const form of info.getChildren("x", NS_DATA_FORMS)) {
    try {
      return { ...source, ...decodeLimitsForm(form) };
    } catch {
      continue; // a form about something else
    }
  }
  return { ...source, limits: DEFAULT_LIMITS, origins: [] };
}

/** What Prosody's mod_component says of a component that has a name and is not connected: that it is one, and no more. */
function isStandIn(info: Element, features: ReadonlySet<string | undefined>): boolean {
  const identities = info.getChildren("identity").map(({ attrs }) => `${attrs.category}/${attrs.type}`);
  const isNothingElse = [...features].every((feature) => feature === NS_DISCO_INFO);
  return isNothingElse && identities.join() === "component/generic";
}
