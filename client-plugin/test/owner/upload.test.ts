// An upload that stalls is given up, and its request cancelled: after a time without progress where that is to be seen, else
// after one that depends on the size.
import { afterEach, expect, test } from "@jest/globals";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { element, NS_HTTP_UPLOAD } from "@status-scheme/protocol";
import type { Medium } from "@status-scheme/protocol";
import { createUploader } from "../../src/owner/upload.ts";
import type { UploaderUses } from "../../src/owner/upload.ts";
import { createClock, idle } from "../viewer/support/clock.ts";

const SIZE = 400_000;
const STILL_MS = 60_000;
/** At 4000 bytes a second. */
const WHOLE_MS = 100_000;
const STALLED = { code: "try-later", detail: { look: "dnd", medium: "image", reason: "upload stalled" } };

function begin({ url = "https://schemes.capulet.lit/upload/1", ...uses }: Partial<UploaderUses> & { url?: string }) {
  const clock = createClock();
  const slot = element(
    NS_HTTP_UPLOAD,
    "slot",
    {},
    element(NS_HTTP_UPLOAD, "put", { url }),
    element(NS_HTTP_UPLOAD, "get", { url: `${url}/get` }),
  );
  const caller = { ask: () => Promise.resolve(slot) } as unknown as UploaderUses["caller"];
  const upload = createUploader({ caller, deps: clock, ...uses });
  const medium: Medium = { kind: "image", mediaType: "image/png", size: SIZE, desc: [], hash: "", sources: [] };
  const failed = new AbortController();
  const sent: number[] = [];
  const outcome = upload(
    { look: "dnd", medium, bytes: new Uint8Array(SIZE) },
    { signal: failed.signal, failed, onSent: (bytes) => sent.push(bytes) },
  ).catch((error: unknown) => error);
  /** Still under way: undefined. */
  const now = async () => Promise.race([outcome, idle()]);
  return { clock, outcome, now, sent };
}

test("by `fetch`, which tells of no progress: when even a slow way would have been enough", async () => {
  let signal: AbortSignal | null | undefined;
  const { clock, now } = begin({
    fetch: (_url, init) =>
      new Promise((_resolve, reject) => {
        signal = init?.signal;
        signal?.addEventListener("abort", () => reject(signal?.reason as Error));
      }),
  });
  await clock.advance(STILL_MS + WHOLE_MS - 1);
  expect(await now()).toBeUndefined();
  await clock.advance(1);
  expect(await now()).toMatchObject(STALLED);
  expect([signal?.aborted, clock.timers()]).toEqual([true, 0]);
});

test("an answered one leaves no timer", async () => {
  const { clock, outcome } = begin({ fetch: () => Promise.resolve(new Response(null, { status: 201 })) });
  await expect(outcome).resolves.toBe("https://schemes.capulet.lit/upload/1/get");
  expect(clock.timers()).toBe(0);
});

test("in Node, the connection is closed", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { clock, outcome } = begin({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload/1` });
  const [request, response] = (await once(server, "request")) as [IncomingMessage, ServerResponse];
  const closed = once(response, "close");
  request.on("error", () => undefined).resume();
  await clock.advance(STILL_MS + WHOLE_MS);
  await expect(outcome).resolves.toMatchObject(STALLED);
  await closed;
  server.closeAllConnections();
  server.close();
});

/** The browsers', as far as uploads use it. */
class ScriptedXhr {
  static last: ScriptedXhr;
  readonly upload: { onprogress?: (event: { readonly loaded: number }) => void } = {};
  status = 0;
  onloadend = () => {};
  isAborted = false;
  constructor() {
    ScriptedXhr.last = this;
  }
  open() {}
  setRequestHeader() {}
  send() {}
  abort() {
    this.isAborted = true;
    this.onloadend();
  }
  progress(loaded: number) {
    this.upload.onprogress?.({ loaded });
  }
}
afterEach(() => void Reflect.deleteProperty(globalThis, "XMLHttpRequest"));
const beginXhr = async () => {
  Object.assign(globalThis, { XMLHttpRequest: ScriptedXhr });
  const begun = begin({});
  await idle();
  return { ...begun, xhr: ScriptedXhr.last };
};

test("by XMLHttpRequest: when nothing more was sent for a minute, however long it took before", async () => {
  const { clock, now, xhr, sent } = await beginXhr();
  for (let loaded = 1; loaded <= 20; loaded++) {
    xhr.progress(loaded);
    await clock.advance(STILL_MS - 1);
  }
  expect([await now(), sent.at(-1)]).toEqual([undefined, 20]);
  await clock.advance(1);
  expect(await now()).toMatchObject(STALLED);
  expect([xhr.isAborted, clock.timers()]).toEqual([true, 0]);
});

test("what is handed over whole may still be in buffers: it gets the time of a slow way", async () => {
  const { clock, now, xhr } = await beginXhr();
  xhr.progress(SIZE);
  await clock.advance(STILL_MS + WHOLE_MS - 1);
  expect(await now()).toBeUndefined();
  await clock.advance(1);
  expect(await now()).toMatchObject(STALLED);
  expect(xhr.isAborted).toBe(true);
});

test("a connection that is lost says nothing of the medium: later", async () => {
  const { clock, now, xhr } = await beginXhr();
  xhr.onloadend();
  expect(await now()).toMatchObject({ code: "try-later", detail: { look: "dnd", medium: "image" } });
  expect(clock.timers()).toBe(0);
});
