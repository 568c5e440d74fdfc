// What a person does to looks: each a step that can be undone.
import { isState } from "@status-scheme/protocol/viewing";
import type { Base, Editor, EditedLook } from "./api.ts";
import { redo, step, undo } from "./history.ts";
import type { History } from "./history.ts";
import { fromDraft, fromNew, isBase, lookOf, withLook, withMedium, withText } from "./looks.ts";
import type { Looks } from "./looks.ts";
import { standing } from "./refusals.ts";
import type { Store } from "./store.ts";

export type Editing = Pick<
  Editor,
  | "setText"
  | "describe"
  | "putMedium"
  | "removeMedium"
  | "addState"
  | "setBase"
  | "renameState"
  | "duplicate"
  | "removeLook"
  | "replaceAll"
  | "merge"
  | "together"
  | "undo"
  | "redo"
  | "discard"
>;

export interface EditingUses {
  readonly store: Pick<Store, "get" | "set" | "together">;
  readonly now: () => number;
  /** Looks are others than before. */
  readonly onEdit: () => void;
}

export function createEditing({ store, now, onEdit }: EditingUses): Editing {
  const present = () => store.get().history.present;
  const take = (history: History) => {
    const { history: before, refusals, status } = store.get();
    if (history.present === before.present) return;
    store.set({
      history,
      refusals: standing(refusals, history.present),
      ...(status.name === "failed" && { status: { name: "idle" } }),
    });
    onEdit();
  };
  /** Of steps that are one. */
  let group: string | undefined;
  let groups = 0;
  const edit = (looks: Looks, what?: string) => take(step(store.get().history, looks, now(), group ?? what));
  /** Of a base state that has no look one begins. */
  const change = (state: string, alter: (look: EditedLook) => EditedLook, what?: string) => {
    const look = lookOf(present(), state) ?? (isBase(state) ? { state, text: [], media: [] } : undefined);
    const altered = look && alter(look);
    if (altered && altered !== look) edit(withLook(present(), altered), what);
  };
  const isFree = (state: string) => isState(state) && !lookOf(present(), state);

  return {
    setText(state, lang, text) {
      const alter = (look: EditedLook) => {
        const texts = withText(look.text, lang, text);
        return texts === look.text ? look : { ...look, text: texts };
      };
      change(state, alter, `text ${state} ${lang}`);
    },
    describe(state, kind, lang, text) {
      const alter = (look: EditedLook) => {
        const medium = look.media.find((one) => one.kind === kind);
        const desc = medium && withText(medium.desc, lang, text);
        return medium && desc !== medium.desc ? withMedium(look, { ...medium, desc: desc! }) : look;
      };
      change(state, alter, `desc ${state} ${kind} ${lang}`);
    },
    putMedium(state, ...media) {
      change(state, (look) =>
        media.reduce((changed, medium) => {
          const before = changed.media.find(({ kind }) => kind === medium.kind);
          return withMedium(changed, fromNew(medium, before));
        }, look),
      );
    },
    removeMedium(state, kind) {
      change(state, (look) => {
        const media = look.media.filter((medium) => medium.kind !== kind);
        return media.length < look.media.length ? { ...look, media } : look;
      });
    },
    addState(state, base) {
      if (isBase(state) || !isFree(state)) return false;
      edit([...present(), { state, show: base, text: [], media: [] }]);
      return true;
    },
    setBase(state, base) {
      if (!isBase(state)) change(state, (look) => (look.show === base ? look : { ...look, show: base }));
    },
    renameState(state, to) {
      const look = lookOf(present(), state);
      if (!look || isBase(state) || isBase(to) || !isFree(to)) return false;
      edit(present().with(present().indexOf(look), { ...look, state: to }));
      return true;
    },
    duplicate(state, to, base) {
      const look = lookOf(present(), state);
      if (!look || to === state || !isState(to)) return false;
      const { text, media } = look;
      const own = state === "offline" ? "available" : (state as Base);
      const show = base ?? lookOf(present(), to)?.show ?? look.show ?? own;
      edit(withLook(present(), { state: to, ...(!isBase(to) && { show }), text, media }));
      return true;
    },
    removeLook(state) {
      if (lookOf(present(), state)) edit(present().filter((look) => look.state !== state));
    },
    replaceAll: (looks) => edit(looks.map(fromDraft).reduce<Looks>(withLook, [])),
    merge: (looks) => edit(looks.map(fromDraft).reduce<Looks>(withLook, present())),
    together(job) {
      const outer = group;
      group ??= `together ${String(++groups)}`;
      store.together(job);
      group = outer;
    },
    undo: () => take(undo(store.get().history)),
    redo: () => take(redo(store.get().history)),
    discard() {
      const { theirs, base } = store.get();
      edit((theirs ?? base).looks);
    },
  };
}
