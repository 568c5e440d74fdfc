// The nearest thing XMPP has to a status scheme: an avatar's metadata (XEP-0084) by personal eventing (XEP-0163).
import { createHash } from "node:crypto";
import { element, NS_CAPS, NS_DISCO_INFO, type Element } from "@status-scheme/protocol";
import type { Client } from "@xmpp/client";
import type { Wire } from "./wire.ts";

export const NS_PUBSUB = "http://jabber.org/protocol/pubsub";
export const NS_AVATAR_METADATA = "urn:xmpp:avatar:metadata";
const ID = "357a8123a30844a3aa99861b6349264ba67a5694";

/** Publishes the metadata of an avatar of 10 KB. */
export async function publishAvatarMetadata(owner: Wire): Promise<void> {
  const info = element(NS_AVATAR_METADATA, "info", {
    bytes: 10_432,
    id: ID,
    type: "image/png",
    width: 256,
    height: 256,
  });
  const item = element(NS_PUBSUB, "item", { id: ID }, element(NS_AVATAR_METADATA, "metadata", {}, info));
  const publish = element(NS_PUBSUB, "publish", { node: NS_AVATAR_METADATA }, item);
  await owner.request("set", undefined, element(NS_PUBSUB, "pubsub", {}, publish));
}

/** Gets an owner's metadata. @throws Error where they are not there */
export async function getAvatarMetadata(viewer: Wire, owner: string): Promise<void> {
  const reply = await viewer.ask("get", owner, GET);
  if (!reply.includes(ID)) throw new Error(`no avatar metadata: ${reply}`);
}

const GET = element(
  NS_PUBSUB,
  "pubsub",
  {},
  element(NS_PUBSUB, "items", { node: NS_AVATAR_METADATA, max_items: 1 }),
).toString();

/**
 * Makes a client one that wants avatar metadata of its contacts: answers for its capabilities (XEP-0115), with `+notify`.
 * Returns the `<c/>` for its presence.
 */
export function wantAvatars(client: Client): Element {
  const node = "https://example.org/bench";
  const features = [NS_CAPS, NS_DISCO_INFO, `${NS_AVATAR_METADATA}+notify`].toSorted();
  const ver = createHash("sha1")
    .update(`client/pc//bench<${features.join("<")}<`)
    .digest("base64");
  const identity = element(NS_DISCO_INFO, "identity", { category: "client", type: "pc", name: "bench" });
  client.iqCallee.get(NS_DISCO_INFO, "query", () =>
    element(
      NS_DISCO_INFO,
      "query",
      { node: `${node}#${ver}` },
      identity,
      ...features.map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
    ),
  );
  return element(NS_CAPS, "c", { hash: "sha-1", node, ver });
}
