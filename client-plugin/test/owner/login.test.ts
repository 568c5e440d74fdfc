// What the plugin asks of the service at an owner's login, by the whole plugin beside the real component.
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { NS, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { statusScheme } from "../../src/index.ts";
import type { StatusScheme } from "../../src/index.ts";

/** Who has never published, one for each that a test asks for: its second try has another. */
const NEWCOMERS = ["tybalt", "mercutio", "paris", "benvolio"];
const newcomers = [...NEWCOMERS];

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed({ accounts: ["juliet", ...NEWCOMERS] });
  await bed.startComponent();
});
afterAll(() => bed.stop());

const open: StatusScheme[] = [];
afterEach(() => Promise.all(open.splice(0).map((schemes) => schemes.stop())));

/** Logs in with the plugin; resolves when the login flow has ended. */
async function login(account: string) {
  const xmpp = bed.client(account);
  const asked: string[] = [];
  const hints: (Element | undefined)[] = [];
  xmpp.on("send", (sent: Element) => {
    if (sent.name === "presence" && !sent.attrs.to) hints.push(sent.getChild("showing", NS));
    const payload = sent.getChildElements()[0];
    if (sent.name === "iq" && payload?.getNS() === NS) asked.push(payload.getName());
  });
  const schemes = statusScheme(xmpp);
  open.push(schemes);
  const settled = new Promise<void>((resolve) => void schemes.once("settled", resolve));
  await xmpp.start();
  await xmpp.send(stanza("presence", {}));
  await settled;
  return { xmpp, schemes, asked, hints };
}

test("who has no scheme asks one question, and publishes after it", async () => {
  const { schemes, asked } = await login(newcomers.pop()!);
  // What an owner asks behind the answer would be asked before this is answered.
  await schemes.check(bed.jid("juliet"));
  expect(asked).toEqual(["sync", "fetch"]);
  const looks = [{ state: "available", text: [{ lang: "en", text: "Here" }] }];
  const { stamp } = await schemes.publish(looks);
  expect((await schemes.own())?.stamp).toBe(stamp);
});

test("who has one gets it, and shows its stamp, at every login", async () => {
  const first = await login("juliet");
  const looks = [{ state: "available", text: [{ lang: "en", text: "At home" }] }];
  const { stamp } = await first.schemes.publish(looks);
  await first.xmpp.stop();
  const again = await login("juliet");
  await until("its stamp", () => again.hints.some((hint) => hint?.attrs.stamp === stamp));
  expect(again.asked).toEqual(expect.arrayContaining(["sync", "fetch", "access"]));
});

test("a scheme that another device publishes first is learned of", async () => {
  const account = newcomers.pop()!;
  const phone = await login(account);
  const news = new Promise<string>((resolve) => void phone.schemes.once("own", resolve));
  const laptop = await login(account);
  const looks = [{ state: "available", text: [{ lang: "en", text: "Out" }] }];
  const { stamp } = await laptop.schemes.publish(looks);
  expect(await news).toBe(stamp);
});
