// The other party, played by hand: a client without the plugin, which says what a test has it say.
import { NS_IBB, NS_JINGLE, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { decodeJingle, encodeIbbClose, encodeIbbData, encodeJingle } from "@status-scheme/protocol/transfer";
import type { Jingle, JingleAction, TransferFile } from "@status-scheme/protocol/transfer";
import { eventually, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { loginPlain } from "../../host/people.ts";
import type { Person } from "../../host/people.ts";

export interface Scripted extends Person {
  readonly jid: string;
  /** Asks; the reply, of type result or error. */
  readonly ask: (to: string, payload: Element) => Promise<Element>;
  readonly act: (to: string, jingle: Partial<Jingle> & Pick<Jingle, "action" | "sid">) => Promise<Element>;
  /** The nth action of its kind that came; each is acknowledged. */
  readonly came: (action: JingleAction, nth?: number) => Promise<Jingle>;
  readonly actions: readonly Jingle[];
  /** In-band stanzas that came, each acknowledged. */
  readonly ibb: readonly Element[];
  /** Owner: accepts the nth file asked for, in band, sends these blocks and, where told, the end. */
  readonly accept: (
    to: string,
    file: Partial<TransferFile>,
    options?: { nth?: number; content?: JingleAction },
  ) => Promise<void>;
  readonly block: (to: string, seq: number, data: Uint8Array, sid?: string) => Promise<Element>;
  readonly close: (to: string) => Promise<Element>;
}

export async function loginScripted(bed: Testbed, account: string): Promise<Scripted> {
  const person = await loginPlain(bed, account);
  const { xmpp } = person;
  const actions: Jingle[] = [];
  const ibb: Element[] = [];
  xmpp.iqCallee.set(NS_JINGLE, "jingle", ({ element: found }) => {
    actions.push(decodeJingle(found as Element));
    return true;
  });
  for (const name of ["open", "data", "close"]) {
    xmpp.iqCallee.set(NS_IBB, name, ({ element: found }) => {
      ibb.push(found as Element);
      return true;
    });
  }
  let count = 0;
  const ask: Scripted["ask"] = async (to, payload) => {
    const id = `scripted-${(count += 1)}`;
    await xmpp.send(stanza("iq", { type: "set", id, to }, payload));
    return person.get((reply) => reply.name === "iq" && reply.attrs.id === id && reply.attrs.type !== "set");
  };
  const scripted: Scripted = {
    ...person,
    jid: xmpp.jid!.toString(),
    actions,
    ibb,
    ask,
    act: (to, jingle) => ask(to, encodeJingle({ contents: [], ...jingle })),
    async came(action, nth = 0) {
      const come = () => actions.filter((jingle) => jingle.action === action);
      return (await eventually(`${action} ${nth}`, come, (all) => all.length > nth))[nth]!;
    },
    async accept(to, file, { nth = 0, content = "session-initiate" } = {}) {
      const { sid, contents } = await scripted.came(content, nth);
      const { creator, name, transport } = contents[0]!;
      const description = { hashUsed: false, ...file };
      await scripted.act(to, {
        action: content === "session-initiate" ? "session-accept" : "content-accept",
        sid,
        contents: [{ creator, name, senders: "responder", description, transport: transport! }],
      });
      await until(
        "a bytestream",
        () => ibb.filter((one) => one.name === "open").length > (content === "session-initiate" ? 0 : nth + 1),
      );
    },
    block: (to, seq, data, sid = ibb.findLast((one) => one.name === "open")!.attrs.sid!) =>
      ask(to, encodeIbbData({ sid, seq, data })),
    close: (to) => ask(to, encodeIbbClose({ sid: ibb.findLast((one) => one.name === "open")!.attrs.sid! })),
  };
  return scripted;
}

/** What a reply says: `ok`, or its conditions, the defined one first. */
export function said(reply: Element): string {
  if (reply.attrs.type === "result") return "ok";
  const conditions = reply.getChild("error")!.getChildElements();
  return conditions.map((condition) => condition.getName()).join(" ");
}
