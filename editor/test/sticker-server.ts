// Stickers where packs have them: on a web server of somebody else's, which lets pages of other origins read, or does not.
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "@status-scheme/testbed";

export interface ServedSticker {
  readonly path: string;
  /** What it shows, as its author says; by language, or in none. */
  readonly desc: string | Readonly<Record<string, string>>;
  /** Whether pages of other origins may read it (CORS). */
  readonly isOpen?: boolean;
}
export interface StickerServer {
  /** `<pack/>` of XEP-0449, of these. */
  readonly pack: (name: string, stickers: readonly ServedSticker[], isRestricted?: boolean) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** With a certificate of its own: for browsers that accept any. */
export async function startStickerServer(): Promise<StickerServer> {
  const directory = await mkdtemp(join(tmpdir(), "stickers-"));
  await makeCertificate(directory, "stickers.example");
  const [key, cert] = await Promise.all(
    ["key", "crt"].map((kind) => readFile(join(directory, `stickers.example.${kind}`))),
  );
  await rm(directory, { recursive: true });
  const served = new Map<string, { readonly bytes: Uint8Array; readonly isOpen: boolean }>();
  const server = createServer({ key: key!, cert: cert! }, ({ url = "" }, response) => {
    const found = served.get(url);
    const headers = { "content-type": "image/png", ...(found?.isOpen && { "access-control-allow-origin": "*" }) };
    response.writeHead(found ? 200 : 404, headers).end(found?.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const item = async ({ path, desc, isOpen = true }: ServedSticker) => {
    const bytes = await readFile(path);
    const hash = createHash("sha256").update(bytes).digest("base64");
    const url = `/${String(served.size)}.png`;
    served.set(url, { bytes, isOpen });
    const said =
      typeof desc === "string"
        ? [`<desc>${desc}</desc>`]
        : Object.entries(desc).map(([lang, text]) => `<desc xml:lang='${lang}'>${text}</desc>`);
    return `<item>
      <file xmlns='urn:xmpp:file:metadata:0'><media-type>image/png</media-type>${said.join("")}
        <size>${String(bytes.length)}</size><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>${hash}</hash></file>
      <sources xmlns='urn:xmpp:sfs:0'>
        <url-data xmlns='http://jabber.org/protocol/url-data' target='${origin}${url}'/></sources>
    </item>`;
  };
  return {
    async pack(name, stickers, isRestricted = false) {
      const items = await Promise.all(stickers.map(item));
      return `<pack xmlns='urn:xmpp:stickers:0'><name>${name}</name><summary>A pack</summary>
        ${items.join("")}${isRestricted ? "<restricted/>" : ""}</pack>`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
