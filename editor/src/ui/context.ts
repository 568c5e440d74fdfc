// What every view gets: the model, words, and the few things that are there once for the whole editor.
import type { Editor, EditorState } from "../model/index.ts";
import type { Words } from "../i18n/index.ts";
import type { Intake } from "./intake.ts";
import type { Live } from "./live.ts";
import type { Tools } from "./tools.ts";

export interface Context extends Words {
  readonly editor: Editor;
  /** The person's, best first. */
  readonly languages: readonly string[];
  /** For screen readers, and shortly for eyes. */
  readonly live: Live;
  /** Files in. */
  readonly intake: Intake;
  readonly tools: Tools;
  /** Where dialogs are: inside the editor's shadow. */
  readonly layer: HTMLElement;
  /** Opens a state's sheet. */
  readonly open: (state: string) => void;
  /** The account's name, for previews. */
  readonly name: string;
  /** What is served from here is deleted when the person logs out. */
  readonly forgetsAtLogout: () => boolean;
}

/** A part of the page: a function of the state. */
export interface View {
  readonly element: HTMLElement;
  readonly update: (state: EditorState) => void;
}
