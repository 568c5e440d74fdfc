// Behind a reverse proxy: docs/nginx/schemes.conf as it is, but for ports and TLS, before the real component; uploads and media
// of people with the plugin go through it.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, startGuard, startNginx } from "@status-scheme/testbed";
import type { Guard, Nginx } from "@status-scheme/testbed";
import { english, picture, startWorld } from "./support/world.ts";
import type { World } from "./support/world.ts";

const CONFIG = new URL("../../docs/nginx/schemes.conf", import.meta.url);

let guard: Guard;
let nginx: Nginx;
let world: World;
let shown: string;
/** What went through: method and origin. */
const urls: string[] = [];

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "status-scheme-nginx-"));
  guard = startGuard(directory);
  // The proxy's port is in the component's public URL, and the component's in the proxy's configuration.
  const [behind] = (await freePorts(1)) as [number];
  const documented = await readFile(CONFIG, "utf8");
  nginx = await startNginx({ directory, guard }, (port) => configured(documented, port, behind));
  const http = { host: "127.0.0.1", port: behind, url: nginx.url };
  world = await startWorld({}, { port: behind, config: { http } });
  const watched: typeof fetch = (url, init) => {
    urls.push(`${init?.method ?? "GET"} ${new URL(String(url)).origin}`);
    return fetch(url, init);
  };
  const romeo = await world.person("romeo", { plugin: { fetch: watched } });
  const juliet = await world.person("juliet", { plugin: { fetch: watched } });
  const media = [
    { kind: "image", mediaType: "image/png", bytes: await picture("#c03"), desc: english("A square") },
  ] as const;
  const { looks } = await juliet.schemes.publish([{ state: "available", text: english("Here"), media }]);
  shown = looks[0]!.media[0]!.sources[0]!;
  await romeo.sees("juliet", ({ look }) => look?.media.length === 1);
});
afterAll(async () => {
  await nginx?.stop();
  await world?.stop();
  await guard?.end();
});

function configured(documented: string, port: number, behind: number): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/listen 443 ssl http2;/, `listen 127.0.0.1:${port};`],
    [/^ *listen \[::\].*$/m, ""],
    [/^ *ssl_certificate.*$\n/gm, ""],
    [/127\.0\.0\.1:5380/, `127.0.0.1:${behind}`],
    [/error_log \S+/, "error_log stderr"],
  ];
  return changes.reduce((text, [from, to]) => {
    if (text.search(from) < 0) throw new Error(`not in the documented configuration: ${from.source}`);
    return text.replace(from, to);
  }, documented);
}

test("an upload and a medium of people with the plugin go through it", () => {
  expect(new Set(urls)).toEqual(new Set([`PUT ${nginx.url}`, `GET ${nginx.url}`]));
  expect(shown.startsWith(`${nginx.url}/media/`)).toBe(true);
});

test("ranges, conditions, and every header that makes media harmless pass", async () => {
  const whole = await fetch(shown);
  const bytes = Buffer.from(await whole.arrayBuffer());
  const etag = whole.headers.get("etag")!;
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    "content-type": "image/webp",
    "content-length": String(bytes.length),
    "accept-ranges": "bytes",
    "cache-control": expect.stringMatching(/^private, immutable/),
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "access-control-allow-origin": "*",
  });
  const part = await fetch(shown, { headers: { range: "bytes=4-9" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 4-9/${bytes.length}`]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(4, 10));
  const parts = await fetch(shown, { headers: { range: "bytes=0-3,-4" } });
  expect([parts.status, parts.headers.get("content-type")]).toEqual([206, expect.stringMatching(/^multipart\//)]);
  expect((await fetch(shown, { headers: { "if-none-match": etag } })).status).toBe(304);
  const head = await fetch(shown, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
});

test("what it refuses is refused as without it, and a body that is too large does not come far", async () => {
  const refused = await fetch(`${nginx.url}/media/x`);
  expect([refused.status, await refused.json()]).toEqual([403, { error: "forbidden" }]);
  const put = await fetch(`${nginx.url}/upload/x`, { method: "PUT", body: Buffer.alloc(1_000) });
  expect(put.status).toBe(403);
  const large = await fetch(`${nginx.url}/upload/x`, { method: "PUT", body: Buffer.alloc(4_000_000) });
  expect(large.status).toBe(413);
});

test("no URL is in its log", () => {
  expect(nginx.log()).not.toContain("/media/");
  expect(nginx.log()).not.toContain("/upload/");
});
