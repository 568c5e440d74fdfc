// A listening server with a folder of its own, real sockets to talk to it, and a clock that stands until it is moved.
import type { Slot } from "@status-scheme/protocol";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { startGuard } from "@status-scheme/testbed";
import { mkdtemp, readdir } from "node:fs/promises";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BlobStore } from "../../src/blob/blob-store.ts";
import { createFolderBlobs } from "../../src/blob/folder.ts";
import { createShelf } from "../../src/blob/shelf.ts";
import type { ShelvedBlobs } from "../../src/blob/shelf.ts";
import { createMediaUrls } from "../../src/http/media-url.ts";
import type { HttpBounds, HttpServer, HttpServerOptions } from "../../src/http/server.ts";
import { createHttpServer } from "../../src/http/server.ts";
import { createSlots } from "../../src/http/slots.ts";
import { createLog } from "../../src/log.ts";

export const SECRET = Buffer.alloc(32, 1);
export const JULIET = "juliet@capulet.lit";
export const ROMEO = "romeo@capulet.lit";
export const START = Date.UTC(2026, 10, 22, 8, 30);
export const SLOT_SECONDS = 300;
export const MEDIA_SECONDS = 3_600;

export interface Stage {
  readonly server: HttpServer;
  readonly port: number;
  readonly blobs: ShelvedBlobs;
  readonly slots: ReturnType<typeof createSlots>;
  readonly urls: ReturnType<typeof createMediaUrls>;
  readonly log: string[];
  /** Moves the clock on. */
  wait(seconds: number): void;
  /** What the service says of a medium and a viewer. Default: that it is on show. */
  isShown: HttpServerOptions["isShown"];
  /** The URL of a blob of Juliet's, signed for Romeo. */
  publish(bytes: Uint8Array, mediaType?: string): Promise<string>;
  slot(size: number, contentType?: string, owner?: string): Slot;
  /** The store's files of uploads, whole or on their way. */
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly bounds?: Partial<HttpBounds>;
  /** The path of the public URL. */
  readonly path?: string;
  readonly host?: string;
  /** Changes what the store does. */
  readonly store?: (blobs: BlobStore) => BlobStore;
  /** False: every medium is streamed from the store, small ones too. */
  readonly hasShelf?: boolean;
}

export async function startStage({
  bounds,
  path,
  host = "127.0.0.1",
  store,
  hasShelf = true,
}: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "status-scheme-http-"));
  // Removes it also where a test fails before it closes the stage.
  const guard = startGuard(folder);
  let now = START;
  const clock = () => now;
  const log: string[] = [];
  const files = createFolderBlobs({ path: folder, clock });
  await files.open();
  const blobs = createShelf(store ? store(files) : files, hasShelf ? undefined : { small: -1, room: 0 });
  const address = { port: 0 };
  const baseUrl = () => (path === undefined ? server.url : `http://127.0.0.1:${address.port}${path}`);
  const slots = createSlots({ secret: SECRET, baseUrl, ttlSeconds: SLOT_SECONDS, limits: DEFAULT_LIMITS, clock });
  const urls = createMediaUrls({ secret: SECRET, baseUrl, ttlSeconds: MEDIA_SECONDS, clock });
  const server = createHttpServer({
    host,
    port: 0,
    url: path === undefined ? undefined : `https://schemes.capulet.lit${path}`,
    blobs,
    slots,
    urls,
    isShown: (grant) => stage.isShown(grant),
    log: createLog("debug", { write: (line) => void log.push(line) }),
    clock,
    ...(bounds && { bounds }),
  });
  address.port = (await server.start()).port;
  const stage: Stage = {
    server,
    port: address.port,
    blobs,
    slots,
    urls,
    log,
    isShown: async () => true,
    wait: (seconds) => void (now += seconds * 1000),
    publish: async (bytes, mediaType = "image/webp") => {
      const { hash } = await files.put(bytes, mediaType);
      return urls.sign({ owner: JULIET, viewer: ROMEO, hash })!;
    },
    slot: (size, contentType = "image/png", owner = JULIET) =>
      slots.issue(owner, { filename: "balcony.png", size, contentType }),
    leftovers: async () => {
      const files = await Promise.all(["staged", "tmp"].map((name) => readdir(join(folder, name))));
      return files.flat().filter((name) => name !== "writable"); // the store's own, from its start
    },
    close: async () => {
      await server.stop();
      await files.close();
      await guard.end();
    },
  };
  return stage;
}

/** A connection to write to byte by byte, and all it has said so far. */
export interface Wire {
  readonly socket: Socket;
  readonly heard: () => string;
  /** Resolves when what was heard matches. @throws where the connection closes before */
  until(pattern: RegExp): Promise<string>;
  /** Resolves to all that was heard when the server has closed the connection. */
  closed(): Promise<string>;
}

export function dial(port: number): Wire {
  const socket = connect({ port, host: "127.0.0.1" });
  let text = "";
  socket.setEncoding("latin1").on("data", (data) => (text += String(data)));
  socket.on("error", () => undefined); // a reset says no more than the close that follows
  const closing = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return {
    socket,
    heard: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (pattern.test(text)) resolve(text);
        };
        socket.on("data", look);
        socket.once("close", () => reject(new Error(`closed after: ${text}`)));
        look();
      }),
    closed: () => closing.then(() => text),
  };
}

/** The head of a request, as bytes on the wire. */
export function head(method: string, url: string, headers: Record<string, string | number> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${new URL(url).pathname} HTTP/1.1\r\nHost: schemes.capulet.lit\r\n${lines.join("")}\r\n`;
}
