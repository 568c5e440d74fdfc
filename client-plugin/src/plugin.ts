// `statusScheme(xmpp, options)`, in xmpp.js's own way: a factory that hooks into the client it is given, before or after it
// starts, and returns its object.
import type { Client } from "@xmpp/client";
import type { StatusScheme, StatusSchemeOptions } from "./api.ts";
import { createStatusScheme } from "./core.ts";
import { createXmppjsHost } from "./host/xmppjs.ts";

/** Shows contacts' schemes and publishes one's own. Hooks into the client at once; `stop` takes every hook back. */
export function statusScheme(xmpp: Client, options: StatusSchemeOptions = {}): StatusScheme {
  return createStatusScheme((hostOptions) => createXmppjsHost(xmpp, hostOptions), options);
}
