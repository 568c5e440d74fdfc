import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { request } from "node:http";
import { servePages } from "../src/pages.ts";
import type { Pages } from "../src/pages.ts";

let pages: Pages;
beforeAll(async () => {
  pages = await servePages({
    file: (path) => (path === "/balcony" ? { bytes: "Juliet", type: "text/plain" } : undefined),
    headers: { "x-frame-options": "DENY" },
  });
});
afterAll(() => pages.close());

test("answers what there is, with the headers of all, and says what is not", async () => {
  const found = await fetch(`${pages.url}balcony?at=night`);
  expect([found.status, await found.text(), found.headers.get("x-frame-options")]).toEqual([200, "Juliet", "DENY"]);
  expect((await fetch(`${pages.url}tomb`)).status).toBe(404);
  expect((await fetch(`${pages.url}%E0%A4`)).status).toBe(400);
});

test("a page that calls this machine by another name gets nothing", async () => {
  const status = await new Promise((resolve) => {
    const { port } = new URL(pages.url);
    const headers = { host: `montague.lit:${port}` };
    request({ host: "127.0.0.1", port, path: "/balcony", headers }, ({ statusCode }) => resolve(statusCode)).end();
  });
  expect(status).toBe(421);
});
