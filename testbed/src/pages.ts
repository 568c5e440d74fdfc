// Pages on loopback: an HTTP server for the demo and for tests in a browser. To other names than this machine's it answers
// nothing, so that no page from elsewhere gets at it by a name of its own (DNS rebinding).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface PageFile {
  readonly bytes: Uint8Array | string;
  /** Media type. */
  readonly type: string;
}
export interface PagesOptions {
  /** By the URL's path, decoded; undefined: not found. Asked for each request. */
  readonly file: (path: string) => Promise<PageFile | undefined> | PageFile | undefined;
  /** Of every answer, e.g. a Content-Security-Policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: a free one. */
  readonly port?: number;
}
export interface Pages {
  /** `http://localhost:<port>/`: a secure context, as browsers see it. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const HOST = /^(localhost|127\.0\.0\.1)(:\d+)?$/;

/** @throws Error where the port is taken */
export async function servePages({ file, headers = {}, port = 0 }: PagesOptions): Promise<Pages> {
  const find = async (url: string) => file(decodeURIComponent(new URL(url, "http://localhost").pathname));
  const server = createServer((request, response) => {
    const end = (status: number, { bytes, type }: PageFile) =>
      response.writeHead(status, { ...headers, "content-type": type }).end(bytes);
    const text = (status: number, bytes: string) => end(status, { bytes, type: "text/plain; charset=utf-8" });
    if (!HOST.test(request.headers.host ?? "")) {
      text(421, "this machine alone");
      return;
    }
    find(request.url!).then(
      (found) => (found ? end(200, found) : text(404, "not found")),
      (error: unknown) => text(error instanceof URIError || error instanceof TypeError ? 400 : 500, String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
