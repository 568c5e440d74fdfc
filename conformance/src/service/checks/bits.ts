// Section 11.4: small media in band (XEP-0231).
import { element, type Element } from "@status-scheme/protocol";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { eventually } from "../../kit/wait.ts";
import type { Actor } from "../../wire/actor.ts";
import { show } from "../../wire/show.ts";
import { sha256 } from "../looks.ts";
import { conditionOf, resultOf } from "../verbs.ts";
import type { ServiceWorld } from "../world.ts";

const BITS = "urn:xmpp:bob";
const MAX_BYTES = 8192;

/** By the content identifier of a SHA-256 in base64. */
function ask(by: Actor, service: string, hash: string): Promise<Element> {
  const cid = `sha-256+${Buffer.from(hash, "base64").toString("hex")}@bob.xmpp.org`;
  return by.ask(service, "get", element(BITS, "data", { cid }));
}
const isServed = (reply: Element) => conditionOf(reply) === undefined;

/** A small medium that is stored. @throws NotSupported where the service has none in band */
async function small(world: ServiceWorld): Promise<string> {
  if (!world.info.features.has(BITS)) throw new NotSupported("this service serves nothing in band");
  const { image } = await world.baseline();
  if (image.size > MAX_BYTES) throw new NotSupported(`the service makes ${image.size} bytes of a small image`);
  return image.hash;
}

export const bits: readonly Check<ServiceWorld>[] = [
  {
    holds: ["bits-feature-advertised"],
    run: async (world) => {
      const { image } = await world.baseline();
      const reply = await ask(world.owner, world.service, image.hash);
      const isTold = world.info.features.has(BITS);
      if (!isTold && !isServed(reply)) throw new NotSupported("this service serves nothing in band");
      expectThat(isTold, `the feature ${BITS}, since it serves in band`, () => show(reply));
    },
  },
  {
    holds: ["bits-by-sight"],
    run: async (world) => {
      const hash = await small(world);
      const { peer, stranger, service } = world;
      await world.openToContacts();
      const reply = await ask(peer, service, hash);
      const bytes = Buffer.from(resultOf(reply, "data", BITS).getText(), "base64");
      expectThat(sha256(bytes) === hash, "the bytes of that hash", () => show(reply));
      if (stranger) {
        const refused = await ask(stranger, service, hash);
        expectThat(!isServed(refused), "nothing for a stranger", () => show(refused));
      }
      await world.setAccess({ blocked: [peer.bare] });
      let last = reply;
      const ended = await eventually(world.times.minuteMs, async () => {
        last = await ask(peer, service, hash);
        return isServed(last) ? undefined : last;
      });
      await world.setAccess({ blocked: [] });
      expectThat(ended !== undefined, "nothing for who is blocked", () => show(last));
    },
  },
  {
    holds: ["bits-refused-alike"],
    run: async (world) => {
      const hash = await small(world);
      const { stranger, peer, service } = world;
      const by = stranger ?? peer;
      await world.setAccess({ model: "whitelist", allowed: [], blocked: [] });
      await world.sees(by, "nothing");
      const replies = [await ask(by, service, hash), await ask(by, service, sha256(Uint8Array.of(9)))];
      const errors = replies.map((reply) => `${conditionOf(reply)} ${String(reply.getChild("error"))}`);
      const isAlike = errors[0] === errors[1] && conditionOf(replies[0]!) === "item-not-found";
      expectThat(isAlike, "item-not-found alike", () => errors.join(" and "));
    },
  },
];
