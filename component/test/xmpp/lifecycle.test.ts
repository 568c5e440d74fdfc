// The component as a process beside a real server: started, stopped, restarted, and what survives that.
import { afterEach, describe, expect, test } from "@jest/globals";
import { decodeSlot, element, encodePublishRequest, encodeSlotRequest, NS, NS_PING } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed, TestbedOptions } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { ask, errorIn, schemeOf } from "./asking.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

const beds: Testbed[] = [];
afterEach(() => Promise.all(beds.splice(0).map((bed) => bed.stop())));

async function bedWith(options: TestbedOptions = {}): Promise<Testbed> {
  const bed = await startTestbed(options);
  beds.push(bed);
  return bed;
}
const ping = () => element(NS_PING, "ping");
/** Whether the service answers a client, which may have lost its connection itself, and lose it again. */
const isAnswered = async (bed: Testbed, xmpp: Client) => {
  if (xmpp.status !== "online") return false;
  const reply = await ask(xmpp, bed.componentDomain, "get", ping()).catch(() => undefined);
  return reply?.attrs.type === "result";
};
const publishOf = (scheme: Element) => element(NS, "publish", {}, scheme);

test("answers again after the server was restarted, without being restarted", async () => {
  const bed = await bedWith();
  const component = await bed.startComponent();
  const pid = component.pid();
  const juliet = await bed.login("juliet");
  await ask(juliet, bed.componentDomain, "set", publishOf(schemeOf(bed.jid("juliet"))));
  const left = new Promise<void>((resolve) => void juliet.once("disconnect", () => resolve()));
  await bed.restart();
  await left;
  await until("an answer", () => isAnswered(bed, juliet));
  const owner = bed.jid("juliet");
  const check = await ask(juliet, bed.componentDomain, "get", element(NS, "check", { owner }));
  expect(check.getChild("check", NS)!.attrs.status).toBe("changed");
  const access = await ask(juliet, bed.componentDomain, "get", element(NS, "access"));
  expect(access.getChild("access", NS)!.attrs.roster).toBe("server");
  expect(component.pid()).toBe(pid);
});

test("may be started before the server, and is down with it", async () => {
  const bed = await bedWith();
  const component = await bed.startComponent();
  await component.stop();
  await bed.stopServer();
  const alone = spawn(process.execPath, [MAIN, "--config", component.configPath], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let log = "";
    alone.stdout.setEncoding("utf8").on("data", (chunk: string) => (log += chunk));
    await until("it tries", () => log.includes("nothing listens at"));
    await bed.startServer();
    const juliet = await bed.login("juliet");
    await until("it answers", () => isAnswered(bed, juliet));
  } finally {
    alone.kill("SIGTERM");
    const [code] = (await once(alone, "exit")) as [number];
    expect(code).toBe(0);
  }
});

describe("a stop", () => {
  /** Uploads a picture that takes a while to be normalised. Resolves to the request that publishes it. */
  const uploaded = async (bed: Testbed, owner: Client) => {
    const noise = { type: "gaussian" as const, mean: 128, sigma: 60 };
    const picture = sharp({ create: { width: 2400, height: 2400, channels: 3, background: "red", noise } });
    const bytes = new Uint8Array(await picture.jpeg({ quality: 1 }).toBuffer());
    const contentType = "image/jpeg";
    const request = encodeSlotRequest({ filename: "picture.jpg", size: bytes.length, contentType });
    const slot = decodeSlot((await ask(owner, bed.componentDomain, "get", request)).getChildElements()[0]!);
    const put = await fetch(slot.put.url, { method: "PUT", body: bytes, headers: { "content-type": contentType } });
    expect(put.ok).toBe(true);
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("base64");
    const file = { mediaType: contentType, size: bytes.length, desc: [{ lang: "en", text: "Noise" }], hash };
    const media = [{ kind: "image" as const, ...file, sources: [slot.get] }];
    return encodePublishRequest({ scheme: { owner: bed.jid("juliet"), looks: [{ state: "dnd", text: [], media }] } });
  };

  test("answers a publish that was accepted, and what it answered is there afterwards", async () => {
    const bed = await bedWith();
    const component = await bed.startComponent();
    const juliet = await bed.login("juliet");
    const answer = ask(juliet, bed.componentDomain, "set", await uploaded(bed, juliet));
    // What is asked after it on the same stream is read after it: the publish was accepted when this is answered.
    await ask(juliet, bed.componentDomain, "get", ping());
    const stopped = component.stop();
    const published = await answer;
    expect(published.attrs.type).toBe("result");
    await expect(stopped).resolves.toBe(0);
    await component.start();
    const owner = bed.jid("juliet");
    const fetched = await ask(juliet, bed.componentDomain, "get", element(NS, "fetch", { owner }));
    const stampIn = (reply: Element) => reply.getChildElements()[0]!.getChild("scheme")!.attrs.stamp;
    expect(stampIn(fetched)).toBe(stampIn(published));
  });

  test("closes its side in order: the server answers in its place at once", async () => {
    const bed = await bedWith();
    const component = await bed.startComponent();
    const juliet = await bed.login("juliet");
    await expect(component.stop()).resolves.toBe(0);
    const reply = await ask(juliet, bed.componentDomain, "get", ping());
    expect(errorIn(reply)).toMatchObject({ condition: "remote-server-timeout", type: "wait" });
    expect(component.log()).toContain('"msg":"stopped"');
  });

  test("a second signal ends it at once", async () => {
    const bed = await bedWith();
    const component = await bed.startComponent();
    // A request that goes on and on: a stop waits for it.
    const { port } = new URL(component.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined);
    // Its beginning is read with the request before it, which is answered.
    socket.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n");
    await once(socket, "data");
    const pid = component.pid()!;
    const ended = component.stop();
    await until("it stops", () => component.log().includes('"msg":"stopping"'));
    process.kill(pid, "SIGTERM");
    await expect(ended).resolves.toBe(1);
    socket.destroy();
  });
});

test("purge forgets an owner while the service runs, and the service knows", async () => {
  const bed = await bedWith();
  const component = await bed.startComponent();
  const juliet = await bed.login("juliet");
  await ask(juliet, bed.componentDomain, "set", publishOf(schemeOf(bed.jid("juliet"))));
  const purge = async () => {
    const child = spawn(process.execPath, [MAIN, "--config", component.configPath, "purge", bed.jid("juliet")]);
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
    const [code] = (await once(child, "close")) as [number];
    return { code, out };
  };
  await expect(purge()).resolves.toEqual({ code: 0, out: `Forgot ${bed.jid("juliet")}.\n` });
  const owner = bed.jid("juliet");
  const check = await ask(juliet, bed.componentDomain, "get", element(NS, "check", { owner }));
  expect(check.getChild("check", NS)!.attrs.status).toBe("none");
  await expect(purge()).resolves.toEqual({ code: 0, out: `There was nothing of ${owner}.\n` });
});
