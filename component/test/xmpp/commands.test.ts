// Operators' commands beside a real server: by an administrator's XMPP client (XEP-0050), and at the machine while the
// service runs; and what others see of it, which is nothing.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  base64OfHex,
  decodeFetchResult,
  element,
  encodeReportRequest,
  encodeScheme,
  encodeSlotRequest,
  decodeSlot,
  NS,
  NS_COMMANDS,
  NS_DATA_FORMS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_HTTP_UPLOAD,
} from "@status-scheme/protocol";
import type { Element, Scheme, Stamp } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { ComponentProcess, Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { COMMANDS } from "../../src/operator/commands.ts";
import { ask, errorIn } from "./asking.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const DOOR = new URL("../../../fixtures/schemes/juliet/dnd.png", import.meta.url);

let bed: Testbed;
let component: ComponentProcess;
let juliet: Client;
let romeo: Client;
let admin: Client;
beforeAll(async () => {
  bed = await startTestbed();
  component = await bed.startComponent({ config: { xmpp: { admins: [bed.jid("mercutio")] } } });
  const clients = await Promise.all(["juliet", "romeo", "mercutio"].map((name) => bed.login(name)));
  [juliet, romeo, admin] = clients as [Client, Client, Client];
});
afterAll(() => bed?.stop());

const service = (client: Client, type: "get" | "set", ...payloads: Element[]) =>
  ask(client, bed.componentDomain, type, ...payloads);
const check = async (viewer: Client) =>
  (await service(viewer, "get", element(NS, "check", { owner: bed.jid("juliet") }))).getChild("check", NS)!.attrs;

/** A command's answer: status, note, the form asked for, the rows of a list. */
async function command(client: Client, node: string, fields?: Record<string, string>, action?: string) {
  const form = Object.entries(fields ?? {}).map(([name, value]) =>
    element(NS_DATA_FORMS, "field", { var: name }, element(NS_DATA_FORMS, "value", {}, value)),
  );
  const x = fields && element(NS_DATA_FORMS, "x", { type: "submit" }, ...form);
  const reply = await service(client, "set", element(NS_COMMANDS, "command", { node, action }, x));
  const found = reply.getChild("command", NS_COMMANDS);
  const shown = found?.getChild("x", NS_DATA_FORMS);
  const valuesIn = (item: Element) =>
    Object.fromEntries(item.getChildren("field").map((field) => [field.attrs.var, field.getChildText("value")]));
  return {
    error: reply.attrs.type === "error" ? errorIn(reply) : undefined,
    status: found?.attrs.status,
    note: found?.getChildText("note"),
    asked: shown?.getChildren("field").map(({ attrs }) => attrs.var),
    rows: shown?.getChildren("item").map(valuesIn),
  };
}

/** A look with an image, published as Juliet's client would. */
async function publishDoor() {
  const bytes = await readFile(DOOR);
  const request = encodeSlotRequest({ filename: "dnd.png", size: bytes.length, contentType: "image/png" });
  const slot = decodeSlot((await service(juliet, "get", request)).getChild("slot", NS_HTTP_UPLOAD)!);
  const headers = { "content-type": "image/png" };
  expect((await fetch(slot.put.url, { method: "PUT", body: bytes, headers })).status).toBe(201);
  const hash = createHash("sha256").update(bytes).digest("hex");
  const medium = { kind: "image", mediaType: "image/png", size: bytes.length, desc: [], sources: [slot.get] } as const;
  const media = [{ ...medium, hash: base64OfHex(hash) }];
  const scheme: Scheme = {
    owner: bed.jid("juliet"),
    looks: [{ state: "dnd", text: [{ lang: "en", text: "Not now" }], media }],
  };
  const reply = await service(juliet, "set", element(NS, "publish", {}, encodeScheme(scheme)));
  return { hash, reply };
}
const fetched = async () => {
  const reply = await service(romeo, "get", element(NS, "fetch", { owner: bed.jid("juliet") }));
  const result = decodeFetchResult(reply.getChild("fetch", NS)!);
  return result.status === "changed" ? result.scheme : undefined;
};

/** The command line, beside the running service. */
async function atTheMachine(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, "--config", component.configPath, ...args]);
  return stdout;
}

// For what is tried again, whatever failed.
afterEach(async () => {
  if (component.pid() === undefined) await component.start();
  await command(admin, "unblock-hash", {
    hash: createHash("sha256")
      .update(await readFile(DOOR))
      .digest("hex"),
  });
  await command(admin, "resume", { jid: bed.jid("juliet") });
});

describe("whoever is no administrator", () => {
  test("finds no commands, by no way of asking", async () => {
    const info = await service(romeo, "get", element(NS_DISCO_INFO, "query"));
    expect(String(info)).not.toContain(NS_COMMANDS);
    for (const ns of [NS_DISCO_INFO, NS_DISCO_ITEMS]) {
      for (const node of [NS_COMMANDS, "audit", "nothing"]) {
        const reply = await service(romeo, "get", element(ns, "query", { node }));
        expect(errorIn(reply)).toEqual({ condition: "item-not-found", type: "cancel" });
      }
    }
    for (const type of ["get", "set"] as const) {
      const unknown = errorIn(await service(romeo, type, element("urn:example:unknown", "command", { node: "audit" })));
      const asked = errorIn(await service(romeo, type, element(NS_COMMANDS, "command", { node: "audit" })));
      expect(asked).toEqual(unknown);
    }
  });
});

describe("an administrator", () => {
  test("finds the commands", async () => {
    const info = await service(admin, "get", element(NS_DISCO_INFO, "query"));
    expect(String(info)).toContain(NS_COMMANDS);
    const items = await service(admin, "get", element(NS_DISCO_ITEMS, "query", { node: NS_COMMANDS }));
    const nodes = items.getChild("query", NS_DISCO_ITEMS)!.getChildren("item");
    expect(nodes.map(({ attrs }) => attrs.node)).toEqual(COMMANDS.map(({ name }) => name));
    expect(nodes.every(({ attrs }) => attrs.jid === bed.componentDomain)).toBe(true);
    const node = await service(admin, "get", element(NS_DISCO_INFO, "query", { node: "suspend" }));
    expect(node.getChild("query", NS_DISCO_INFO)!.getChild("identity")!.attrs).toMatchObject({
      category: "automation",
      type: "command-node",
    });
  });

  test("is asked for what a command needs, and may call it off", async () => {
    expect(await command(admin, "block-hash")).toMatchObject({ status: "executing", asked: ["hash", "reason"] });
    expect(await command(admin, "block-hash", undefined, "cancel")).toMatchObject({ status: "canceled" });
  });

  test.each<[string, Record<string, string>, string]>([
    ["block-hash", { hash: "not a hash" }, "hash"],
    ["block-hash", {}, "hash"],
    ["suspend", { jid: "juliet@capulet.lit/balcony" }, "jid"],
    ["suspend", { jid: "juliet@capulet.lit", reason: "x".repeat(501) }, "reason"],
    ["close-report", { number: "-1" }, "number"],
    ["audit", { before: "yesterday" }, "before"],
  ])("is told what is wrong with %s %j", async (node, fields, what) => {
    const { error } = await command(admin, node, fields);
    expect(error).toMatchObject({ condition: "bad-request", own: { name: "malformed", what } });
  });

  test("is told that there is no such command or step", async () => {
    expect((await command(admin, "dance")).error).toMatchObject({ condition: "item-not-found" });
    expect((await command(admin, "audit", undefined, "prev")).error).toMatchObject({ condition: "bad-request" });
  });
});

test("a report, a block by its hash, and what is left: by client and at the machine, each in the log", async () => {
  const { hash } = await publishDoor();
  const scheme = (await fetched())!;
  const [medium] = scheme.looks[0]!.media;
  const [url] = medium!.sources;
  expect((await fetch(url!)).status).toBe(200);

  const request = { owner: scheme.owner, stamp: scheme.stamp, state: "dnd", media: [], reason: "abuse" } as const;
  const text = [{ lang: "en", text: "He jests\u009b at scars" }];
  const reported = await service(romeo, "set", encodeReportRequest({ ...request, text }));
  expect([reported.attrs.type, reported.children]).toEqual(["result", []]);
  const { rows } = await command(admin, "reports");
  const report = rows!.at(-1)!;
  expect(report).toMatchObject({ reporter: bed.jid("romeo"), owner: scheme.owner, reason: "abuse" });
  expect(await atTheMachine("reports")).toContain("He jests\ufffd at scars");

  expect(await atTheMachine("block-hash", hash, "--reason", "report 1")).toBe(
    `Blocked: ${hash}. Schemes that lost it: 1.\n`,
  );
  expect((await fetch(url!)).status).toBe(403);
  const after = (await fetched())!;
  expect(after.looks[0]!.media).toEqual([]);
  expect(after.stamp > scheme.stamp).toBe(true);
  const refused = await publishDoor();
  expect(errorIn(refused.reply)).toEqual({
    condition: "policy-violation",
    type: "modify",
    own: { name: "bad-medium", look: "dnd", medium: "image" },
  });

  expect((await command(admin, "close-report", { number: report.number! })).note).toBe(
    `Closed report ${report.number}.`,
  );
  expect((await command(admin, "unblock-hash", { hash, reason: "" })).note).toBe(`No longer blocked: ${hash}.`);
  expect((await publishDoor()).reply.attrs.type).toBe("result");
  expect((await command(admin, "audit")).rows!.slice(0, 3)).toMatchObject([
    { operation: "unblock-hash", by: bed.jid("mercutio"), target: hash, reason: "" },
    { operation: "close-report", by: bed.jid("mercutio") },
    { operation: "block-hash", by: "operator", target: hash, reason: "report 1" },
  ]);
});

test("a suspension: others see nothing, the owner cannot publish, and it ends", async () => {
  await publishDoor();
  const [url] = (await fetched())!.looks[0]!.media[0]!.sources;
  const jid = bed.jid("juliet");
  expect((await command(admin, "suspend", { jid, reason: "spam" })).note).toBe(`Suspended ${jid}.`);
  expect(await check(romeo)).toMatchObject({ status: "none" });
  expect((await fetch(url!)).status).toBe(403);
  const slot = encodeSlotRequest({ filename: "dnd.png", size: 100, contentType: "image/png" });
  const refused = await service(juliet, "get", slot);
  expect(errorIn(refused)).toEqual({ condition: "forbidden", type: "auth" });
  expect(refused.getChild("error")!.getChildText("text")).toBe("suspended by the operator of the service");
  expect((await command(admin, "blocked")).rows).toEqual([{ kind: "owner", what: jid, since: "" }]);

  await component.restart();
  expect(await check(romeo)).toMatchObject({ status: "none" });
  expect(await atTheMachine("resume", jid)).toBe(`${jid} is no longer suspended.\n`);
  expect(await check(romeo)).toMatchObject({ status: "changed" });
  expect((await fetch(url!)).status).toBe(200);
});

test("what is ordered while the service does not run holds when it does again", async () => {
  const { hash } = await publishDoor();
  const { stamp } = (await fetched())!;
  await component.stop();
  expect(await atTheMachine("block-hash", base64OfHex(hash))).toContain("Schemes that lost it: 1.");
  expect(await atTheMachine("audit")).toMatch(/\toperator\tblock-hash\t/);
  await component.start();
  const after = (await fetched())!;
  expect(after.looks[0]!.media).toEqual([]);
  expect(after.stamp > (stamp as Stamp)).toBe(true);
});
