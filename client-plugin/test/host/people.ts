// People on a testbed: clients with the plugin's host, and what each receives.
import { fixStreamManagement } from "@status-scheme/guards";
import type { Element } from "@status-scheme/protocol";
import { eventually } from "@status-scheme/testbed";
import type { LoginOptions, Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { createXmppjsHost } from "../../src/host/xmppjs.ts";
import type { XmppjsHostOptions } from "../../src/host/xmppjs.ts";
import type { Host } from "../../src/host/host.ts";

export interface Person {
  readonly xmpp: Client;
  readonly received: Element[];
  /** The first stanza received that matches, now or later. */
  readonly get: (match: (stanza: Element) => boolean) => Promise<Element>;
}

function watch(xmpp: Client): Person {
  const received: Element[] = [];
  xmpp.on("stanza", (stanza: Element) => received.push(stanza));
  const get: Person["get"] = async (match) =>
    (await eventually(
      "the stanza",
      () => received.find(match),
      (found) => found !== undefined,
    ))!;
  return { xmpp, received, get };
}

/** Someone whose client has no plugin. */
export async function loginPlain(bed: Testbed, account: string, options?: LoginOptions): Promise<Person> {
  const xmpp = bed.client(account, options);
  // Without, Prosody ends the stream as soon as presence is sent.
  fixStreamManagement(xmpp);
  const person = watch(xmpp);
  await xmpp.start();
  return person;
}

export interface HostedPerson extends Person {
  readonly host: Host;
  readonly errors: unknown[];
}

/** `prepare` gets the client before the plugin's host does, `begin` the host before the client starts. */
export async function loginHosted(
  bed: Testbed,
  account: string,
  options: XmppjsHostOptions &
    LoginOptions & { readonly prepare?: (xmpp: Client) => void; readonly begin?: (host: Host) => void } = {},
): Promise<HostedPerson> {
  const xmpp = bed.client(account, options);
  options.prepare?.(xmpp);
  const errors: unknown[] = [];
  const host = createXmppjsHost(xmpp, { onError: (error) => errors.push(error), ...options });
  const person = watch(xmpp);
  options.begin?.(host);
  await xmpp.start();
  return { ...person, host, errors };
}
