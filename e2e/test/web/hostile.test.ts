// What a hostile contact, its client and its service can do to a page that shows it: nothing that anybody else notices. No
// script of theirs runs, no request goes anywhere but to where their service keeps its media, the page goes on, and what
// stands around their looks stays where it is (issue list "Bad input"; draft, "Security Considerations").
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { ServerResponse } from "node:http";
import { eventually } from "@status-scheme/testbed";
import { english, startWorld } from "../support/world.ts";
import type { Person, World } from "../support/world.ts";
import { BLUE, fixture, GREEN, PURPLE, RED, still } from "./support/media.ts";
import type { WebPage } from "./support/page.ts";
import { openScreen } from "./support/screen.ts";
import type { Screen, Tab } from "./support/screen.ts";
import { longestTaskOf } from "./support/tasks.ts";
import { claim, plainly, startVillain, VILLAINS } from "./support/villain.ts";
import type { Villain } from "./support/villain.ts";

declare const web: WebPage;

const EVIL = [
  "looks",
  "hashes",
  "words",
  "places",
  "disguise",
  "slow",
  "mad",
  "sizes",
  ...[0, 1, 2, 3, 4].map((at) => `nowhere${at}`),
];
/** Of the main thread's own time, by one task. */
const MOST_MS = 200;

let world: World;
let screen: Screen;
let villain: Villain;
let juliet: Person;
let mercutio: Person;
let romeo: Tab;
let layout: string;
beforeAll(async () => {
  const friends = [...EVIL.map((name) => ["romeo", `${name}@${VILLAINS}`] as const)];
  const beds = startWorld({
    components: [VILLAINS, `schemes.${VILLAINS}`],
    friends: [["juliet", "romeo"], ["mercutio", "romeo"], ...friends],
  });
  [world, screen] = await Promise.all([beds, openScreen()]);
  juliet = await world.person("juliet");
  await juliet.schemes.publish([
    { state: "available", media: [await still(GREEN)] },
    { state: "dnd", media: [await still(BLUE)] },
  ]);
  mercutio = await world.person("mercutio");
  const contacts = [...EVIL.map((name) => `${name}@${VILLAINS}`), mercutio.jid, juliet.jid];
  romeo = await screen.watch(world.bed, "romeo", contacts, { size: 64, sound: true });
  villain = await startVillain(world.bed, () => world.bed.jid("romeo"));
  await romeo.shows(juliet.jid, GREEN);
  layout = await romeo.page.evaluate(() => web.layout());
});
afterEach(async () => {
  expect(await romeo.page.evaluate(() => "stolen" in window)).toBe(false);
  expect([screen.strays(), villain.visits]).toEqual([[], []]);
});
afterAll(async () => {
  await villain?.stop();
  await screen?.close();
  await world?.stop();
});

const jid = (account: string) => `${account}@${VILLAINS}`;
const look = (state: string, ...inside: string[]) => `<look state='${state}'>${inside.join("")}</look>`;
const escaped = (text: string) => text.replace(/[<&>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const CODE = `<script>window.stolen=1</script><img src=x onerror="window.stolen=1"><svg onload="window.stolen=1">`;
const desc = `<desc xml:lang='en'>${escaped(CODE)}</desc>`;

/** What there is to see while a medium cannot be had. */
const NOTHING = /^(svg.badge.available|div.skeleton)/;

/** The villain's contact shows what it published, and the others' looks go on. */
async function survives(attack: () => Promise<void>): Promise<void> {
  const longest = await longestTaskOf(romeo.page, async () => {
    await attack();
    await juliet.schemes.setState("dnd");
    await romeo.shows(juliet.jid, BLUE);
    await juliet.schemes.setState("available");
    await romeo.shows(juliet.jid, GREEN);
  });
  expect(longest.processor).toBeLessThan(MOST_MS);
  expect(await romeo.page.evaluate(() => web.layout())).toBe(layout);
}
/** Resolves when so many warnings told of this contact. */
async function isRefused(account: string, times = 1): Promise<readonly string[]> {
  const told = () => romeo.page.evaluate((by) => web.warnings.filter((one) => one.includes(by)), jid(account));
  return eventually(`${account} is told of ${times} times`, told, (all) => all.length >= times);
}

/** Resolves when the media of this contact's look are here, and the browser has said whether it can show them. */
async function isSettled(account: string): Promise<void> {
  const of = account.includes("@") ? account : jid(account);
  const stamp = villain.stamp(account);
  const isHere = () => romeo.page.evaluate(([contact, wanted]) => web.isHere(contact, wanted), [of, stamp] as const);
  await eventually(`${of}'s media`, isHere, (is) => is);
}

test("10,000 looks", async () => {
  const looks = Array.from({ length: 10_000 }, (_, index) => look(`s${index}`, "<text>x</text>"));
  villain.publish("looks", look("available", "<text>All of us</text>") + looks.join(""));
  await survives(async () => {
    await villain.show("looks");
    await isRefused("looks");
    await romeo.holds(jid("looks"), "svg.badge.available");
  });
});

test("bytes that are not what was promised", async () => {
  const { bytes } = (await still(RED)) as { bytes: Uint8Array };
  const url = villain.put("/red", plainly(bytes));
  // Each of other bytes: what was refused is not asked for again so soon.
  const other = () => Buffer.from(`${Math.random()}`);
  const lies = [
    { bytes: other() },
    { bytes: Buffer.concat([bytes, other()]), size: bytes.length + 20 },
    { bytes: other(), size: bytes.length - 1 },
  ];
  await survives(async () => {
    for (const [index, lie] of lies.entries()) {
      villain.publish("hashes", look("available", claim({ url, more: desc, ...lie })));
      await villain.show("hashes");
      await isRefused("hashes", index + 1);
    }
    await romeo.holds(jid("hashes"), NOTHING);
  });
});

test("pages and scripts in every text", async () => {
  const endless = "\u202e\u2067W" + "W".repeat(60_000) + "\u0301".repeat(5_000) + "\n".repeat(2_000) + "שלום";
  await survives(async () => {
    for (const text of [CODE, endless]) {
      const status = `<status>${escaped(text)}</status>`;
      villain.publish("words", look("available", `<text>${escaped(text)}</text>`));
      await villain.show("words", status);
      await romeo.holds(jid("words"), /^div.text/);
      villain.publish("words", look("available"));
      await villain.show("words", status);
      await romeo.holds(jid("words"), "svg.badge.available");
    }
  });
});

test("media that are elsewhere", async () => {
  const { bytes } = (await still(RED)) as { bytes: Uint8Array };
  villain.put(
    "/on",
    (response) =>
      void response.writeHead(302, { "access-control-allow-origin": "*", location: `${villain.elsewhere}/on` }).end(),
  );
  const urls = [
    "https://evil.example/a.png",
    `${villain.elsewhere}/a.png`,
    `${screen.url}main.js`,
    `${villain.origin}/on`,
  ];
  const noUrls = [
    "//evil.example/a.png",
    "javascript:window.stolen=1",
    `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`,
    "file:///etc/hostname",
    `${villain.origin.replace("//", "//evil@")}/a.png`,
  ];
  const before = screen.loaded().length;
  const publish = async (account: string, url: string) => {
    const promised = Buffer.from(`${Math.random()}`);
    villain.publish(account, look("available", claim({ bytes: promised, url, more: desc })));
    await villain.show(account);
  };
  await survives(async () => {
    for (const [index, url] of urls.entries()) {
      await publish("places", url);
      await isRefused("places", index + 1);
    }
    for (const [index, url] of noUrls.entries()) {
      await publish(`nowhere${index}`, url);
      await isRefused(`nowhere${index}`);
      await romeo.holds(jid(`nowhere${index}`), NOTHING);
    }
    await romeo.holds(jid("places"), NOTHING);
  });
  expect(screen.loaded().slice(before)).toEqual([]);
});

test("pages, scripts and drawings that say they are images and videos", async () => {
  const page = "<!doctype html><html><script>window.stolen=1</script><h1>boo</h1></html>";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" onload="window.stolen=1"><script>window.stolen=1</script><image href="https://evil.example/a"/><rect width="64" height="64" fill="red"/></svg>`;
  const disguises = [page, svg].flatMap((text) =>
    ["image/png", "image/svg+xml", "text/html", "video/mp4", "image/x-xml"].map((type) => ({ text, type })),
  );
  await survives(async () => {
    for (const [index, { text, type }] of disguises.entries()) {
      const bytes = Buffer.from(text);
      const url = villain.put(`/disguise-${index}`, plainly(bytes, type));
      const kind = type.startsWith("video") ? "video" : "image";
      villain.publish("disguise", look("available", claim({ kind, type, bytes, url, more: desc })));
      await villain.show("disguise");
      await isSettled("disguise");
      await romeo.holds(jid("disguise"), "svg.badge.available");
    }
    const bytes = await fixture("hostile/gif-and-page.gif");
    const url = villain.put("/both.gif", plainly(bytes, "text/html"));
    villain.publish("disguise", look("available", claim({ type: "image/gif", bytes, url, more: desc })));
    await villain.show("disguise");
    await romeo.holds(jid("disguise"), /^(img|canvas)/);
  });
});

test("media that say, or are, larger than any screen", async () => {
  const broken = ["bomb-30000.png", "bomb-20000.gif", "bomb-4001.png"];
  const shown = ["text-bomb.png", "many-scans.jpg"];
  const either = ["bomb-largest.png", "bomb-moving.png", "bomb-moving.webp", "bomb-moving.gif", "lying-size.avif"];
  const more = `<width>4000000000</width><height>4000000000</height><length>4000000000</length>${desc}`;
  await survives(async () => {
    for (const name of [...broken, ...shown, ...either]) {
      const bytes = await fixture(`hostile/${name}`);
      const type = `image/${name.split(".")[1]!.replace("jpg", "jpeg")}`;
      const url = villain.put(`/${name}`, plainly(bytes, type));
      const media = claim({ type, bytes, url, more }) + claim({ kind: "animation", type, bytes, url, more });
      villain.publish("sizes", look("available", media));
      await villain.show("sizes");
      await isSettled("sizes");
      if (broken.includes(name)) await romeo.holds(jid("sizes"), "svg.badge.available");
      if (shown.includes(name)) await romeo.holds(jid("sizes"), "img");
    }
  });
});

test("an owner's own client that serves them, which no service has seen", async () => {
  const image = { kind: "image", mediaType: "image/png", desc: english("Nothing") } as const;
  await survives(async () => {
    const bytes = await fixture("hostile/bomb-30000.png");
    await mercutio.schemes.serve({ looks: [{ state: "available", media: [{ ...image, bytes }] }] });
    await isSettled(mercutio.jid);
    await romeo.holds(mercutio.jid, "svg.badge.available");
    await mercutio.schemes.edit({ state: "available", media: [await still(RED)] });
    await romeo.shows(mercutio.jid, RED);
  });
});

test("presences as fast as the server passes them on", async () => {
  const urls = await Promise.all(
    [RED, BLUE].map(async (color, index) => {
      const { bytes } = (await still(color)) as { bytes: Uint8Array };
      return claim({ bytes, url: villain.put(`/mad-${index}`, plainly(bytes)), more: desc });
    }),
  );
  villain.publish("mad", look("available", urls[0]!) + look("dnd", urls[1]!, "<text>x</text>"));
  await villain.show("mad");
  await romeo.shows(jid("mad"), RED);
  await survives(async () => {
    const shows = Array.from({ length: 1_500 }, (_, index) => (index % 2 ? "<show>dnd</show>" : ""));
    await villain.showAll("mad", shows);
    await romeo.shows(jid("mad"), BLUE);
  });
});

test("media that come in drops, or never end, hold nobody up", async () => {
  const drop = (response: ServerResponse) => {
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "image/png" });
    const timer = setInterval(() => response.write("x"), 200);
    response.on("close", () => clearInterval(timer));
  };
  const looks = Array.from({ length: 60 }, (_, index) => {
    const url = villain.put(`/drop-${index}`, drop);
    return look(
      index === 0 ? "available" : `s${index}`,
      claim({ bytes: Buffer.from(`${index}`), size: 200_000, url, more: desc }),
    );
  });
  villain.publish("slow", looks.join(""));
  await survives(async () => {
    await villain.show("slow");
    await romeo.holds(jid("slow"), /skeleton/);
    await juliet.schemes.edit({ state: "available", media: [await still(PURPLE)] });
    await romeo.shows(juliet.jid, PURPLE);
    await juliet.schemes.edit({ state: "available", media: [await still(GREEN)] });
  });
});
