// Media that the kit serves, good ones and traps, and a record of who came how for what.
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pause } from "../kit/wait.ts";

export interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}
export interface MediaServer {
  readonly origin: string;
  /** Another origin, which no service declares. */
  readonly foreign: string;
  readonly got: readonly Got[];
  readonly gotForeign: readonly Got[];
  /** By path. */
  readonly media: Map<string, Uint8Array>;
  /** The most requests that were under way at once. */
  readonly most: () => number;
  /** Of the path that never ends: whether whoever asked went away before. Undefined: it is not over. */
  readonly endless: () => boolean | undefined;
  readonly stop: () => Promise<void>;
}

export const REDIRECT = "/redirect";
export const LANDED = "/landed";
export const ENDLESS = "/endless";
export const GONE = "/gone";

/** Every answer takes so long, so that requests at once can be counted. */
const DELAY_MS = 120;
const CHUNK = new Uint8Array(8192);
const CHUNKS = 100;

export async function startMediaServer(port: number): Promise<MediaServer> {
  const got: Got[] = [];
  const gotForeign: Got[] = [];
  const media: MediaServer["media"] = new Map();
  let underWay = 0;
  let most = 0;
  let endless: boolean | undefined;

  const trickle = async (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "image/png" });
    for (let sent = 0; sent < CHUNKS && !response.destroyed; sent += 1) {
      response.write(CHUNK);
      await pause(20);
    }
    endless = response.destroyed;
    response.end();
  };
  const serve = async ({ url = "", headers }: IncomingMessage, response: ServerResponse) => {
    got.push({ path: url, headers });
    most = Math.max(most, (underWay += 1));
    response.once("close", () => (underWay -= 1));
    await pause(DELAY_MS);
    response.setHeader("set-cookie", "kit=crumb; Path=/");
    response.setHeader("access-control-allow-origin", "*");
    const bytes = media.get(url);
    if (bytes) response.writeHead(200, { "content-type": "image/png", "content-length": bytes.length }).end(bytes);
    else if (url === REDIRECT) response.writeHead(302, { location: LANDED }).end();
    else if (url === ENDLESS) await trickle(response);
    else response.writeHead(403).end();
  };

  const server = createServer((request, response) => void serve(request, response));
  const other = createServer(({ url = "", headers }, response) => {
    gotForeign.push({ path: url, headers });
    response.writeHead(200).end();
  });
  server.listen(port, "127.0.0.1");
  other.listen(0, "127.0.0.1");
  await Promise.all([once(server, "listening"), once(other, "listening")]);
  const origin = (of: typeof server) => `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
  return {
    origin: origin(server),
    foreign: origin(other),
    got,
    gotForeign,
    media,
    most: () => most,
    endless: () => endless,
    stop: async () => {
      for (const one of [server, other]) {
        one.close();
        one.closeAllConnections();
      }
    },
  };
}
