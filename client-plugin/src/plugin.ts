// `statusScheme(xmpp, options)`: puts the viewer's and the owner's side together on an @xmpp/client, in xmpp.js's own way: a
// factory that hooks into the client it is given, before or after it starts, and returns its object.
import { NS } from "@status-scheme/protocol/viewing";
import type { Client } from "@xmpp/client";
import type { StatusScheme, StatusSchemeOptions, Warning } from "./api.ts";
import { memoryCache } from "./cache/memory.ts";
import { resilientCache } from "./cache/resilient.ts";
import { createEvents } from "./events.ts";
import { createXmppjsHost } from "./host/xmppjs.ts";
import { createOwnerOnDemand } from "./owner/on-demand.ts";
import { realDeps } from "./viewer/deps.ts";
import { createViewer } from "./viewer/viewer.ts";

/** Shows contacts' schemes and publishes one's own. Hooks into the client at once; `stop` takes every hook back. */
export function statusScheme(xmpp: Client, options: StatusSchemeOptions = {}): StatusScheme {
  const deps = { ...realDeps(), ...(options.fetch && { fetch: options.fetch }) };
  const events = createEvents();
  const warn = (warning: Warning) => events.emit("warning", warning);
  const cache = resilientCache(options.cache ?? memoryCache(), (error) =>
    warn({ code: "cache-failed", message: "the cache failed; going on in memory", error }),
  );
  const host = createXmppjsHost(xmpp, { features: [NS], ...(options.disco && { disco: options.disco }) });
  const viewer = createViewer({
    host,
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
    fetch: options.fetch,
  });

  const plugin: StatusScheme = {
    ...owner.side,
    shown: viewer.shown,
    contacts: viewer.contacts,
    check: viewer.check,
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
      host.stop();
      events.clear();
      await cache.close();
    },
  };
  return plugin;
}
