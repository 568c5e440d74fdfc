// The testbed's public face.
export { startTestbed, type Testbed, type TestbedOptions } from "./testbed.ts";
export type { LoginOptions } from "./clients.ts";
export type { Ports } from "./prosody-config.ts";
export type { Subscription } from "./prosody-data.ts";
export type { ComponentOptions, ComponentProcess } from "./component-process.ts";
export { freePorts } from "./ports.ts";
export { startGuard, type Guard } from "./guard.ts";
