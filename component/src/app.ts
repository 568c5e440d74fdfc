// The service, put together: stores, media, HTTP and XMPP, started in the order in which they need each other and stopped
// the other way round.
import { createSweeper } from "./blob/sweep.ts";
import type { Config } from "./config.ts";
import { createControl } from "./control.ts";
import { createMediaUrls } from "./http/media-url.ts";
import { createHttpServer } from "./http/server.ts";
import { createSlots } from "./http/slots.ts";
import type { Log } from "./log.ts";
import { createFfmpeg } from "./media/ffmpeg.ts";
import { findFfmpeg } from "./media/find-ffmpeg.ts";
import { createMediaPipeline } from "./media/pipeline.ts";
import { AT_THE_MACHINE, obey } from "./operator/request.ts";
import { createRounds } from "./rounds.ts";
import { createServices } from "./service/services.ts";
import { createBlobs, createStore } from "./stores.ts";
import { createXmpp } from "./xmpp/xmpp.ts";

export interface AppDeps {
  readonly log: Log;
  /** Milliseconds since the epoch. Default: the system's. */
  readonly clock?: () => number;
}

export interface App {
  /** Resolves when media are served and the XMPP server is being connected to, in the background. @throws Error */
  readonly start: () => Promise<void>;
  /** Finishes what was accepted, within the time the configuration gives, and ends everything. */
  readonly stop: () => Promise<void>;
  /** Once started: the public base URL of the HTTP side. */
  readonly address: () => { readonly http: string };
}

const HOUSEKEEPING_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export function createApp(config: Config, { log, clock = Date.now }: AppDeps): App {
  /** Ends what was started, last first. */
  const ends: (() => Promise<unknown>)[] = [];
  let http: { readonly url: string } = { url: "" };

  const start = async () => {
    const { limits } = config;
    const store = createStore(config);
    await store.open();
    ends.push(store.close);
    const blobs = createBlobs(config, clock);
    await blobs.open();
    ends.push(blobs.close);
    const ffmpeg = await findFfmpeg(config.media.ffmpeg, log);
    const media = createMediaPipeline({
      ...{ limits, kinds: config.media.kinds },
      ...(ffmpeg && { ffmpeg: createFfmpeg({ path: ffmpeg }) }),
    });
    ends.push(media.stop);

    // Known once the server listens, and not asked for before.
    const common = { clock, baseUrl: () => http.url };
    const { slot_seconds, media_seconds } = config.http;
    const slots = createSlots({ ...common, secret: await store.secret("slots"), ttlSeconds: slot_seconds, limits });
    const urls = createMediaUrls({ ...common, secret: await store.secret("media"), ttlSeconds: media_seconds });
    const xmpp = createXmpp({ config, log });
    const services = createServices({
      ...{ store, blobs, media, slots, limits, clock, log },
      wire: xmpp.wire,
      mediaUrls: urls,
      secret: await store.secret("sync"),
      serves: config.xmpp.serves,
      tuning: { freshMs: config.owners.sight_seconds * 1000 },
    });
    const bounds = { graceSeconds: config.shutdown.seconds };
    const { isShown } = services;
    const server = createHttpServer({ ...config.http, blobs, slots, urls, isShown, log, clock, bounds });
    http = server;
    await server.start();
    ends.push(server.stop);
    await services.start();
    ends.push(services.stop);
    const control = createControl({
      ...{ path: config.control.path, log },
      obey: (request) => obey(services.moderation, AT_THE_MACHINE, request),
    });
    await control.start();
    ends.push(control.stop);
    xmpp.start(services, [new URL(server.url).origin]);
    ends.push(xmpp.stop, async () => {
      const deadline = performance.now() + config.shutdown.seconds * 1000;
      // First the answers, then what they led to: the notices of a publish still go out.
      const isAnswered = await xmpp.drain(deadline - performance.now());
      const isDone = await within(services.idle(), deadline - performance.now());
      if (!isAnswered || !isDone) log.warn("the time to stop is over: what was accepted is not all finished");
    });
    const sweeper = createSweeper({ store, blobs, clock, graceMs: HOUR_MS, stagedMs: HOUR_MS });
    const keepHouse = async (stopping: AbortSignal) => {
      const { purge_after_days: days } = config.owners;
      const owners = days === 0 ? 0 : await services.purgeUnseen(clock() - days * DAY_MS, stopping);
      const swept = await sweeper.sweep(stopping);
      if (owners + swept.blobs + swept.staged > 0) log.info({ owners, ...swept }, "kept house");
    };
    const rounds = createRounds({ work: keepHouse, everyMs: HOUSEKEEPING_MS, random: Math.random, log });
    rounds.start();
    ends.push(rounds.stop);
  };

  let ending: Promise<void> | undefined;
  const endAll = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) {
      await end().catch((err: unknown) => log.error({ err }, "a part did not end in order"));
    }
  };

  const stop = () => (ending ??= endAll().finally(() => (ending = undefined)));

  return {
    start: async () => {
      try {
        await start();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
    address: () => ({ http: http.url }),
  };
}

/** Whether the work ended within so many milliseconds. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
