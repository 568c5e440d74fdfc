// Who keeps the scheme, and what they have: read at the start, and where nobody does, this client instead (draft,
// "Client-Stored Schemes").
import type { SchemeStore } from "@status-scheme/client-plugin";
import { MEDIUM_KINDS } from "@status-scheme/protocol/viewing";
import type { Limits, StampedScheme } from "@status-scheme/protocol";
import type { Editor, EditorSchemes } from "./api.ts";
import { asSchemeError } from "./failures.ts";
import { all } from "./history.ts";
import type { Library } from "./library.ts";
import { isServed, serve, stopServing } from "./served.ts";
import type { Store } from "./store.ts";

export type Keeping = Pick<Editor, "load" | "serve" | "stopServing">;

export interface KeepingUses {
  readonly schemes: Pick<EditorSchemes, "own" | "limits" | "serve" | "stopServing">;
  /** The own bare JID. */
  readonly account: string;
  readonly served: SchemeStore | undefined;
  readonly store: Store;
  readonly library: Pick<Library, "load">;
  /** This is what is published now. */
  readonly take: (scheme: StampedScheme | undefined) => void;
  readonly loadImages: () => Promise<void>;
  readonly isPublishing: () => boolean;
}

export function createKeeping(uses: KeepingUses): Keeping {
  const { schemes, account, served, store, library, take, loadImages, isPublishing } = uses;

  const read = async () => {
    const { limits, keeper } = await schemes.limits();
    store.set({ keeper, limits: keeper === "client" ? inBand(limits) : limits });
    if (keeper !== "nobody") take(await schemes.own());
    return keeper;
  };
  const begin = async () => {
    await serve(schemes, served!, account);
    await read();
  };
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
    async load() {
      await attempt("load", async () => {
        const keeper = await read();
        if (keeper === "nobody" && served && (await isServed(served, account))) await begin();
      });
    },
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
  };
}

/** Between clients, where there are no sockets, what is larger comes to nobody (draft, "Time, Number and Size"). */
function inBand(limits: Limits): Limits {
  const most = limits["ibb-bytes"];
  const bytes = MEDIUM_KINDS.map((kind) => [`${kind}-bytes`, Math.min(limits[`${kind}-bytes`], most)] as const);
  return { ...limits, ...Object.fromEntries(bytes) };
}
