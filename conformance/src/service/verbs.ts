// The questions of the draft, asked by an actor, with answers as they came: what a check expects, it says itself.
import { element, type Element, NS, NS_HTTP_UPLOAD, NS_STANZAS } from "@status-scheme/protocol";
import { expectThat, Failure } from "../kit/check.ts";
import type { Actor } from "../wire/actor.ts";
import { show } from "../wire/show.ts";
import { scheme } from "./looks.ts";

/** The reply's payload. @throws Failure where the reply is an error, or has no such payload */
export function resultOf(reply: Element, name: string, ns: string = NS): Element {
  const payload = reply.attrs.type === "result" ? reply.getChild(name, ns) : undefined;
  if (!payload) throw new Failure(`a result with <${name}/>`, show(reply));
  return payload;
}

/** The condition of an error reply; undefined for a result. */
export function conditionOf(reply: Element): string | undefined {
  if (reply.attrs.type !== "error") return undefined;
  const conditions =
    reply
      .getChild("error")
      ?.getChildElements()
      .filter((child) => child.getNS() === NS_STANZAS) ?? [];
  return conditions.find((child) => child.getName() !== "text")?.getName() ?? "an error without a condition";
}

/** @throws Failure unless the reply is an error with one of these conditions and, where it is given, that own element */
export function expectRefusal(reply: Element, conditions: readonly string[], own?: string): void {
  const condition = conditionOf(reply);
  const isRight = condition !== undefined && conditions.includes(condition);
  const hasOwn = own === undefined || reply.getChild("error")?.getChild(own, NS) !== undefined;
  const wanted = `${conditions.join(" or ")}${own === undefined ? "" : ` with <${own}/>`}`;
  expectThat(isRight && hasOwn, wanted, () => show(reply));
}

export function check(by: Actor, service: string, owner: string | undefined, stamp?: string): Promise<Element> {
  return by.ask(service, "get", element(NS, "check", { owner, stamp }));
}
export function fetchScheme(by: Actor, service: string, owner: string | undefined, stamp?: string): Promise<Element> {
  return by.ask(service, "get", element(NS, "fetch", { owner, stamp }));
}

export interface Synced {
  readonly token: string;
  readonly full: boolean;
  readonly changed: ReadonlyMap<string, string>;
  readonly gone: readonly string[];
  /** The last page. */
  readonly reply: Element;
}
const MAX_PAGES = 200;

/** All pages. */
export async function sync(by: Actor, service: string, since?: string): Promise<Synced> {
  const changed = new Map<string, string>();
  const gone: string[] = [];
  for (let page = 0, token = since; ; page += 1) {
    const reply = await by.ask(service, "get", element(NS, "sync", { since: token }));
    const answer = resultOf(reply, "sync");
    const next = answer.attrs.token;
    expectThat(next !== undefined && next !== "", "a token in the answer to sync", () => show(reply));
    for (const { attrs } of answer.getChildren("changed", NS)) changed.set(attrs.owner ?? "", attrs.stamp ?? "");
    gone.push(...answer.getChildren("gone", NS).map(({ attrs }) => attrs.owner ?? ""));
    const isTrue = (name: string) => ["true", "1"].includes(answer.attrs[name] ?? "");
    if (!isTrue("more") || page === MAX_PAGES) return { token: next, full: isTrue("full"), changed, gone, reply };
    token = next;
  }
}

export function publishing(owner: string | undefined, looks: readonly Element[], replaces?: string): Element {
  return element(NS, "publish", { replaces }, scheme(owner, looks));
}

export interface AccessState {
  readonly version: string;
  readonly model: string;
  readonly roster: string;
  readonly groups: readonly string[];
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
}

/** @throws Failure unless the reply is an access with all that an answer has */
export function accessOf(reply: Element): AccessState {
  const answer = resultOf(reply, "access");
  const { version = "", model = "", roster = "" } = answer.attrs;
  const lists = ["groups", "allowed", "blocked"].map((name) => answer.getChild(name, NS));
  const isWhole = version !== "" && model !== "" && roster !== "" && lists.every((list) => list !== undefined);
  expectThat(isWhole, "access with version, model, roster, groups, allowed and blocked", () => show(reply));
  const jids = (list: Element | undefined) => list!.getChildren("item", NS).map(({ attrs }) => attrs.jid ?? "");
  const groups = lists[0]!.getChildren("group", NS).map((group) => group.getText());
  return { version, model, roster, groups, allowed: jids(lists[1]), blocked: jids(lists[2]) };
}

export interface AccessSet {
  readonly version?: string;
  readonly model?: string;
  readonly groups?: readonly string[];
  readonly allowed?: readonly string[];
  readonly blocked?: readonly string[];
  readonly more?: Element;
}

export function accessSet({ version, model, groups, allowed, blocked, more }: AccessSet): Element {
  const items = (name: string, jids: readonly string[] | undefined) =>
    jids && element(NS, name, {}, ...jids.map((jid) => element(NS, "item", { jid })));
  const names = groups && element(NS, "groups", {}, ...groups.map((group) => element(NS, "group", {}, group)));
  return element(NS, "access", { version, model }, names, items("allowed", allowed), items("blocked", blocked), more);
}

export interface Slot {
  readonly put: string;
  readonly get: string;
}

export function slotRequest(size: number, type: string | undefined): Element {
  return element(
    NS_HTTP_UPLOAD,
    "request",
    { filename: "look", size, "content-type": type },
    element("urn:xmpp:http:upload:purpose:0", "profile"),
  );
}

/** @throws Failure where it was refused */
export function slotOf(reply: Element): Slot {
  const slot = resultOf(reply, "slot", NS_HTTP_UPLOAD);
  const [put, get] = ["put", "get"].map((name) => slot.getChild(name, NS_HTTP_UPLOAD)?.attrs.url);
  if (put === undefined || get === undefined) throw new Failure("a slot with put and get URLs", show(reply));
  return { put, get };
}
