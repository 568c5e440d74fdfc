// A look in words, beside its picture.
import type { Shown } from "@status-scheme/client-plugin";
import type { Messages } from "../i18n/index.ts";

/** Its text, and when it ends: "With the nurse · until 15:30". */
export function wordsOf({ look, status, until }: Shown, messages: Messages): string {
  const words = [look?.text ?? status];
  if (until !== undefined && until > Date.now()) words.push(messages.endsAt(timeOf(new Date(until))));
  return words.filter(Boolean).join(" · ");
}

function timeOf(time: Date): string {
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString([], isToday ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });
}
