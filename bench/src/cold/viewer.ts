// A viewer's process for the cold case: logs in with an empty cache. Settings on its input: ViewerSettings as JSON. Prints a
// line before it logs in, and one with ViewerFigures when all media of all owners are here.
import { writeFileSync } from "node:fs";
import { json } from "node:stream/consumers";
import { memoryCache, type Cache, type Shown } from "@status-scheme/client-plugin";
import { createStatusScheme } from "@status-scheme/client-plugin/host";
import { fixStreamManagement, guardSocket } from "@status-scheme/guards";
import { NS_IBB, stanza } from "@status-scheme/protocol";
import { createXmppjsHost } from "../../../client-plugin/src/host/xmppjs.ts";
import { clientOf, type Account } from "../account.ts";
import { cpuMs, peakMb, residentMb } from "../measure.ts";
import { countTraffic, type Traffic } from "./traffic.ts";

export interface ViewerSettings extends Account {
  /** With the plugin, that has sockets or, as in a browser, none; or without: takes what comes. */
  readonly mode: "sockets" | "browser" | "bare";
  readonly owners: number;
  /** Of each, with one medium of so many bytes. */
  readonly looks: number;
  readonly mediumBytes: number;
}
export interface ViewerFigures extends Traffic {
  /** From the login to the last of the looks shown, and to the last medium of all looks, ms. */
  readonly shownMs: number;
  readonly allMs: number;
  readonly cpuMs: number;
  /** At the most, above what there was before the login. */
  readonly mb: number;
}

const { mode, owners, looks, mediumBytes, ...account } = (await json(process.stdin)) as ViewerSettings;
const xmpp = clientOf(account);
let shownMs: number | undefined;
let media = 0;
const seen = new Set<string>();
const onShown = (owner: string) => {
  seen.add(owner);
  if (seen.size === owners) shownMs ??= performance.now() - started;
  finish();
};
const onMedium = () => {
  media += 1;
  finish();
};

if (mode === "bare") takeBlocks();
else show();
const traffic = countTraffic(xmpp);
// What of the memory was the most counts from now on (proc(5)).
writeFileSync("/proc/self/clear_refs", "5");
const [cpuBefore, mbBefore] = [cpuMs(process.pid), residentMb(process.pid)];
console.log("ready");
const started = performance.now();
await xmpp.start();
await xmpp.send(stanza("presence", {}));

function show(): void {
  // By this the plugin knows of sockets.
  if (mode === "browser") process.getBuiltinModule = (() => undefined) as typeof process.getBuiltinModule;
  const kept = memoryCache();
  const cache: Cache = {
    ...kept,
    set: async (key, value) => {
      await kept.set(key, value);
      if (key.includes("/medium/")) onMedium();
    },
  };
  const schemes = createStatusScheme((options) => createXmppjsHost(xmpp, options), { cache }, { loopback: true });
  schemes.on("look", ({ contact, look, fresh }: Shown) => fresh && look?.media.length === 1 && onShown(contact));
  schemes.on("warning", ({ message }) => console.error(message));
}

/** What an owner sends comes in order, one medium after the other. */
function takeBlocks(): void {
  fixStreamManagement(xmpp);
  guardSocket(xmpp);
  const received = new Map<string, number>();
  xmpp.iqCallee.set(NS_IBB, "data", ({ stanza: { attrs }, element }) => {
    const before = received.get(attrs.from!) ?? 0;
    const bytes = before + Buffer.from(element.text(), "base64").length;
    received.set(attrs.from!, bytes);
    if (before < mediumBytes && bytes >= mediumBytes) onShown(attrs.from!);
    if (bytes % mediumBytes === 0) onMedium();
    return true;
  });
}

function finish(): void {
  if (shownMs === undefined || media < owners * looks) return;
  const allMs = performance.now() - started;
  const cpu = cpuMs(process.pid) - cpuBefore;
  const mb = peakMb(process.pid) - mbBefore;
  console.log(JSON.stringify({ ...traffic(), shownMs, allMs, cpuMs: cpu, mb } satisfies ViewerFigures));
}
process.on("SIGTERM", () => process.exit(0));
