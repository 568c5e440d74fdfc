// An account's stream without a library: it costs the machine next to nothing, so that what is measured is the server and
// the component, and not who asks. RFC 6120 as far as a bench on loopback takes it: PLAIN, no TLS.
import { once } from "node:events";
import { connect } from "node:net";
import { parseXml, type Element } from "@status-scheme/protocol";
import type { Testbed } from "@status-scheme/testbed";

export interface Wire {
  /** The bare JID. */
  readonly jid: string;
  /** Asks, and resolves to the reply's text, not looked into. @throws Error where it is an error */
  readonly ask: (type: "get" | "set", to: string | undefined, payload: string) => Promise<string>;
  /** The same as elements; resolves to the reply. */
  readonly request: (type: "get" | "set", to: string | undefined, payload: Element) => Promise<Element>;
  readonly send: (stanza: string) => void;
  readonly close: () => Promise<void>;
}

const END = "</iq>";
const TIMEOUT_MS = 60_000;

/** Logs an account of the testbed in; no presence is sent. */
export async function openWire(bed: Testbed, account: string): Promise<Wire> {
  const socket = connect(bed.ports.c2s, "127.0.0.1").setEncoding("utf8").setNoDelay();
  let text = "";
  let read: () => void = () => undefined;
  socket.on("data", (chunk: string) => {
    text += chunk;
    read();
  });
  const heard = async (...ends: readonly string[]) => {
    for (const late = Date.now() + TIMEOUT_MS; !ends.some((end) => text.includes(end));) {
      if (Date.now() > late || socket.destroyed) throw new Error(`${account} was told: ${text}`);
      await once(socket, "data", { signal: AbortSignal.timeout(TIMEOUT_MS) });
    }
    text = "";
  };
  const open = async () => {
    const ns = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
    socket.write(`<?xml version='1.0'?><stream:stream to='${bed.domain}' version='1.0' ${ns}>`);
    await heard("</stream:features>");
  };
  await open();
  const secret = Buffer.from(`\0${account}\0${bed.password(account)}`).toString("base64");
  socket.write(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`);
  await heard("<success", "<failure");
  await open();
  socket.write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  await heard(END);

  const waiting = new Map<string, { resolve: (reply: string) => void; reject: (error: Error) => void }>();
  let count = 0;
  read = () => {
    // Answers to whatever came in one piece leave in one piece.
    socket.cork();
    for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
      const reply = text.slice(text.lastIndexOf("<iq ", end), end + END.length);
      text = text.slice(end + END.length);
      const head = reply.slice(0, reply.indexOf(">"));
      const id = /\sid='([^']+)'/.exec(head)?.[1] ?? "";
      const asked = waiting.get(id);
      waiting.delete(id);
      if (head.includes("type='result'")) asked?.resolve(reply);
      else asked?.reject(new Error(reply));
    }
    // What is nobody's answer is not looked at, nor looked through again with each piece that comes.
    const begun = text.lastIndexOf("<iq ");
    text = text.slice(begun >= 0 ? begun : -END.length);
    process.nextTick(() => socket.uncork());
  };
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("the stream ended"));
  });
  const ask: Wire["ask"] = (type, to, payload) =>
    new Promise((resolve, reject) => {
      const id = `b${(count += 1)}`;
      waiting.set(id, { resolve, reject });
      socket.write(`<iq type='${type}' id='${id}'${to === undefined ? "" : ` to='${to}'`}>${payload}</iq>`);
    });
  return {
    jid: bed.jid(account),
    ask,
    request: async (type, to, payload) => parseXml(await ask(type, to, payload.toString())),
    send: (stanza) => void socket.write(stanza),
    close: async () => {
      socket.end("</stream:stream>");
      if (!socket.closed) await once(socket, "close");
    },
  };
}
