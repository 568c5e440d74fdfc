// The messages of the dialogs, with those of the page: in the same language, and loaded with the first dialog.
import { deDialogs } from "./de-dialogs.ts";
import { enDialogs } from "./en-dialogs.ts";
import type { Messages } from "./index.ts";

export type DialogMessages = Messages & typeof enDialogs;

const LANGUAGES: Readonly<Record<string, typeof enDialogs>> = { en: enDialogs, de: deDialogs };

/** `messages`: those of the page. */
export function withDialogs(messages: Messages): DialogMessages {
  return { ...messages, ...(LANGUAGES[messages.language] ?? enDialogs) };
}
