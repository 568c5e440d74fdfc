// Publishing (draft, "Publishing"): checked here first, media that the service does not have uploaded, then the scheme
// as a whole.
import { decodePublishResult, encodePublishRequest, SchemeError, validateScheme } from "@status-scheme/protocol";
import type { StampedScheme } from "@status-scheme/protocol";
import type { LookDraft, PublishOptions } from "../api.ts";
import { prepare, withSources } from "./drafts.ts";
import type { Prepared, Upload } from "./drafts.ts";
import { findPublished } from "./lost-answer.ts";
import type { OwnScheme } from "./own-scheme.ts";
import type { ServiceCaller } from "./service.ts";
import type { Uploader } from "./upload.ts";

export type Publish = (looks: readonly LookDraft[], options?: PublishOptions) => Promise<StampedScheme>;

export interface PublishUses {
  readonly caller: ServiceCaller;
  readonly own: OwnScheme;
  readonly upload: Uploader;
  readonly isInvisible: () => boolean;
  /** Says who may see what has not been there before: blocked contacts must not see it for a moment. */
  readonly beforeFirst: () => Promise<void>;
}

/** The service normalises what it gets. */
const TIMEOUT_MS = 120_000;
const UPLOADS_AT_ONCE = 3;

/** @throws SchemeError as of the draft's error table, those of the local check before anything is sent */
export function createPublish({ caller, own, upload, isInvisible, beforeFirst }: PublishUses): Publish {
  /** Uploads of publishes that broke off: they wait at the service, until they expire, for the account's next one. URLs by hash. */
  const waiting = new Map<string, string>();
  let account: string;

  const send = async (prepared: Prepared, wanted: readonly Upload[], options: PublishOptions) => {
    // Its own, whatever another publish at the same time comes to.
    const urls = new Map(waiting);
    const uploads = wanted.filter(({ medium }) => !urls.has(medium.hash));
    const { replaces, onProgress } = options;
    const failed = new AbortController();
    const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
    const total = uploads.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const sent = new Map<Upload, number>();
    const report = () => onProgress?.({ sent: [...sent.values()].reduce((sum, bytes) => sum + bytes, 0), total });
    report();
    const rest = uploads.values();
    const lane = async () => {
      for (const one of rest) {
        const onSent = (bytes: number) => {
          sent.set(one, Math.min(bytes, one.bytes.length));
          report();
        };
        const url = await upload(one, { signal, failed, onSent });
        urls.set(one.medium.hash, url);
        waiting.set(one.medium.hash, url);
      }
    };
    await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, lane)).finally(() => failed.abort());
    options.signal?.throwIfAborted();
    const scheme = withSources(prepared.scheme, urls);
    const request = encodePublishRequest({ ...(replaces && { replaces }), scheme });
    return decodePublishResult(await caller.ask("set", request, { timeoutMs: TIMEOUT_MS })).scheme;
  };

  return async (looks, options = {}) => {
    options.signal?.throwIfAborted();
    if (isInvisible() && !options.whileInvisible) {
      throw new SchemeError("forbidden", { reason: "invisible" });
    }
    const { limits } = await caller.find();
    const self = caller.self();
    if (account !== self) waiting.clear();
    account = self;
    const prepared = await prepare(self, looks);
    validateScheme(prepared.scheme, limits, { stillsMayFollow: true });
    const held = own.held();
    const stored = held && held.stamp === options.replaces ? held : await own.fetch();
    if (!stored?.looks.length) await beforeFirst();
    // What the service has by the same hash stays as it is, and is not made smaller once more.
    const has = new Set(stored?.looks.flatMap(({ media }) => media.map(({ hash }) => hash)));
    const missing = prepared.uploads.filter(({ medium }) => !has.has(medium.hash));
    const lost = {
      scheme: prepared.scheme,
      uploaded: new Set(prepared.uploads.map(({ medium }) => medium.hash)),
      before: stored,
    };
    const isAnew = waiting.size === 0;
    const scheme = await send(prepared, missing, options)
      .catch((error: unknown) => {
        // Another device published in between, without those, or they waited too long: from the beginning, with everything.
        const isGone = ["not-found", "no-such-medium"].includes((error as SchemeError).code);
        if (!isGone || (isAnew && missing.length === prepared.uploads.length)) throw error;
        waiting.clear();
        return send(prepared, prepared.uploads, options);
      })
      .catch((error: unknown) => {
        // What may have come damaged is not named again.
        if ((error as Partial<SchemeError>).code === "bad-medium") waiting.clear();
        return findPublished(error, lost, own);
      });
    waiting.clear();
    own.hold(scheme);
    return scheme;
  };
}
