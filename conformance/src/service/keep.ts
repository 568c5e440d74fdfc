// The service as it was found: the owner's scheme, with its media, and access are taken down before the checks and put back
// after them, whatever happened in between.
import { element, type Element, NS, NS_ROSTER } from "@status-scheme/protocol";
import { Failure } from "../kit/check.ts";
import type { Actor } from "../wire/actor.ts";
import { http, showAnswer } from "../wire/http.ts";
import { show } from "../wire/show.ts";
import { medium, mediaOf, sha256 } from "./looks.ts";
import {
  accessOf,
  accessSet,
  type AccessState,
  conditionOf,
  fetchScheme,
  publishing,
  resultOf,
  slotOf,
} from "./verbs.ts";
import { slotRequest } from "./verbs.ts";

export interface Kept {
  readonly access: AccessState;
  readonly looks: readonly Element[];
  /** By hash, in base64. */
  readonly bytes: ReadonlyMap<string, { readonly type: string; readonly body: Uint8Array }>;
}

/** @throws Failure where it cannot all be read: then nothing may be changed */
export async function takeDown(owner: Actor, service: string): Promise<Kept> {
  const access = accessOf(await owner.ask(service, "get", element(NS, "access")));
  const reply = await fetchScheme(owner, service, owner.bare);
  const found = conditionOf(reply) === "item-not-found" ? undefined : resultOf(reply, "fetch").getChild("scheme", NS);
  const looks = found?.getChildren("look", NS) ?? [];
  const bytes = new Map<string, { type: string; body: Uint8Array }>();
  for (const { hash, type, urls } of looks.flatMap(mediaOf)) {
    const answer = await http("GET", urls[0] ?? "");
    if (answer.status !== 200 || sha256(answer.body) !== hash) {
      throw new Failure("the media of the owner's scheme, to be kept", showAnswer(answer));
    }
    bytes.set(hash, { type, body: answer.body });
  }
  return { access, looks, bytes };
}

/** @throws Failure where it cannot all be put back */
export async function putBack(owner: Actor, service: string, { access, looks, bytes }: Kept): Promise<void> {
  const { model, groups, allowed, blocked } = access;
  const contacts = access.roster === "owner" ? await contactsOf(owner) : undefined;
  const change = accessSet({ model, groups, allowed, blocked, ...(contacts && { more: contacts }) });
  accessOf(await owner.ask(service, "set", change));
  const sources = new Map<string, string>();
  for (const [hash, { type, body }] of bytes) {
    const slot = slotOf(await owner.ask(service, "get", slotRequest(body.length, type)));
    const answer = await http("PUT", slot.put, { body: body as BodyInit, headers: { "content-type": type } });
    if (answer.status !== 201) throw new Failure("201 to a PUT of what was kept", showAnswer(answer));
    sources.set(hash, slot.get);
  }
  const reply = await owner.ask(
    service,
    "set",
    publishing(
      owner.bare,
      looks.map((one) => withSources(one, sources)),
    ),
  );
  if (conditionOf(reply) !== undefined) throw new Failure("the scheme that was kept to be taken back", show(reply));
}

/** The look with its media named by their new uploads. */
function withSources(look: Element, sources: ReadonlyMap<string, string>): Element {
  const media = look.getChildren("media", NS).map((one, at) => {
    const { kind, type, size, hash } = mediaOf(look)[at]!;
    const desc = one
      .getChildElements()
      .flatMap((file) => file.getChildElements().filter(({ name }) => name === "desc"));
    return medium({ kind: kind!, type, size, hash, source: sources.get(hash), desc });
  });
  return element(
    NS,
    "look",
    { state: look.attrs.state, show: look.attrs.show },
    ...look.getChildren("text", NS),
    ...media,
  );
}

/** Who sees the owner's presence, for a service that cannot read rosters. */
async function contactsOf(owner: Actor): Promise<Element> {
  const roster = resultOf(await owner.ask(undefined, "get", element(NS_ROSTER, "query")), "query", NS_ROSTER);
  const items = roster
    .getChildren("item", NS_ROSTER)
    .filter(({ attrs }) => /^(from|both)$/.test(attrs.subscription ?? ""));
  const groups = (item: Element) => item.getChildren("group").map((group) => element(NS, "group", {}, group.getText()));
  return element(
    NS,
    "contacts",
    {},
    ...items.map((item) => element(NS, "item", { jid: item.attrs.jid }, ...groups(item))),
  );
}
