// The editor, put together.
import { ownLanguages } from "@status-scheme/client-plugin/showing";
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Beside, EditedMedium, Editor, EditorOptions } from "./api.ts";
import { createEditing } from "./editing.ts";
import { asSchemeError } from "./failures.ts";
import { all } from "./history.ts";
import { createLibrary } from "./library.ts";
import { isBase, lookOf, toDraft } from "./looks.ts";
import { createPreview } from "./preview.ts";
import { createStore } from "./store.ts";
import { createSync } from "./sync.ts";

/** Listens to `schemes` at once; `stop` takes that back. */
export function createEditor(options: EditorOptions): Editor {
  const {
    schemes,
    account,
    languages = ownLanguages(),
    served,
    now = Date.now,
    after = later,
    objectUrls = URL,
  } = options;
  const library = createLibrary({ ownMedium: schemes.ownMedium, objectUrls, onChange: () => store.refresh() });
  const store = createStore({ withUrls: library.withUrls, canKeep: served !== undefined });
  const tidy = () => {
    const { history, base, theirs } = store.get();
    library.keepOnly([...all(history), base.looks, ...(theirs ? [theirs.looks] : [])]);
  };
  const sync = createSync({ schemes, account, served, store, library, onChange: tidy, after });
  const editing = createEditing({
    store,
    now,
    onEdit() {
      sync.review();
      tidy();
    },
  });
  const preview = createPreview({ account, languages, bytes: library.bytes });

  /** True where it did not fail. It goes on beside the looks, whatever becomes of these. */
  const attempt = async (beside: Beside, job: () => Promise<void>) => {
    const fail = (error?: SchemeError) => store.set({ failed: { ...store.get().failed, [beside]: error } });
    if (store.get().failed[beside]) fail();
    try {
      await job();
      return true;
    } catch (error) {
      fail(asSchemeError(error));
      return false;
    }
  };
  const readAccess = async () => {
    const [access, groups] = await Promise.all([schemes.access(), schemes.groups()]);
    store.set({ access, groups });
  };
  const bytesOf: Editor["bytesOf"] = async (medium) => {
    const here = () => library.bytes(medium);
    if (!here()) await library.load([medium]);
    return here();
  };

  return {
    state: store.state,
    subscribe: store.subscribe,
    ...editing,
    load: sync.load,
    publish: sync.publish,
    cancel: sync.cancel,
    choose: sync.choose,
    settle: sync.settle,
    serve: sync.serve,
    stopServing: sync.stopServing,
    async loadMedia(state) {
      const { history, base } = store.get();
      const looks = [lookOf(history.present, state), lookOf(base.looks, state)];
      await library.load(looks.flatMap((look) => look?.media ?? []));
    },
    bytesOf,
    loadAccess: async () => void (await attempt("access", readAccess)),
    setAccess: (change) =>
      attempt("access", async () => {
        const version = store.get().access?.version;
        try {
          store.set({ access: await schemes.setAccess({ ...change, ...(version !== undefined && { version }) }) });
        } catch (error) {
          // Another device changed it: what holds now is what the person decides about.
          if (error instanceof SchemeError && error.code === "conflict") await readAccess();
          throw error;
        }
      }),
    setState: (state, given = {}) =>
      attempt("state", async () => {
        const show = isBase(state) ? undefined : lookOf(store.get().history.present, state)?.show;
        await schemes.setState(state, { ...(show && { show }), ...given });
        store.set({ now: state });
      }),
    shownAs: (state, of = "edited") => preview(store.state()[of === "edited" ? "looks" : "published"], state),
    export: () =>
      Promise.all(
        store.get().history.present.map(async (look) => {
          const media = look.media.map(async (medium): Promise<EditedMedium> => {
            const bytes = await bytesOf(medium);
            if (!bytes) throw new SchemeError("try-later", { look: look.state, medium: medium.kind });
            const { kind, mediaType, size, desc } = medium;
            return { kind, mediaType, size, desc, bytes };
          });
          return toDraft({ ...look, media: await Promise.all(media) });
        }),
      ),
    stop() {
      sync.stop();
      library.stop();
      store.clear();
    },
  };
}

const later: NonNullable<EditorOptions["after"]> = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
