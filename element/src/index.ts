// The element's public face. Importing it defines nothing: `defineStatusLook` does.
export { StatusLook } from "./status-look.ts";
export { defineStatusLook } from "./define.ts";
export { preferLooks, showLooks, wordLooks } from "./page.ts";
export type { LookSource } from "./source.ts";
export type { LookPreferences, MotionPreference } from "./preferences.ts";
export type { SomeWords, Words } from "./words.ts";
