// The model on the real plugin, a real server and a real service; the person has two devices.
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { statusScheme } from "@status-scheme/client-plugin";
import type { Shown, StatusScheme, StatusSchemeOptions } from "@status-scheme/client-plugin";
import { packScheme, unpackScheme } from "@status-scheme/folder";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { xml } from "@xmpp/client";
import sharp from "sharp";
import { createEditor } from "../../src/model/index.ts";
import type { Editor, NewMedium } from "../../src/model/index.ts";
import { en } from "./support.ts";

let bed: Testbed;
const open: { readonly schemes: StatusScheme; readonly editor: Editor; readonly stop: () => Promise<void> }[] = [];
const login = async (name: string, resource: string, options: StatusSchemeOptions = {}) => {
  const xmpp = bed.client(name, { resource });
  const schemes = statusScheme(xmpp, { languages: ["en"], ...options });
  await xmpp.start();
  // Whatever the phone says after it, contacts are shown what the desk does.
  await xmpp.send(xml("presence", {}, xml("priority", {}, resource === "phone" ? "0" : "1")));
  const editor = createEditor({ schemes, account: bed.jid(name), languages: ["en"] });
  const stop = async () => {
    editor.stop();
    await schemes.stop();
    await xmpp.stop();
  };
  open.push({ schemes, editor, stop });
  return { schemes, editor };
};
const picture = async (background: string): Promise<NewMedium> => {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer();
  return {
    kind: "image",
    mediaType: "image/png",
    bytes: new Uint8Array(bytes),
    width: 64,
    height: 64,
    desc: en("A door"),
  };
};

/** Uploads wait for this, while it is there. */
let uploads: Promise<void> | undefined;
const slowly: typeof fetch = async (url, init) => {
  if (init?.method === "PUT" && uploads) {
    const { signal } = init;
    await Promise.race([
      uploads,
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error))),
    ]);
  }
  return fetch(url, init);
};

let phone: Editor;
let desk: Editor;
let seen: () => Shown | undefined;
let schemes: StatusScheme;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent({ config: { limits: { "text-characters": 40 } } });
  ({ editor: desk, schemes } = await login("juliet", "desk", { fetch: slowly }));
  ({ editor: phone } = await login("juliet", "phone"));
  const { schemes: romeos } = await login("romeo", "orchard");
  seen = () => romeos.shown(bed.jid("juliet"));
});
afterAll(async () => {
  await Promise.all(open.map(({ stop }) => stop()));
  await bed?.stop();
});
beforeEach(async () => {
  uploads = undefined;
  await schemes.clear();
  await Promise.all([desk.load(), phone.load()]);
  for (const editor of [desk, phone]) editor.discard();
});

test("what is published is what a contact sees, and what the preview showed; the service's version of it follows", async () => {
  desk.setText("available", "en", "At home");
  desk.putMedium("available", await picture("red"));
  const preview = desk.shownAs("available");
  expect(await desk.publish()).toBe(true);
  expect(desk.state()).toMatchObject({ dirty: false, status: { name: "idle" } });
  await until("the contact sees it", () => seen()?.look?.media.length === 1);
  const shown = seen()!;
  expect([shown.state, shown.look!.text, shown.look!.state]).toEqual([
    preview.state,
    preview.look!.text,
    preview.look!.state,
  ]);
  const [medium] = desk.state().looks[0]!.media;
  expect(medium!.stored!.hash).toBe(shown.look!.media[0]!.hash);
  expect(await desk.bytesOf(medium!)).toEqual(shown.look!.media[0]!.bytes);
  expect(await desk.setState("dnd")).toBe(true);
  await until("the contact sees the state", () => seen()?.state === "dnd");
  expect(await desk.setState("available")).toBe(true);
});

test("two devices: what one alone changed is merged, what both changed is asked, with real stamps", async () => {
  phone.merge([
    { state: "dnd", text: en("Busy") },
    { state: "away", text: en("Out") },
  ]);
  expect(await phone.publish()).toBe(true);
  await until("the desk has both", () => desk.state().looks.length === 2);
  expect(desk.state().dirty).toBe(false);

  desk.setText("dnd", "en", "At the desk");
  phone.setText("away", "en", "On the balcony");
  expect(await phone.publish()).toBe(true);
  await until("the desk has the phone's", () => desk.shownAs("away").look!.text === "On the balcony");
  expect(desk.state()).toMatchObject({ status: { name: "idle" }, changed: ["dnd"] });

  phone.setText("dnd", "en", "On the phone");
  expect(await phone.publish()).toBe(true);
  await until("a conflict", () => desk.state().status.name === "conflict");
  expect(await desk.publish()).toBe(false);
  desk.choose("mine");
  desk.settle();
  expect(await desk.publish()).toBe(true);
  await until("the phone has the desk's", () => phone.shownAs("dnd").look!.text === "At the desk");
  expect(phone.shownAs("away").look!.text).toBe("On the balcony");
});

test("both at once: whoever comes second names a stamp that is gone, merges and publishes again", async () => {
  desk.setText("dnd", "en", "Busy");
  phone.setText("away", "en", "Out");
  expect(await Promise.all([desk.publish(), phone.publish()])).toEqual([true, true]);
  expect((await schemes.own())!.looks.map(({ state }) => state).sort()).toEqual(["away", "dnd"]);
});

test("a publish is cancelled while it uploads: nothing is published, nothing lost, and it can be done again", async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  uploads = promise as unknown as Promise<void>;
  desk.putMedium("dnd", await picture("green"));
  const publishing = desk.publish();
  await until("bytes are being sent", () => {
    const { status } = desk.state();
    return status.name === "publishing" && status.total > 0;
  });
  desk.cancel();
  expect(await publishing).toBe(false);
  resolve(undefined);
  expect(desk.state()).toMatchObject({ status: { name: "idle" }, dirty: true });
  expect((await schemes.own())!.looks).toEqual([]);
  expect(await desk.publish()).toBe(true);
});

test("the service's own limits are told before, and what it refuses of a file is told at its field", async () => {
  desk.setText("dnd", "en", "x".repeat(41));
  expect(desk.state().problems).toEqual([
    {
      ...{ code: "limit-exceeded", state: "dnd", field: "text", lang: "en" },
      ...{ limit: "text-characters", allowed: 40, actual: 41 },
    },
  ]);
  expect(await desk.publish()).toBe(false);
  desk.setText("dnd", "en", "Busy");
  desk.putMedium("dnd", { ...(await picture("blue")), bytes: new TextEncoder().encode("no picture") });
  expect(await desk.publish()).toBe(false);
  expect(desk.state()).toMatchObject({ status: { name: "failed", doing: "publish", error: { code: "bad-medium" } } });
  expect(desk.state().problems).toMatchObject([{ code: "bad-medium", state: "dnd", field: "medium", kind: "image" }]);
  desk.putMedium("dnd", await picture("blue"));
  expect(await desk.publish()).toBe(true);
});

test("an archive of it, taken in by another person, is published as it was", async () => {
  desk.putMedium("dnd", await picture("red"));
  desk.addState("in_a_meeting", "dnd");
  desk.setText("in_a_meeting", "en", "In a meeting");
  expect(await desk.publish()).toBe(true);
  const archive = packScheme(await desk.export());
  const { editor: romeo } = await login("romeo", "hall");
  await romeo.load();
  romeo.replaceAll(await unpackScheme(archive));
  expect(await romeo.publish()).toBe(true);
  expect(romeo.state().looks.map(({ state, media }) => [state, media.map(({ size }) => size)])).toEqual(
    desk.state().looks.map(({ state, media }) => [state, media.map(({ size }) => size)]),
  );
});

test("who may see", async () => {
  await desk.loadAccess();
  expect(desk.state().access).toMatchObject({ model: "presence" });
  expect(await desk.setAccess({ model: "whitelist", allowed: [bed.jid("mercutio")] })).toBe(true);
  // Another device's is from before.
  await phone.loadAccess();
  expect(await desk.setAccess({ model: "presence", allowed: [] })).toBe(true);
  expect(await phone.setAccess({ model: "open" })).toBe(false);
  expect(phone.state()).toMatchObject({ failed: { access: { code: "conflict" } }, access: { model: "presence" } });
});

test("without a service, what this client serves is edited the same way", async () => {
  const { schemes: mine, editor } = await login("mercutio", "market");
  const served = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const image = { kind: "image", mediaType: "image/png", bytes: new Uint8Array(served) } as const;
  await mine.serve({ looks: [{ state: "dnd", text: en("Busy"), media: [image] }] });
  await editor.load();
  expect(editor.state()).toMatchObject({
    keeper: "client",
    looks: [{ state: "dnd", media: [{ size: served.length }] }],
  });
  expect(editor.state().looks[0]!.media[0]!.url).toMatch(/^blob:/);
  editor.putMedium("away", { ...image, kind: "animation", mediaType: "image/gif", desc: en("A door") });
  expect(editor.state().problems).toMatchObject([{ code: "no-still", state: "away" }]);
  editor.putMedium("away", image);
  editor.setText("away", "en", "Out");
  expect(await editor.publish()).toBe(true);
  expect((await mine.own())!.looks.map(({ state }) => state)).toEqual(["dnd", "away"]);
});
