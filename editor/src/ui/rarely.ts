// Opens a dialog that is loaded when it is wanted; says so where it does not come.
import { importRareDialogs } from "../parts.ts";
import type { Context } from "./context.ts";

type RareDialogs = Awaited<ReturnType<typeof importRareDialogs>>;

/** Never rejects. */
export async function rarely({ live, words }: Context, open: (dialogs: RareDialogs) => unknown): Promise<void> {
  const dialogs = await importRareDialogs().catch(() => undefined);
  if (dialogs) open(dialogs);
  else live.say(words.files["not-loaded"], "bad");
}
