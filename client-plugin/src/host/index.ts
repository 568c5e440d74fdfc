// For those who write an adapter to another XMPP library: `createStatusScheme(createHost, options)`, what a host is, and
// what hosts have in common. The model is xmppjs.ts.
export { createStatusScheme } from "../core.ts";
export { createAudience } from "./audience.ts";
export { createDisco } from "./disco.ts";
export { createPresence } from "./presence.ts";
export { createSignal } from "./signal.ts";
export type { Host, HostOptions } from "./host.ts";
