// The HTTP side of the service: uploads in, media out, and a health check. Public; may stand behind a reverse proxy, which may
// or may not take the path of the public URL off before it passes a request on.
import { SchemeError } from "@status-scheme/protocol";
import type { FastifyInstance } from "fastify";
import fastify from "fastify";
import type { AddressInfo } from "node:net";
import type { ShelvedBlobs } from "../blob/shelf.ts";
import type { Log } from "../log.ts";
import type { Connections } from "./connections.ts";
import { createConnections } from "./connections.ts";
import { createErrorHandler } from "./errors.ts";
import { addHeaders } from "./headers.ts";
import { addMediaRoutes } from "./media.ts";
import type { MediaRoutesOptions } from "./media.ts";
import type { MediaUrls } from "./media-url.ts";
import type { Pace } from "./pace.ts";
import type { Slots } from "./slots.ts";
import { baseOf } from "./token.ts";
import { addUploadRoutes } from "./upload.ts";
import { createUploads } from "./uploads.ts";

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The public base URL. Default: host and port. */
  readonly url?: string | undefined;
  readonly blobs: ShelvedBlobs;
  readonly slots: Slots;
  readonly urls: MediaUrls;
  readonly isShown: MediaRoutesOptions["isShown"];
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly bounds?: Partial<HttpBounds>;
}

/** What keeps slow and greedy clients in bounds. */
export interface HttpBounds {
  /** Seconds for the headers of a request to arrive. */
  readonly headerSeconds: number;
  /** For an upload to arrive, and for a medium to be read. */
  readonly pace: Pace;
  /** Seconds without a byte in either direction, in a request and between requests. */
  readonly stallSeconds: number;
  readonly keepAliveSeconds: number;
  /** Seconds a stop waits for requests at work. */
  readonly graceSeconds: number;
  readonly connections: number;
  readonly uploads: number;
  readonly uploadsPerOwner: number;
}

const BOUNDS: HttpBounds = {
  headerSeconds: 10,
  pace: { seconds: 30, bytesPerSecond: 8_192 },
  stallSeconds: 20,
  keepAliveSeconds: 15,
  graceSeconds: 10,
  connections: 2_000,
  uploads: 64,
  uploadsPerOwner: 4,
};

/** Of a request's line and headers: the one bound of tokens too, so that each that gets here is answered as a token. */
const MAX_HEADER_BYTES = 8_192;

export interface HttpServer {
  /** The public base URL. Only known after `start` where neither URL nor port were given. */
  readonly url: string;
  /** Resolves to where it listens. @throws where it cannot listen */
  start(): Promise<AddressInfo>;
  /** Takes no more requests, and resolves when those at work are answered, or cut off after the grace period. */
  stop(): Promise<void>;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { host, port, log, clock, blobs } = options;
  const bounds = { ...BOUNDS, ...options.bounds };
  const { pace } = bounds;
  const connections = createConnections();
  const app = createApp(options, bounds, connections);
  addHeaders(app);
  addMediaRoutes(app, { blobs, urls: options.urls, isShown: options.isShown, clock, pace });
  const limits = { concurrency: bounds.uploads, concurrencyPerOwner: bounds.uploadsPerOwner };
  const uploads = createUploads({ blobs, clock, ...limits });
  addUploadRoutes(app, { slots: options.slots, uploads, pace, connections });
  app.get("/health", () => ({ status: "ok" }));
  return {
    get url() {
      return options.url ?? `http://${host.includes(":") ? `[${host}]` : host}:${addressOf(app)?.port ?? port}`;
    },
    start: async () => {
      await app.listen({ host, port });
      log.info({ host, port: addressOf(app)!.port }, "http: listening");
      return addressOf(app)!;
    },
    stop: async () => {
      connections.finish();
      const cutOff = setTimeout(() => app.server.closeAllConnections(), bounds.graceSeconds * 1000);
      await app.close();
      clearTimeout(cutOff);
    },
  };
}

function createApp({ url, log }: HttpServerOptions, bounds: HttpBounds, connections: Connections): FastifyInstance {
  const handleError = createErrorHandler(log);
  const app = fastify({
    logger: false, // URLs are keys here
    exposeHeadRoutes: false,
    forceCloseConnections: "idle",
    requestTimeout: 0, // uploads have a time by their size; what nobody reads ends with its refusal (upload.ts)
    connectionTimeout: bounds.stallSeconds * 1000,
    keepAliveTimeout: bounds.keepAliveSeconds * 1000,
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: bounds.headerSeconds * 1000,
      connectionsCheckingInterval: 1_000,
    },
    rewriteUrl: ({ url: path = "/" }) => withoutPrefix(path, url),
    frameworkErrors: handleError,
    clientErrorHandler: connections.refuse,
  });
  connections.watch(app);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(() => {
    throw new SchemeError("not-found");
  });
  app.server.maxConnections = bounds.connections;
  // Bodies are asked for (RFC 9110, 10.1.1) by the upload that wants one, and by nobody else.
  app.server.on("checkContinue", (request, response) => app.routing(request, response));
  return app;
}

function withoutPrefix(path: string, publicUrl: string | undefined): string {
  const prefix = publicUrl === undefined ? "" : new URL(baseOf(publicUrl)).pathname.replace(/\/$/, "");
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

function addressOf(app: FastifyInstance): AddressInfo | undefined {
  return (app.server.address() as AddressInfo | null) ?? undefined;
}
