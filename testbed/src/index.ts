// The testbed's public face.
export { startTestbed, type Testbed, type TestbedOptions } from "./testbed.ts";
export type { LoginOptions } from "./clients.ts";
export type { Ports, Subscription } from "./settings.ts";
export { startFederation, type FederationBed, type FederationOptions } from "./federation.ts";
export type { ComponentOptions, ComponentProcess } from "./component-process.ts";
export { makeCertificate } from "./certificate.ts";
export { freePorts } from "./ports.ts";
export { startGuard, type Guard } from "./guard.ts";
export { startLink, type Link } from "./link.ts";
export { startNginx, type Nginx } from "./nginx.ts";
export { startBrowser, type BrowserOptions, type TestBrowser } from "./browser.ts";
export { servePages, type PageFile, type Pages, type PagesOptions } from "./pages.ts";
export { eventually, PATIENCE_MS, until, within } from "./until.ts";
