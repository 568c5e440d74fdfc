// What a domain's web server has for clients that are told nothing but an address: where its XMPP is (XEP-0156), and that, all
// behind TLS.
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { makeCertificate } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";

export interface WebServer {
  /** For Chromium: the bed's domain is this server. */
  readonly args: readonly string[];
  readonly stop: () => Promise<void>;
}

const PATH = "/xmpp-websocket";

/** With a certificate of its own: for browsers that accept any. */
export async function startWebServer({ domain, directory, ports }: Testbed): Promise<WebServer> {
  await makeCertificate(directory, domain);
  const [key, cert] = await Promise.all(["key", "crt"].map((kind) => readFile(join(directory, `${domain}.${kind}`))));
  const hostMeta = `<?xml version='1.0' encoding='utf-8'?>
    <XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>
      <Link rel='urn:xmpp:alt-connections:websocket' href='wss://${domain}${PATH}'/>
    </XRD>`;
  const server = createServer({ key: key!, cert: cert! }, ({ url }, response) => {
    const headers = { "access-control-allow-origin": "*", "content-type": "application/xrd+xml" };
    if (url === "/.well-known/host-meta") response.writeHead(200, headers).end(hostMeta);
    else response.writeHead(404).end();
  });
  server.on("upgrade", ({ rawHeaders }, socket) => {
    const onward = connect(ports.http, "127.0.0.1");
    const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]!}`] : []));
    onward.write(`GET ${PATH} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    args: [`--host-resolver-rules=MAP ${domain}:443 127.0.0.1:${(server.address() as AddressInfo).port}`],
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
