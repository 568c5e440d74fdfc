// German.
import type { Messages } from "./en.ts";

export const de: Messages = {
  language: "de",
  direction: "ltr",
  open: "Status-Looks: was du zeigst und was du siehst",
  endsAt: (time) => `bis ${time}`,
};
