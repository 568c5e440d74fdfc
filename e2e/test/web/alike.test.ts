// A contact of another server, and one whose own client serves the looks, are the same to look at as one of the own server
// whose looks a service keeps: on one page, pixel by pixel (issue list "Federated and client-stored contacts").
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { LookDraft } from "@status-scheme/client-plugin";
import { startFederatedWorld } from "../support/federated-world.ts";
import type { FederatedWorld } from "../support/federated-world.ts";
import { english } from "../support/world.ts";
import type { Person } from "../support/world.ts";
import { animation, BLUE, GREEN, GREY, RED, still } from "./support/media.ts";
import { isNear, openScreen } from "./support/screen.ts";
import type { Picture, Screen, Tab } from "./support/screen.ts";

let world: FederatedWorld;
let screen: Screen;
let tybalt: Tab;
/** Juliet's service keeps her looks; the nurse's client does; Romeo's service is another server's; Mercutio's client is there. */
let owners: Person[];
let looks: readonly LookDraft[];
beforeAll(async () => {
  const all = ["juliet@capulet.lit", "nurse@capulet.lit", "romeo@montague.lit", "mercutio@montague.lit"];
  const friends = all.map((jid) => [jid, "tybalt@capulet.lit"] as const);
  const capulet = { accounts: ["juliet", "nurse", "tybalt"] };
  [world, screen] = await Promise.all([startFederatedWorld({ friends, capulet }), openScreen()]);
  looks = [
    { state: "available", media: [await still(RED)] },
    { state: "chat", media: [await still(GREEN), await animation(RED, BLUE)] },
    { state: "dnd", text: english("Please do not disturb") },
    { state: "in_a_meeting", show: "dnd", media: [await still(BLUE)] },
    { state: "offline", media: [await still(GREY)] },
  ];
  const side = (jid: string) => (jid.endsWith("@capulet.lit") ? world.capulet : world.montague);
  owners = await Promise.all(all.map((jid) => side(jid).person(jid.split("@")[0]!)));
  const [juliet, nurse, romeo, mercutio] = owners as [Person, Person, Person, Person];
  for (const { schemes } of [juliet, romeo]) await schemes.publish(looks);
  for (const { schemes } of [nurse, mercutio]) await schemes.serve({ looks });
  tybalt = await screen.watch(world.capulet.bed, "tybalt", all, { size: 64 });
});
afterAll(async () => {
  await screen?.close();
  await world?.stop();
  expect([screen?.errors(), screen?.strays()]).toEqual([[], []]);
});

/** But for what codecs leave: an owner's own client serves the bytes as they are. */
const isSame = ({ all }: Picture, other: Picture) => all.every((color, index) => isNear(color, other.all[index]!));

async function areAlike(): Promise<void> {
  const [local, ...others] = await Promise.all(owners.map(({ jid }) => tybalt.look(jid)));
  expect(others.map((one) => isSame(local!, one))).toEqual(others.map(() => true));
}
const eachIs = async (state: string) => {
  for (const { schemes } of owners) await schemes.setState(state);
};

test("an image", async () => {
  for (const { jid } of owners) await tybalt.shows(jid, RED);
  await areAlike();
});

test("a text", async () => {
  await eachIs("dnd");
  for (const { jid } of owners) await tybalt.holds(jid, /^div.text.dnd/);
  await areAlike();
});

test("a state of the owner's own", async () => {
  await eachIs("in_a_meeting");
  for (const { jid } of owners) await tybalt.shows(jid, BLUE);
  await areAlike();
});

test("an animation moves", async () => {
  await eachIs("chat");
  for (const { jid } of owners) for (const color of [RED, BLUE, RED]) await tybalt.shows(jid, color);
});

test("a state without a look: available's", async () => {
  await eachIs("xa");
  for (const { jid } of owners) await tybalt.shows(jid, RED);
  await areAlike();
});

test("logged out: the look for that, which is here", async () => {
  for (const { leave } of owners) await leave();
  for (const { jid } of owners) await tybalt.shows(jid, GREY);
  await areAlike();
});
