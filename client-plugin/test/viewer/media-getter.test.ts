// Getting media from a real HTTP server.
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import type { SchemeError } from "@status-scheme/protocol";
import { realDeps } from "../../src/viewer/deps.ts";
import { createMediaGetter } from "../../src/viewer/media-getter.ts";
import { makeMedium } from "./support/values.ts";

const door = new TextEncoder().encode("a closed door");
const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
const get = (origin: string, path = "/door") =>
  createMediaGetter(realDeps())(makeMedium(door, { sources: [`${origin}${path}`] }), {
    limits: DEFAULT_LIMITS,
    origins: [origin],
  });

test("the bytes come whole, whatever the pieces", async () => {
  const origin = await serve((_request, response) => {
    for (const byte of door) response.write(new Uint8Array([byte]));
    response.end();
  });
  await expect(get(origin)).resolves.toEqual(door);
});

// holds: media-no-redirects
test("a redirect, which leaves the origin that was checked, is not followed", async () => {
  let reached = 0;
  const elsewhere = await serve((_request, response) => {
    reached++;
    response.end(door);
  });
  const origin = await serve((_request, response) => response.writeHead(302, { location: `${elsewhere}/door` }).end());
  await expect(get(origin)).rejects.toMatchObject({ code: "try-later" });
  expect(reached).toBe(0);
});

test.each([
  [401, "", "no-such-medium", undefined],
  [403, "", "forbidden", undefined],
  [404, "", "no-such-medium", undefined],
  [429, '{"error":"rate-exceeded","after":30}', "try-later", 30],
  [503, "busy", "try-later", undefined],
  [503, '{"after":-1}', "try-later", undefined],
  [503, `{"after":7,"x":"${"x".repeat(5_000)}"}`, "try-later", undefined],
  [504, "", "try-later", undefined],
])("status %i with %p is %s", async (status, body, code, after) => {
  const origin = await serve((_request, response) => response.writeHead(status).end(body));
  const error: unknown = await get(origin).catch((error: unknown) => error);
  expect(error).toMatchObject({ code });
  expect((error as SchemeError).detail.after).toBe(after);
});

// holds: media-no-credentials
test("no cookie and no referrer goes along", async () => {
  const asked: RequestInit[] = [];
  const { after } = realDeps();
  const fetch = async (_url: unknown, init?: RequestInit) => {
    asked.push(init ?? {});
    return new Response(door);
  };
  const source = { limits: DEFAULT_LIMITS, origins: ["https://schemes.capulet.lit"] };
  const medium = makeMedium(door, { sources: ["https://schemes.capulet.lit/door"] });
  await expect(createMediaGetter({ fetch, after })(medium, source)).resolves.toEqual(door);
  expect(asked).toMatchObject([{ credentials: "omit", referrerPolicy: "no-referrer" }]);
  expect(asked[0]!.headers).toBeUndefined();
});

// holds: media-size-obeyed
test("a server that sends more than promised is hung up on", async () => {
  const origin = await serve((request, response) => {
    const timer = setInterval(() => response.write(door), 1);
    request.on("close", () => clearInterval(timer));
  });
  const closed = new Promise((resolve) => servers[0]!.on("connection", (socket) => socket.on("close", resolve)));
  await expect(get(origin)).rejects.toMatchObject({ code: "bad-medium" });
  await closed;
});

test("more than a service's limit allows is not asked for", async () => {
  let reached = 0;
  const origin = await serve(() => reached++);
  const huge = makeMedium(door, { sources: [`${origin}/door`], size: 10 * DEFAULT_LIMITS["image-bytes"] });
  const request = createMediaGetter(realDeps())(huge, { limits: DEFAULT_LIMITS, origins: [origin] });
  await expect(request).rejects.toMatchObject({ code: "limit-exceeded", detail: { medium: "image" } });
  expect(reached).toBe(0);
});

test("what is large is waited for longer, and nothing for ever", async () => {
  const waits: number[] = [];
  const after = (ms: number) => {
    waits.push(ms);
    return () => undefined;
  };
  const getMedium = createMediaGetter({ fetch: () => Promise.reject(new Error("no connection")), after });
  const origin = "https://schemes.capulet.lit";
  for (const size of [1_600, 160_000]) {
    const medium = { ...makeMedium(door, { sources: [`${origin}/door`] }), size };
    await expect(getMedium(medium, { limits: DEFAULT_LIMITS, origins: [origin] })).rejects.toMatchObject({
      code: "try-later",
    });
  }
  expect(waits).toEqual([30_100, 40_000]);
});
