// What the checks of a service share: who asks, what the service says of itself, and what is stored now.
import { element, type Element, NS, NS_DATA_FORMS, NS_DISCO_INFO, NS_UPLOAD, stanza } from "@status-scheme/protocol";
import { expectThat, Failure, NotSupported, present } from "../kit/check.ts";
import { eventually, pause } from "../kit/wait.ts";
import { png } from "../media/png.ts";
import type { Actor } from "../wire/actor.ts";
import { http, showAnswer } from "../wire/http.ts";
import { show } from "../wire/show.ts";
import { desc, look, lookOf, medium, mediaOf, sha256, type Stored, text } from "./looks.ts";
import { accessOf, accessSet, type AccessSet, type AccessState, check, conditionOf } from "./verbs.ts";
import { publishing, resultOf, slotOf, slotRequest } from "./verbs.ts";

export interface ServiceActors {
  /** Two devices of the owner. */
  readonly owner: Actor;
  readonly device: Actor;
  /** Two devices of the contact. */
  readonly peer: Actor;
  readonly otherPeer: Actor;
  readonly stranger?: Actor;
}
export interface ServiceInfo {
  readonly query: Element;
  readonly features: ReadonlySet<string>;
  /** Fields of the form, by name; undefined without a form. */
  readonly form: ReadonlyMap<string, readonly string[]> | undefined;
}
export interface Times {
  /** How long who may see, and who may not, may take to become true. */
  readonly minuteMs: number;
  /** How long to wait for what must come, such as a notice. */
  readonly soonMs: number;
  /** How long to listen for what must not come. */
  readonly quietMs: number;
}
export const DEFAULT_TIMES: Times = { minuteMs: 61_000, soonMs: 10_000, quietMs: 400 };

export interface Published {
  readonly stamp: string;
  /** As answered. */
  readonly scheme: Element;
  readonly reply: Element;
}
/** A medium with the bytes that its URL gave when it was published. */
export interface Served extends Stored {
  readonly body: Uint8Array;
}
/** An upload that waits for its publish. */
export interface Upload {
  readonly get: string;
  readonly type: string;
  readonly size: number;
  readonly hash: string;
}
export interface ServiceWorld extends ServiceActors {
  readonly service: string;
  readonly info: ServiceInfo;
  readonly limit: (name: string) => number;
  readonly times: Times;
  /** The same for a whole `publish`, which may be wrong. */
  readonly tryAsOwner: (publish: Element) => Promise<Element>;
  /** Publishes as the owner; resolves to whatever is answered. */
  readonly tryPublish: (looks: readonly Element[], replaces?: string) => Promise<Element>;
  /** @throws Failure where it is refused */
  readonly publish: (looks: readonly Element[], replaces?: string) => Promise<Published>;
  /** What is stored, with a text and an image, published if something else is there. */
  readonly baseline: () => Promise<Published & { readonly image: Stored }>;
  /** Uploads as the owner. @throws NotSupported without the feature */
  readonly upload: (bytes: Uint8Array, type: string) => Promise<Upload>;
  /** Uploads and publishes a look of one medium; resolves to whatever is answered. */
  readonly tryMedium: (kind: string, bytes: Uint8Array, type: string, more?: readonly Element[]) => Promise<Element>;
  /** The same, once it is stored. @throws NotSupported where the service does not take this kind */
  readonly publishMedium: (
    kind: string,
    bytes: Uint8Array,
    type: string,
    more?: readonly Element[],
  ) => Promise<Served[]>;
  /** The media of a publish that was answered. @throws Failure where it was refused */
  readonly servedBy: (reply: Element) => Promise<Served[]>;
  /** The stamp of what is stored now, whatever it is; something is published where that is not known. */
  readonly someStamp: () => Promise<string>;
  /** What several checks look at is made once: services count publishes. */
  readonly once: <T>(name: string, make: () => Promise<T>) => Promise<T>;
  /** Sets the owner's access. @throws Failure where it is refused */
  readonly setAccess: (change: AccessSet) => Promise<AccessState>;
  /** Everybody among the contacts may see, and nobody else; resolves once the contact does. */
  readonly openToContacts: () => Promise<void>;
  /** Resolves once the answers to `by`'s checks say so. @throws Failure after a minute */
  readonly sees: (by: Actor, what: "something" | "nothing") => Promise<void>;
  /** A session that is new to the service. */
  readonly login: (as: "owner" | "peer") => Promise<Actor>;
}

export interface ServiceWorldUses extends Pick<ServiceActors, "owner" | "device" | "stranger"> {
  /** The contact's two devices, where there is a contact. */
  readonly peers?: readonly [Actor, Actor];
  readonly service: string;
  readonly info: ServiceInfo;
  readonly times: Times;
  readonly login: ServiceWorld["login"];
}

const STATE = "available";

export function createServiceWorld(uses: ServiceWorldUses): ServiceWorld {
  const { owner, service, info, times } = uses;
  const peer = (device = 0) => present(uses.peers?.[device], "peer");
  let stored: (Published & { readonly image?: Stored }) | undefined;
  const made = new Map<string, Promise<unknown>>();
  let access: AccessState | undefined;

  const tryAsOwner: ServiceWorld["tryAsOwner"] = async (request) => {
    const reply = await owner.ask(service, "set", request);
    if (reply.attrs.type === "result") stored = undefined;
    return reply;
  };
  const tryPublish: ServiceWorld["tryPublish"] = (looks, replaces) =>
    tryAsOwner(publishing(owner.bare, looks, replaces));
  const publish: ServiceWorld["publish"] = async (looks, replaces) => {
    const reply = await tryPublish(looks, replaces);
    const scheme = resultOf(reply, "publish").getChild("scheme", NS);
    const stamp = scheme?.attrs.stamp;
    if (!scheme || stamp === undefined) throw new Failure("the scheme as stored, with its stamp", show(reply));
    stored = { stamp, scheme, reply };
    return stored;
  };
  const upload: ServiceWorld["upload"] = async (bytes, type) => {
    if (!info.features.has(NS_UPLOAD)) throw new NotSupported("this service takes no uploads");
    const slot = slotOf(await owner.ask(service, "get", slotRequest(bytes.length, type)));
    const answer = await http("PUT", slot.put, { body: bytes as BodyInit, headers: { "content-type": type } });
    expectThat(answer.status === 201, "201 to a PUT as announced", () => showAnswer(answer));
    return { get: slot.get, type, size: bytes.length, hash: sha256(bytes) };
  };
  const tryMedium: ServiceWorld["tryMedium"] = async (kind, bytes, type, more = []) => {
    const uploaded = await upload(bytes, type);
    const media = [medium({ kind, ...uploaded, source: uploaded.get, desc: [desc("A door")] }), ...more];
    return tryPublish([look(STATE, text("Here"), ...media)]);
  };
  const servedBy: ServiceWorld["servedBy"] = (reply) => {
    const media = mediaOf(lookOf(resultOf(reply, "publish").getChild("scheme", NS), STATE));
    return Promise.all(media.map(async (one) => ({ ...one, body: await served(one) })));
  };
  const setAccess: ServiceWorld["setAccess"] = async (change) => {
    access = accessOf(await owner.ask(service, "set", accessSet(change)));
    return access;
  };
  const sees: ServiceWorld["sees"] = async (by, what) => {
    let last: Element | undefined;
    const isSo = await eventually(times.minuteMs, async () => {
      last = await check(by, service, owner.bare);
      const status = last.getChild("check", NS)?.attrs.status;
      return (status !== undefined && (status === "none") === (what === "nothing")) || undefined;
    });
    expectThat(isSo === true, `an answer that ${by.bare} sees ${what}, within a minute`, () => show(last));
  };

  return {
    ...uses,
    get peer() {
      return peer();
    },
    get otherPeer() {
      return peer(1);
    },
    limit: (name) => {
      const value = info.form?.get(name)?.[0];
      if (value === undefined || !/^\d+$/.test(value))
        throw new Failure(`the limit ${name} in the form`, value ?? "none");
      return Number(value);
    },
    tryAsOwner,
    tryPublish,
    publish,
    upload,
    tryMedium,
    publishMedium: async (kind, bytes, type, more) => {
      const reply = await tryMedium(kind, bytes, type, more);
      if (conditionOf(reply) === "feature-not-implemented") throw new NotSupported(`this service takes no ${kind}`);
      return servedBy(reply);
    },
    servedBy,
    someStamp: async () => (stored ?? (await publish([look(STATE, text("Here"))]))).stamp,
    once: <T>(name: string, make: () => Promise<T>) => {
      const known = made.get(name) ?? make();
      made.set(name, known);
      return known as Promise<T>;
    },
    baseline: async () => {
      if (stored?.image === undefined) {
        const uploaded = await upload(png(64, 32, [40, 120, 60, 255]), "image/png");
        const image = medium({ kind: "image", ...uploaded, source: uploaded.get });
        const published = await publish([look(STATE, text("Out on the balcony"), image), look("dnd", text("Not now"))]);
        const [found] = mediaOf(lookOf(published.scheme, STATE));
        if (!found) throw new Failure("the image that was published", show(published.reply));
        stored = { ...published, image: found };
      }
      return stored as Published & { readonly image: Stored };
    },
    setAccess,
    openToContacts: async () => {
      const isOpen = access?.model === "presence" && access.blocked.length === 0;
      if (!isOpen) await setAccess({ model: "presence", allowed: [], blocked: [], groups: [] });
      await sees(peer(), "something");
    },
    sees,
  };
}

async function served({ urls: [url = ""] }: Stored): Promise<Uint8Array> {
  const answer = await http("GET", url);
  expectThat(answer.status === 200, "200 for a medium", () => showAnswer(answer));
  return answer.body;
}

/** @throws Failure where the service does not answer disco#info */
export async function readInfo(by: Actor, service: string): Promise<ServiceInfo> {
  const query = resultOf(await by.ask(service, "get", element(NS_DISCO_INFO, "query")), "query", NS_DISCO_INFO);
  const features = new Set(query.getChildren("feature", NS_DISCO_INFO).map(({ attrs }) => attrs.var ?? ""));
  const fields = (form: Element) =>
    new Map(
      form
        .getChildren("field", NS_DATA_FORMS)
        .map((field) => [field.attrs.var ?? "", field.getChildren("value").map((value) => value.getText())] as const),
    );
  const forms = query.getChildren("x", NS_DATA_FORMS).map(fields);
  return { query, features, form: forms.find((form) => form.get("FORM_TYPE")?.[0] === NS) };
}

/** Directed presence to the service, taken in before this resolves. */
export async function listen(by: Actor, service: string, type?: "unavailable"): Promise<void> {
  await by.send(stanza("presence", { to: service, type }));
  await by.ask(service, "get", element(NS_DISCO_INFO, "query"));
}

/** Whether the stanza is a notice of this owner's change to this stamp. */
export function isNotice(service: string, owner: string, stamp?: string) {
  return (one: Element): boolean => {
    const changed = one.name === "message" && one.attrs.from === service ? one.getChild("changed", NS) : undefined;
    return changed?.attrs.owner === owner && (stamp === undefined || changed.attrs.stamp === stamp);
  };
}

/** Time for what must not come to come: all that the service sent before is here, and a moment more. */
export async function settle({ times, service }: Pick<ServiceWorld, "times" | "service">, ...of: readonly Actor[]) {
  await pause(times.quietMs);
  for (const one of of) await one.ask(service, "get", element(NS_DISCO_INFO, "query"));
}
