// Who keeps the scheme, and what they have: read at the start, until it could be; and where nobody does, this client instead
// (draft, "Client-Stored Schemes").
import type { SchemeStore } from "@status-scheme/client-plugin";
import { MEDIUM_KINDS } from "@status-scheme/protocol/viewing";
import type { Limits, StampedScheme } from "@status-scheme/protocol";
import type { Editor, EditorOptions, EditorSchemes } from "./api.ts";
import { asSchemeError } from "./failures.ts";
import { all } from "./history.ts";
import type { Library } from "./library.ts";
import { isServed, serve, stopServing } from "./served.ts";
import type { Store } from "./store.ts";

export type Keeping = Pick<Editor, "load" | "serve" | "stopServing" | "stop">;

export interface KeepingUses {
  readonly schemes: Pick<EditorSchemes, "own" | "limits" | "serve" | "stopServing" | "on" | "off">;
  /** The own bare JID. */
  readonly account: string;
  readonly served: SchemeStore | undefined;
  readonly store: Store;
  readonly library: Pick<Library, "load">;
  /** This is what is published now. */
  readonly take: (scheme: StampedScheme | undefined) => void;
  readonly loadImages: () => Promise<void>;
  readonly isPublishing: () => boolean;
  readonly after: NonNullable<EditorOptions["after"]>;
}

/** A load that failed is tried again, later each time. While the plugin itself backs off it is answered at once, asking nobody. */
const FIRST_MS = 2_000;
const MOST_MS = 300_000;

export function createKeeping(uses: KeepingUses): Keeping {
  const { schemes, account, served, store, library, take, loadImages, isPublishing, after } = uses;
  let failures = 0;
  let isStopped = false;
  let cancelRetry = () => {};

  const read = async () => {
    const { limits, keeper } = await schemes.limits();
    store.set({ keeper, limits: keeper === "client" ? inBand(limits) : limits });
    const scheme = keeper === "nobody" ? undefined : await schemes.own();
    // A publish that began meanwhile names a stamp, and finds out by itself.
    if (keeper !== "nobody" && !isPublishing()) take(scheme);
    return keeper;
  };
  const begin = async () => {
    await serve(schemes, served!, account);
    await read();
  };
  const readAll = async () => {
    cancelRetry();
    try {
      const keeper = await read();
      // Where that fails, the person wants it still.
      if (keeper === "nobody" && served && (await isServed(served, account))) {
        await schemes.serve({ store: served });
        await read();
      }
      failures = 0;
    } catch (error) {
      if (isStopped) return;
      const wait = Math.min(FIRST_MS * 2 ** failures++, MOST_MS) * (0.5 + Math.random());
      cancelRetry();
      cancelRetry = after(Math.max(wait, (asSchemeError(error).detail.after ?? 0) * 1_000), () => void retry());
      throw error;
    }
  };
  /** What failed is told until this works: nothing moves under the person's hands. */
  const retry = async () => {
    const before = store.get().status;
    await readAll().then(
      () => {
        if (hasFailed() && store.get().status === before) store.set({ status: { name: "idle" } });
        return loadImages();
      },
      () => undefined, // and again, later
    );
  };
  const hasFailed = () => {
    const { status } = store.get();
    return status.name === "failed" && status.doing === "load";
  };
  /** A new session: what could not be had in the one before may be there. */
  const onSettled = () => {
    if (hasFailed()) void retry();
  };
  schemes.on("settled", onSettled);
  /** One thing at a time. True: it is done. */
  const attempt = async (doing: "load" | "serve", job: () => Promise<void>) => {
    if (isPublishing() || store.get().status.name === "loading") return false;
    store.set({ status: { name: "loading" } });
    try {
      await job();
      store.set({ status: { name: "idle" } });
    } catch (error) {
      store.set({ status: { name: "failed", doing, error: asSchemeError(error) } });
      return false;
    }
    await loadImages();
    return true;
  };

  return {
    load: async () => void (await attempt("load", readAll)),
    serve: async () => store.state().canServe && (await attempt("serve", begin)),
    async stopServing() {
      if (store.get().keeper !== "client") return false;
      return attempt("serve", async () => {
        // What was served is to be had from nowhere else after that.
        const looks = [...all(store.get().history), store.get().base.looks].flat();
        await library.load(looks.flatMap(({ media }) => media));
        await stopServing(schemes, served, account);
        store.set({ base: { looks: [] }, theirs: undefined, choices: new Map() });
        await read();
      });
    },
    stop() {
      isStopped = true;
      schemes.off("settled", onSettled);
      cancelRetry();
    },
  };
}

/** Between clients, where there are no sockets, what is larger comes to nobody (draft, "Time, Number and Size"). */
function inBand(limits: Limits): Limits {
  const most = limits["ibb-bytes"];
  const bytes = MEDIUM_KINDS.map((kind) => [`${kind}-bytes`, Math.min(limits[`${kind}-bytes`], most)] as const);
  return { ...limits, ...Object.fromEntries(bytes) };
}
