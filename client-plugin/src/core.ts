// Puts the viewer's and the owner's side together on a host, whichever XMPP library that is.
import { bareJid, NS, NS_PUSH } from "@status-scheme/protocol/viewing";
import type { StatusScheme, StatusSchemeOptions, Warning } from "./api.ts";
import { memoryCache } from "./cache/memory.ts";
import { resilientCache } from "./cache/resilient.ts";
import { createEvents } from "./events.ts";
import type { Host, HostOptions } from "./host/host.ts";
import { createOwnerOnDemand } from "./owner/on-demand.ts";
import { createPart, importPeerCaps, importTransfers } from "./parts.ts";
import type { TransferUses } from "./transfer/api.ts";
import { realDeps } from "./viewer/deps.ts";
import { createViewer } from "./viewer/viewer.ts";

/**
 * Shows contacts' schemes and publishes one's own. `createHost` is called once, at once; `stop` takes every hook back.
 * `transfer`: for tests and measurements, whose servers are on loopback.
 */
export function createStatusScheme(
  createHost: (options: HostOptions) => Host,
  options: StatusSchemeOptions = {},
  transfer: Pick<TransferUses, "loopback"> = {},
): StatusScheme {
  const deps = { ...realDeps(), ...(options.fetch && { fetch: options.fetch }) };
  const events = createEvents();
  const warn = (warning: Warning) => events.emit("warning", warning);
  const cache = resilientCache(options.cache ?? memoryCache(), (error) =>
    warn({ code: "cache-failed", message: "the cache failed", error }),
  );
  const features = options.takePushes ? [NS, NS_PUSH] : [NS];
  const host = createHost({
    features,
    disco: options.disco,
    isSubscriber: (jid) => viewer.roster.isSubscriber(jid),
    isInvisible: () => owner.isInvisible(),
    audienceKnown: () => viewer.roster.attempted(),
  });
  const peerCaps = createPart(importPeerCaps, ({ createPeerCaps }) => createPeerCaps({ ask: host.ask, deps }));
  const transfers = createPart(importTransfers, ({ createTransfers }) =>
    createTransfers({
      ...transfer,
      host,
      deps,
      mayShowAddress: (peer) => options.showAddress === true && viewer.roster.isMutual(bareJid(peer)),
      ...(options.ibbBytes !== undefined && { ibbBytes: options.ibbBytes }),
    }),
  );
  const viewer = createViewer({
    host,
    transfers: transfers.load,
    peerCaps: peerCaps.load,
    options,
    deps,
    cache,
    onLook: (shown) => events.emit("look", shown),
    onSettled: () => events.emit("settled"),
    onOwn: (stamp) => owner.wake(stamp),
    warn,
    isInvisible: () => owner.isInvisible(),
  });
  const owner = createOwnerOnDemand({
    host,
    deps,
    service: viewer.ownService,
    mayOwn: viewer.mayOwn,
    emit: events.emit,
    hint: options.hint ?? true,
    push: options.push ?? false,
    features,
    ibbBytes: options.ibbBytes,
    transfers: transfers.load,
    peers: viewer.peers,
    peerCaps: peerCaps.load,
    state: options.state,
    fetch: options.fetch,
  });

  const plugin: StatusScheme = {
    ...owner.side,
    prefer: viewer.prefer,
    load: viewer.load,
    shown: viewer.shown,
    contacts: viewer.contacts,
    check: viewer.check,
    report: viewer.report,
    on(event, listener) {
      events.on(event, listener);
      return plugin;
    },
    once(event, listener) {
      events.once(event, listener);
      return plugin;
    },
    off(event, listener) {
      events.off(event, listener);
      return plugin;
    },
    async stop() {
      owner.stop();
      viewer.stop();
      transfers.stop();
      host.stop();
      events.clear();
      await cache.close();
    },
  };
  return plugin;
}
