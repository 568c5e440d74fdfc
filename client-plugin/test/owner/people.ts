// An owner on a testbed: a client with the plugin's host and owner's side, beside the real component.
import { bareJid, decodeFetchResult, decodeLimitsForm, element, encodeFetchRequest } from "@status-scheme/protocol";
import { NS, NS_DATA_FORMS, NS_DISCO_INFO, stanza } from "@status-scheme/protocol";
import type { Element, Scheme, Stamp } from "@status-scheme/protocol";
import type { LoginOptions, Testbed } from "@status-scheme/testbed";
import sharp from "sharp";
import type { OwnerSide, Warning } from "../../src/api.ts";
import type { OwnerUses } from "../../src/owner/deps.ts";
import { createOwner } from "../../src/owner/owner.ts";
import { realDeps } from "../../src/viewer/deps.ts";
import { loginHosted } from "../host/people.ts";
import type { HostedPerson, Person } from "../host/people.ts";

export interface Owner extends HostedPerson {
  readonly owner: OwnerSide;
  readonly warnings: Warning[];
  readonly stamps: Stamp[];
  /** Stanzas that went out, as they were on the wire. */
  readonly sent: Element[];
}
export type OwnerOptions = LoginOptions & Partial<Pick<OwnerUses, "deps" | "hint" | "fetch" | "state">>;

export async function loginOwner(bed: Testbed, account: string, options: OwnerOptions = {}): Promise<Owner> {
  const warnings: Warning[] = [];
  const stamps: Stamp[] = [];
  const sent: Element[] = [];
  let owner: OwnerSide | undefined;
  const person = await loginHosted(bed, account, {
    ...options,
    prepare: (xmpp) => xmpp.on("send", (element: Element) => sent.push(element)),
    begin: (host) => {
      const { side } = createOwner({
        host,
        deps: realDeps(),
        hint: true,
        service: async () => {
          const iq = stanza("iq", { type: "get", to: bed.componentDomain }, element(NS_DISCO_INFO, "query"));
          const form = (await host.ask(iq)).getChild("query")!.getChild("x", NS_DATA_FORMS)!;
          return { jid: bed.componentDomain, ...decodeLimitsForm(form) };
        },
        mayOwn: async () => true,
        push: false,
        features: [],
        ibbBytes: undefined,
        transfers: () => Promise.reject(new Error("no sessions here")),
        peers: { all: () => [], get: () => undefined },
        peerCaps: () => Promise.reject(new Error("no caps here")),
        ...options,
        emit: (event, value) => {
          if (event === "own") stamps.push(value as Stamp);
          else warnings.push(value as Warning);
        },
      });
      owner = side;
    },
  });
  return { ...person, owner: owner!, warnings, stamps, sent };
}

/** What someone sees of an owner, asked of the service; undefined: nothing. */
export async function schemeSeen(bed: Testbed, by: Person, owner: string): Promise<Scheme | undefined> {
  const request = stanza(
    "iq",
    { type: "get", to: bed.componentDomain },
    encodeFetchRequest({ owner: bareJid(bed.jid(owner)) }),
  );
  try {
    const reply = await by.xmpp.iqCaller.request(request, 30_000);
    const result = decodeFetchResult(reply.getChild("fetch", NS)!);
    return result.status === "changed" ? result.scheme : undefined;
  } catch (error) {
    if ((error as { condition?: string }).condition === "item-not-found") return undefined;
    throw error;
  }
}

/** A PNG of one colour. */
export async function picture(background: string, side = 32): Promise<Uint8Array> {
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toBuffer();
}
