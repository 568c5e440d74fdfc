// The looks that are edited and those that are published: reading, publishing, and what another device publishes meanwhile
// (draft, "Editing": a publish names the stamp that it started from, and is refused where that is not current any more).
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { StampedScheme } from "@status-scheme/protocol";
import type { EditedMedium, Editor, EditorSchemes, PublishChoices } from "./api.ts";
import { rebase } from "./history.ts";
import { createKeeping } from "./keeping.ts";
import type { Keeping, KeepingUses } from "./keeping.ts";
import type { Library } from "./library.ts";
import { fromStored, nameOf, toDraft } from "./looks.ts";
import type { Looks } from "./looks.ts";
import { merge } from "./merge.ts";
import { afterPublish } from "./after-publish.ts";
import { asSchemeError } from "./failures.ts";
import { refusalOf } from "./refusals.ts";
import { mergedIn } from "./store.ts";
import type { Published, Store } from "./store.ts";

export interface Sync extends Keeping, Pick<Editor, "publish" | "cancel" | "choose" | "settle"> {
  /** The person changed looks: a conflict may be over by that. */
  readonly review: () => void;
  readonly stop: () => void;
}
export interface SyncUses extends Pick<KeepingUses, "account" | "served" | "after"> {
  readonly schemes: KeepingUses["schemes"] & Pick<EditorSchemes, "publish" | "on" | "off">;
  readonly store: Store;
  readonly library: Pick<Library, "bytes" | "load" | "lend">;
  /** Looks are others than before. */
  readonly onChange: () => void;
}

/** Others may be ahead so often, each with another state. */
const MAX_TRIES = 5;

export function createSync({ schemes, account, served, store, library, onChange, after }: SyncUses): Sync {
  let publishing: AbortController | undefined;
  /** Something was published elsewhere while this was publishing. */
  let isBehind = false;

  const loadImages = () => {
    const looks = [...store.get().history.present, ...store.get().base.looks];
    return library.load(looks.flatMap(({ media }) => media.filter(({ kind }) => kind === "image")));
  };
  const fail = (error: unknown) =>
    store.set({ status: { name: "failed", doing: "publish", error: asSchemeError(error) } });

  /** Everything from now on starts from `theirs`, the steps that can be undone as well. */
  const settleOn = (theirs: Published, looks: Looks) => {
    const { base, history } = store.get();
    const rebased = rebase(history, (mine) => merge(base.looks, mine, theirs.looks).looks);
    store.set({ base: theirs, history: { ...rebased, present: looks }, theirs: undefined, choices: new Map() });
  };
  /** What is published now: merged, where that can be without asking. */
  const take = (scheme: StampedScheme | undefined) => {
    const { base, theirs, history } = store.get();
    if (scheme?.stamp === (theirs ?? base).stamp) return;
    const published = { looks: scheme?.looks.map(fromStored) ?? [], ...(scheme && { stamp: scheme.stamp }) };
    const { looks, conflicts } = merge(base.looks, history.present, published.looks);
    if (conflicts.length > 0) store.set({ theirs: published });
    else settleOn(published, looks);
    onChange();
  };
  const refresh = async () => {
    take(await schemes.own());
    await loadImages();
  };
  const onOwn = (stamp: StampedScheme["stamp"]) => {
    const { theirs, base } = store.get();
    if (publishing) isBehind = true;
    // Somebody else of this program serves it from now on.
    else if (store.get().keeper === "nobody") void keeping.load();
    // What cannot be read now is found at the next publish, which names the stamp.
    else if (stamp !== (theirs ?? base).stamp) refresh().catch(() => undefined);
  };
  schemes.on("own", onOwn);
  const keeping = createKeeping({
    ...{ schemes, account, served, store, library, take, loadImages, after },
    isPublishing: () => publishing !== undefined,
  });

  /** What is published has no such medium any more, e.g. after an undo: it is given anew, by its bytes. */
  const withBytes = async (looks: Looks): Promise<Looks> => {
    const published = new Set(store.get().base.looks.flatMap(({ media }) => media.map(nameOf)));
    const isGone = (medium: EditedMedium) => medium.stored !== undefined && !published.has(nameOf(medium));
    await library.load(looks.flatMap(({ media }) => media.filter(isGone)));
    const give = (medium: EditedMedium): EditedMedium => {
      const bytes = isGone(medium) ? library.bytes(medium) : undefined;
      const { kind, mediaType, size, desc } = medium;
      return bytes ? { kind, mediaType, size, desc, bytes } : medium;
    };
    return looks.map((look) => ({ ...look, media: look.media.map(give) }));
  };

  const send = async (options: PublishChoices, signal: AbortSignal): Promise<boolean> => {
    for (let tries = 1; ; tries += 1) {
      // Who never published has no stamp to name: what another device published first is looked for.
      if (store.get().base.stamp === undefined) take(await schemes.own());
      if (store.get().theirs) return false;
      const { base, history } = store.get();
      const sent = history.present;
      try {
        const scheme = await schemes.publish((await withBytes(sent)).map(toDraft), {
          signal,
          ...(base.stamp !== undefined && { replaces: base.stamp }),
          ...(options.whileInvisible && { whileInvisible: true }),
          onProgress: (progress) => store.set({ status: { name: "publishing", ...progress } }),
        });
        const { looks, swap, lent } = afterPublish(sent, scheme.looks.map(fromStored));
        for (const [medium, published] of lent) library.lend(medium, published);
        store.set({
          base: { looks, stamp: scheme.stamp },
          history: rebase(store.get().history, (mine) => merge(swap(sent), swap(mine), looks).looks),
          refusals: [],
        });
        return true;
      } catch (error) {
        const isConflict = error instanceof SchemeError && error.code === "conflict";
        if (!isConflict || tries === MAX_TRIES) throw error;
        take(await schemes.own());
      }
    }
  };

  return {
    ...keeping,

    async publish(options = {}) {
      const { status, theirs, keeper, history, refusals } = store.get();
      const isBusy = status.name === "publishing" || status.name === "loading" || theirs !== undefined;
      if (isBusy || keeper === "nobody") return false;
      // What was refused may be tried again as it is.
      if (store.state().problems.length > refusals.length) return false;
      store.set({ refusals: [] });
      const mine = (publishing = new AbortController());
      const signal = AbortSignal.any([mine.signal, ...(options.signal ? [options.signal] : [])]);
      store.set({ status: { name: "publishing", sent: 0, total: 0 } });
      try {
        return await send(options, signal);
      } catch (error) {
        if (!signal.aborted) {
          const refusal = error instanceof SchemeError ? refusalOf(error, history.present) : undefined;
          if (refusal) store.set({ refusals: [refusal] });
          fail(error);
        }
        return false;
      } finally {
        publishing = undefined;
        if (store.get().status.name === "publishing") store.set({ status: { name: "idle" } });
        onChange();
        void loadImages();
        if (isBehind) refresh().catch(() => undefined);
        isBehind = false;
      }
    },
    cancel: () => publishing?.abort(),

    choose(side, state) {
      const { conflicts } = mergedIn(store.get());
      const choices = new Map(store.get().choices);
      for (const conflict of conflicts)
        if ((state ?? conflict.state) === conflict.state) choices.set(conflict.state, side);
      store.set({ choices });
    },
    settle() {
      const { theirs, choices } = store.get();
      const { looks, conflicts } = mergedIn(store.get());
      if (!theirs || !conflicts.every(({ state }) => choices.has(state))) return;
      settleOn(theirs, looks);
      onChange();
    },
    review() {
      const { theirs } = store.get();
      const { looks, conflicts } = mergedIn(store.get());
      if (theirs && conflicts.length === 0) settleOn(theirs, looks);
    },
    stop() {
      schemes.off("own", onOwn);
      keeping.stop();
      publishing?.abort();
    },
  };
}
