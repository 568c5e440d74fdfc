// GET and HEAD of media under signed URLs (draft, "Media over HTTP"; RFC 9110). A token that is not ours or has expired, and one
// of a medium that is gone or not on show for the viewer any more, get the same 403: nobody learns what is stored here.
import { SchemeError } from "@status-scheme/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Readable } from "node:stream";
import type { BlobInfo, BlobStore } from "../blob/blob-store.ts";
import type { FoundBlob, ShelvedBlobs } from "../blob/shelf.ts";
import { evaluateConditions, rangeApplies } from "./conditions.ts";
import type { MediaGrant, MediaUrls } from "./media-url.ts";
import { startPacing } from "./pace.ts";
import type { Pace } from "./pace.ts";
import { contentRange, multipart, selectRanges } from "./ranges.ts";
import type { Range } from "./ranges.ts";

export interface MediaRoutesOptions {
  readonly blobs: ShelvedBlobs;
  readonly urls: MediaUrls;
  /** Whether the URL's viewer may still see the medium. @throws SchemeError `try-later` */
  readonly isShown: (grant: MediaGrant) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The slowest reader that is waited for. */
  readonly pace: Pace;
}

export function addMediaRoutes(app: FastifyInstance, { blobs, urls, isShown, clock, pace }: MediaRoutesOptions): void {
  app.route<{ Params: { token: string } }>({
    method: ["GET", "HEAD"],
    url: "/media/:token",
    onSend: async ({ raw }, reply) => {
      const read = startPacing(pace, Number(reply.getHeader("content-length") ?? 0), () => raw.socket.destroy());
      reply.raw.once("close", read);
    },
    handler: async (request, reply) => {
      const grant = urls.verify(request.params.token);
      if (grant === undefined || !(await isShown(grant))) throw new SchemeError("forbidden");
      const blob = await blobs.find(grant.hash);
      if (blob === undefined) throw new SchemeError("forbidden");
      const { info } = blob;
      const etag = `"${info.hash}"`;
      reply.headers({
        etag,
        "accept-ranges": "bytes",
        // The bytes of a hash never change, but the right to see them ends with the URL.
        "cache-control": `private, immutable, max-age=${Math.floor((grant.expires - clock()) / 1000)}`,
      });
      const { headers, method } = request;
      const verdict = evaluateConditions(headers, etag);
      if (verdict === "not modified") return reply.code(304).send();
      if (verdict === "precondition failed") return reply.code(412).send();
      if (method === "HEAD") return whole(reply, info).send(); // 14.2: Range is for GET alone
      const ranges = rangeApplies(headers, etag) ? selectRanges(headers.range, info.size) : undefined;
      if (ranges === "unsatisfiable") {
        return reply.code(416).header("content-range", `bytes */${info.size}`).send();
      }
      return send(reply, blobs, blob, ranges);
    },
  });
}

async function send(reply: FastifyReply, blobs: BlobStore, blob: FoundBlob, ranges: readonly Range[] | undefined) {
  const { info } = blob;
  const open = (range?: Range) => openBlob(blobs, blob, range);
  if (ranges === undefined) return whole(reply, info).send(await open());
  reply.code(206);
  if (ranges.length === 1) {
    const range = ranges[0]!;
    reply.header("content-length", range.end - range.start + 1).header("content-range", contentRange(range, info.size));
    return reply.type(info.mediaType).send(await open(range));
  }
  const parts = multipart(ranges, info.mediaType, info.size);
  reply.header("content-length", parts.contentLength).type(parts.contentType);
  return reply.send(Readable.from(parts.body(open)));
}

function whole(reply: FastifyReply, { size, mediaType }: BlobInfo): FastifyReply {
  return reply.header("content-length", size).type(mediaType);
}

/** The bytes where they are at hand, else a stream. Swept between the look and the read, a blob is as gone as any. */
async function openBlob(blobs: BlobStore, { info, bytes }: FoundBlob, range?: Range): Promise<Buffer | Readable> {
  if (bytes)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(range?.start, range && range.end + 1);
  const stream = await blobs.stream(info.hash, range);
  if (stream === undefined) throw new SchemeError("forbidden");
  return stream;
}
