// Files on their way in, wherever they came from: into a look, or an archive of all of them; and what was wrong with the last
// ones of each state.
import type { ReadFile } from "../files/index.ts";
import type { Words } from "../i18n/index.ts";
import type { Editor } from "../model/index.ts";
import { isArchive } from "./archive.ts";
import type { Live } from "./live.ts";
import { lookOf, nameOf } from "./names.ts";
import { tellFile } from "./tell.ts";

export interface Intake {
  /** Puts them into the look, one of each kind, the last wins; an archive is imported. Never rejects. */
  readonly take: (state: string, files: readonly Blob[]) => Promise<void>;
  readonly isBusy: (state: string) => boolean;
  /** Why the last files of this state were not taken, as a sentence. */
  readonly problem: (state: string) => string | undefined;
}
export interface IntakeUses extends Words {
  readonly editor: Editor;
  readonly live: Live;
  /** @throws FileProblem */
  readonly read: (file: Blob) => Promise<ReadFile>;
  readonly importArchive: (file: Blob) => Promise<void>;
  readonly onChange: () => void;
}

export function createIntake({ editor, live, read, importArchive, onChange, ...words }: IntakeUses): Intake {
  const busy = new Map<string, number>();
  const problems = new Map<string, string>();
  const count = (state: string, change: number) => {
    busy.set(state, (busy.get(state) ?? 0) + change);
    onChange();
  };
  return {
    isBusy: (state) => (busy.get(state) ?? 0) > 0,
    problem: (state) => problems.get(state),
    async take(state, all) {
      const archives = await Promise.all(all.map(isArchive));
      for (const archive of all.filter((_, index) => archives[index])) await importArchive(archive);
      const files = all.filter((_, index) => !archives[index]);
      if (files.length === 0) return;
      problems.delete(state);
      count(state, 1);
      const outcomes = await Promise.allSettled(files.map(read));
      const good = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      const bad = outcomes.find((one) => one.status === "rejected");
      if (good.length > 0) {
        const media = good.map(({ medium }) => medium);
        const stills = good.flatMap(({ still }) => still ?? []).slice(0, 1);
        const look = lookOf(editor.state().looks, state);
        const hasImage = [...(look?.media ?? []), ...media].some(({ kind }) => kind === "image");
        // Who cannot see it reads what the state is called, until there are better words.
        const isSilent = !look?.text.length && !media.some(({ desc }) => desc?.length);
        editor.together(() => {
          editor.putMedium(state, ...media, ...(hasImage ? [] : stills));
          if (isSilent) editor.setText(state, languageOf(words), nameOf(state, words.words));
        });
        live.say(good.map((one) => tellTaken(one, state, words)).join(" "));
      }
      if (bad) {
        const problem = tellFile(bad.reason, words);
        problems.set(state, problem);
        live.say(problem, "bad");
      }
      count(state, -1);
    },
  };
}

const languageOf = ({ format }: Words): string => format.language.split("-")[0]!;

function tellTaken({ medium, shrunkFrom }: ReadFile, state: string, { words, format }: Words): string {
  const put = words.media.put(words.kinds[medium.kind], nameOf(state, words));
  if (shrunkFrom === undefined) return put;
  return `${put} ${words.media.shrunk(format.bytes(shrunkFrom), format.bytes(medium.bytes.length))}`;
}
