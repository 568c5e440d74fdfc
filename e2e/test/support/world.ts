// A small world: a private server, the component beside it as a process of its own, and people with the plugin. The server is
// Prosody, or what E2E_SERVER names: each suite runs on ejabberd too.
import { fixStreamManagement, guardSocket } from "@status-scheme/guards";
import { memoryCache, statusScheme } from "@status-scheme/client-plugin";
import type { Cache, Shown, StatusScheme, StatusSchemeOptions, Warning } from "@status-scheme/client-plugin";
import { stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { PATIENCE_MS, startTestbed, within } from "@status-scheme/testbed";
import type { ComponentOptions, ComponentProcess, LoginOptions, Testbed, TestbedOptions } from "@status-scheme/testbed";
import { xml, type Client } from "@xmpp/client";
import sharp from "sharp";

export interface World extends Omit<People, "leave"> {
  readonly component: ComponentProcess;
  readonly stop: () => Promise<void>;
}
export interface People {
  readonly bed: Testbed;
  /** Someone with the plugin, logged in and available. */
  readonly person: (account: string, options?: PersonOptions) => Promise<Person>;
  /** Someone without, logged in; no presence is sent. */
  readonly plain: (account: string, options?: LoginOptions) => Promise<Plain>;
  /** All of them do. */
  readonly leave: () => Promise<void>;
}
export type PersonOptions = LoginOptions & { readonly plugin?: StatusSchemeOptions; readonly quiet?: boolean };

export interface Plain {
  readonly account: string;
  readonly jid: string;
  readonly xmpp: Client;
  readonly sent: Element[];
  readonly received: Element[];
  /** Sends an IQ; resolves to the reply whatever its type. */
  readonly ask: (to: string, type: "get" | "set", payload: Element) => Promise<Element>;
  readonly leave: () => Promise<void>;
}
export interface Person extends Plain {
  readonly schemes: StatusScheme;
  readonly looks: Shown[];
  readonly warnings: Warning[];
  /** Resolves to what is shown of a contact once it is as wanted. */
  readonly sees: (contact: string, wanted: (shown: Shown) => boolean, ms?: number) => Promise<Shown>;
}

/** Which server this file's worlds stand on. */
function serverOfWorlds(): NonNullable<TestbedOptions["server"]> {
  return process.env.E2E_SERVER === "ejabberd" ? "ejabberd" : "prosody";
}

export async function startWorld(options: TestbedOptions = {}, component: ComponentOptions = {}): Promise<World> {
  const bed = await startTestbed({ server: serverOfWorlds(), ...options });
  return inhabit(bed, component);
}

/** The component and people in a bed; to stop this stops the bed. */
export async function inhabit(bed: Testbed, component: ComponentOptions = {}): Promise<World> {
  try {
    const service = await bed.startComponent(component);
    const { leave, ...people } = peopleOf(bed);
    return {
      ...people,
      component: service,
      stop: async () => {
        await leave();
        await service.stop();
        await bed.stop();
      },
    };
  } catch (error) {
    await bed.stop();
    throw error;
  }
}

/** People of a bed, with or without a component. */
export function peopleOf(bed: Testbed): People {
  const here: Plain[] = [];
  /** What a test's first try left by that name would take the name back, again and again. */
  const makeRoom = async (account: string, { resource }: LoginOptions = {}) => {
    const jid = `${bed.jid(account)}/${resource}`;
    for (const one of here.filter(({ xmpp }) => String(xmpp.jid) === jid)) await one.leave().catch(() => undefined);
  };
  return {
    bed,
    plain: async (account, login) => {
      await makeRoom(account, login);
      const one = watch(bed, account, bed.client(account, login));
      fixStreamManagement(one.xmpp);
      guardSocket(one.xmpp);
      await one.xmpp.start();
      here.push(one);
      return one;
    },
    person: async (account, login) => {
      await makeRoom(account, login);
      const one = await arrive(bed, account, login);
      here.push(one);
      return one;
    },
    leave: async () => {
      for (const { leave } of here.splice(0)) await leave().catch(() => undefined);
    },
  };
}

async function arrive(bed: Testbed, account: string, options: PersonOptions = {}): Promise<Person> {
  const { plugin, quiet = false, ...login } = options;
  const one = watch(bed, account, bed.client(account, login));
  const schemes = statusScheme(one.xmpp, { languages: ["en"], ...plugin });
  const looks: Shown[] = [];
  const warnings: Warning[] = [];
  schemes.on("look", (shown) => looks.push(shown));
  schemes.on("warning", (warning) => warnings.push(warning));
  const settled = new Promise<void>((resolve) => void schemes.once("settled", resolve));
  await one.xmpp.start();
  if (!quiet) {
    await one.xmpp.send(stanza("presence", {}));
    await within(PATIENCE_MS, settled, () => `${account}'s login is not settled`);
  }
  return {
    ...one,
    schemes,
    looks,
    warnings,
    sees: (contact, wanted, ms = PATIENCE_MS) => {
      const jid = bed.jid(contact);
      const found = new Promise<Shown>((resolve) => {
        const now = schemes.shown(jid);
        if (now && wanted(now)) return resolve(now);
        const listener = (shown: Shown) => {
          if (shown.contact !== jid || !wanted(shown)) return;
          schemes.off("look", listener);
          resolve(shown);
        };
        schemes.on("look", listener);
      });
      const seen = () => `${account} sees of ${contact}: ${describe(schemes.shown(jid))}`;
      return within(ms, found, () => [seen(), ...warnings.map(({ message }) => `warned: ${message}`)].join("\n"));
    },
    leave: async () => {
      await schemes.stop();
      await one.leave();
    },
  };
}

function watch(bed: Testbed, account: string, xmpp: Client): Plain {
  const sent: Element[] = [];
  const received: Element[] = [];
  xmpp.on("send", (element: Element) => sent.push(element));
  xmpp.on("element", (element: Element) => received.push(element));
  return {
    account,
    jid: bed.jid(account),
    xmpp,
    sent,
    received,
    ask: async (to, type, payload) => {
      const iq = stanza("iq", { type, to, id: crypto.randomUUID() }, payload);
      const reply = new Promise<Element>((resolve) => {
        const listener = (element: Element) => {
          if (element.name !== "iq" || element.attrs.id !== iq.attrs.id) return;
          xmpp.off("element", listener);
          resolve(element);
        };
        xmpp.on("element", listener);
      });
      await xmpp.send(iq);
      return within(PATIENCE_MS, reply, () => `no reply from ${to}`);
    },
    leave: async () => {
      xmpp.reconnect.stop();
      if (xmpp.status === "online") await xmpp.stop();
    },
  };
}

/** A cache that outlives the plugins that use it, as one on disk does. */
export function lastingCache(): Cache {
  const cache = memoryCache();
  return { ...cache, close: async () => undefined };
}

/** A PNG of one color, as it is uploaded. */
export async function picture(background: string, side = 64): Promise<Uint8Array> {
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toBuffer();
}

/** The color of the first pixel of an image, as #rrggbb, lossy encoding rounded away. */
export async function colorOf(image: Uint8Array): Promise<string> {
  const { data } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return `#${[data[0]!, data[1]!, data[2]!].map((value) => (value > 127 ? "f" : "0")).join("")}`;
}

export function english(text: string): readonly { readonly lang: string; readonly text: string }[] {
  return [{ lang: "en", text }];
}

/** The elements of a name among stanzas' payloads sent to, or received from, a JID. */
export function payloads(stanzas: readonly Element[], name: string): Element[] {
  return stanzas.flatMap((element) => element.getChildElements().filter((child) => child.name === name));
}

function describe(shown: Shown | undefined): string {
  if (!shown) return "nothing";
  const media = shown.look?.media.map(({ kind, size }) => `${kind} of ${size}`);
  return JSON.stringify({ ...shown, look: shown.look && { ...shown.look, media } });
}

/** A child of a stanza, in the stream's own namespace. */
export function child(name: string, text: string): Element {
  return xml(name, {}, text);
}
