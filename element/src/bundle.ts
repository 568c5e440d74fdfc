// All that a page needs, in one script: the element, and what logs in and gets the looks.
import { defineStatusLook } from "./define.ts";

export { client, jid, xml } from "@xmpp/client";
export { indexedDbCache, memoryCache, statusScheme } from "@status-scheme/client-plugin";
export * from "./index.ts";

defineStatusLook();
