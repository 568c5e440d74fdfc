// Gets small media in band (draft, "Small Media in Band"; XEP-0231), for viewers that cannot have them over HTTP.
import { BITS_BYTES, cidOf, decodeBits, encodeBitsRequest } from "@status-scheme/protocol/bits";
import { NS_BOB, stanza } from "@status-scheme/protocol/viewing";
import type { Medium } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";
import { verifyBytes } from "./media-getter.ts";
import type { Source } from "./questions.ts";

const TIMEOUT_MS = 10_000;

export interface BitsGetter {
  /** Whether this medium may be asked for there. */
  readonly has: (medium: Medium, source: Source) => boolean;
  /** @throws SchemeError what the answer says, `bad-request` or `bad-medium` where it is not what was asked for */
  readonly get: (medium: Medium, source: Source) => Promise<Uint8Array>;
}

export function createBitsGetter({ ask }: Pick<Host, "ask">): BitsGetter {
  return {
    has: ({ size }, { servesBits }) => servesBits === true && size <= BITS_BYTES,
    async get(medium, { jid }) {
      const cid = cidOf(medium.hash);
      const reply = await ask(stanza("iq", { type: "get", to: jid }, encodeBitsRequest({ cid })), TIMEOUT_MS);
      const answer = reply.getChild("data", NS_BOB);
      // What it says of itself adds nothing to what the document says.
      return verifyBytes(answer ? decodeBits(answer).bytes : new Uint8Array(), medium);
    },
  };
}
