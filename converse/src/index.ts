// The entry of `dist/converse/status-scheme-converse.js`: registers the plugin with Converse.js, whichever of the two
// scripts is there first.
import { addPlugin } from "./plugin.ts";
import type { ConverseGlobal } from "./types.ts";

const { converse } = window as { readonly converse?: Partial<ConverseGlobal> };
if (converse?.plugins) addPlugin(converse as ConverseGlobal);
else {
  addEventListener("converse-loaded", (event) => {
    addPlugin((event as CustomEvent<{ readonly converse: ConverseGlobal }>).detail.converse);
  });
}
