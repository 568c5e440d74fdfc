// A process of owners for the cold case, each of whom serves looks with a medium from its own client. Settings on its input:
// OwnersSettings as JSON. Prints a line when all are there.
import { randomBytes } from "node:crypto";
import { json } from "node:stream/consumers";
import { createStatusScheme } from "@status-scheme/client-plugin/host";
import { ask } from "@status-scheme/guards";
import { stanza, type Element } from "@status-scheme/protocol";
import { encodeIbbData } from "@status-scheme/protocol/transfer";
import type { Client } from "@xmpp/client";
import { createXmppjsHost } from "../../../client-plugin/src/host/xmppjs.ts";
import { createQueue } from "../../../client-plugin/src/viewer/queue.ts";
import { clientOf, type Account } from "../account.ts";

export interface OwnersSettings {
  readonly accounts: readonly Account[];
  /** The states of their looks, the first of which they are in. */
  readonly states: readonly string[];
  /** Of the medium of each look. */
  readonly mediumBytes: number;
  /** To a viewer with this resource they send their media unasked, as blocks alone. */
  readonly bare: string;
}

const BLOCK_SIZE = 4_096;
const WINDOW = 8;

const { accounts, states, mediumBytes, bare } = (await json(process.stdin)) as OwnersSettings;
/** One owner at a time: two such processes are as many sessions as a viewer has under way. */
const turns = createQueue({ concurrency: 1 });
await Promise.all(accounts.map(serve));
console.log("ready");
process.on("SIGTERM", () => process.exit(0));

async function serve(account: Account): Promise<void> {
  const xmpp = clientOf(account);
  const schemes = createStatusScheme((options) => createXmppjsHost(xmpp, options), {}, { loopback: true });
  const media = states.map(() => new Uint8Array(randomBytes(mediumBytes)));
  xmpp.on("stanza", ({ name, attrs: { from, type } }: Element) => {
    if (name !== "presence" || type !== undefined || !from?.endsWith(`/${bare}`)) return;
    // What is shown first of all owners comes before what is not shown.
    media.forEach((bytes, index) => void turns.run(() => sendBlocks(xmpp, from, bytes), { ahead: index > 0 }));
  });
  await xmpp.start();
  const looks = states.map((state, index) => ({
    state,
    text: [{ lang: "en", text: `Look of ${state}` }],
    media: [{ kind: "image", mediaType: "image/webp", bytes: media[index]! }] as const,
  }));
  await schemes.serve({ looks });
  await schemes.setState(states[0]!);
}

/** Blocks as of an in-band bytestream, and nothing around them. */
async function sendBlocks(xmpp: Client, to: string, bytes: Uint8Array): Promise<void> {
  const sid = randomBytes(8).toString("hex");
  let seq = 0;
  const worker = async () => {
    for (let at = seq * BLOCK_SIZE; at < bytes.length; at = seq * BLOCK_SIZE) {
      const data = bytes.subarray(at, at + BLOCK_SIZE);
      await ask(xmpp, stanza("iq", { type: "set", to }, encodeIbbData({ sid, seq: seq++, data })));
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, worker));
}
