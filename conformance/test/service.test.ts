// Our own service holds all that can be seen of it from outside, and is left as it was found.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { ComponentProcess, Testbed } from "@status-scheme/testbed";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Outcome, runService, UnfitAccounts } from "../src/index.ts";
import { png } from "../src/media/png.ts";
import { desc, look, lookOf, medium, mediaOf, text } from "../src/service/looks.ts";
import { sha256 } from "../src/service/looks.ts";
import { accessOf, accessSet, fetchScheme, publishing, resultOf, slotOf, slotRequest } from "../src/service/verbs.ts";
import { http } from "../src/wire/http.ts";
import { type Actor, login } from "../src/wire/actor.ts";
import { element, NS } from "@status-scheme/protocol";
import { accountOf } from "./support/accounts.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const STRANGER = "tybalt@verona.lit";
/** One for each run: services count what an account asks. */
const OWNERS = ["juliet", "benvolio", "rosaline", "paris"];
const owners = [...OWNERS];

let bed: Testbed;
let component: ComponentProcess;
beforeAll(async () => {
  bed = await startTestbed({
    accounts: [...OWNERS, "romeo", STRANGER],
    friends: OWNERS.map((owner) => [owner, "romeo"] as const),
  });
  component = await bed.startComponent();
});
afterAll(() => bed.stop());

/** Runs the kit's command. */
function kit(owner: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    STATUS_SCHEME_PASSWORD: bed.password(owner),
    STATUS_SCHEME_PEER_PASSWORD: bed.password("romeo"),
    STATUS_SCHEME_STRANGER_PASSWORD: bed.password(STRANGER),
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** The owner has a scheme with an image, for Romeo alone. */
async function publishFirst(owner: Actor): Promise<void> {
  const service = bed.componentDomain;
  const bytes = png(30, 20, [10, 200, 10, 255]);
  const slot = slotOf(await owner.ask(service, "get", slotRequest(bytes.length, "image/png")));
  await http("PUT", slot.put, { body: bytes as BodyInit, headers: { "content-type": "image/png" } });
  const parts = { kind: "image", type: "image/png", size: bytes.length, hash: sha256(bytes), source: slot.get };
  const image = medium({ ...parts, desc: [desc("A green field"), desc("Un campo verde", "it")] });
  const looks = [look("dnd", text("Not now"), text("Non ora", "it"), image), look("offline", text("Good night"))];
  resultOf(await owner.ask(service, "set", publishing(owner.bare, looks)), "publish");
  accessOf(await owner.ask(service, "set", accessSet({ model: "whitelist", allowed: [bed.jid("romeo")] })));
}

/** What the owner has: looks without what the service makes anew, and access. */
async function whatIsThere(owner: Actor) {
  const found = resultOf(await fetchScheme(owner, bed.componentDomain, owner.bare), "fetch").getChild("scheme", NS);
  const media = ["dnd", "offline"].flatMap((state) =>
    mediaOf(lookOf(found, state)).map(({ kind, width, height, desc }) => ({ state, kind, width, height, desc })),
  );
  const texts = found!.getChildren("look", NS).map((one) => [one.attrs.state, one.getChildren("text").map(String)]);
  const access = accessOf(await owner.ask(bed.componentDomain, "get", element(NS, "access")));
  return { media, texts, model: access.model, allowed: access.allowed, blocked: access.blocked };
}

const accounts = (owner: string) => [
  ...["--service", bed.componentDomain, "--server", bed.service],
  ...["--jid", bed.jid(owner), "--peer", bed.jid("romeo"), "--stranger", STRANGER],
];

test("the command finds nothing that fails, and leaves the service as it found it", async () => {
  const name = owners.pop()!;
  const said = component.log().length;
  const owner = await login(accountOf(bed, name), { server: bed.service });
  await publishFirst(owner);
  const before = await whatIsThere(owner);

  const file = join(bed.directory, "outcomes.json");
  const { code, out, err } = await kit(name, ...accounts(name), "--json", file);
  expect(err).toBe("");
  const { requirements } = JSON.parse(await readFile(file, "utf8")) as { readonly requirements: Outcome[] };
  const bad = requirements.filter(({ status }) => ["fail", "not kept", "not run"].includes(status));
  expect(bad.map(({ id, notes }) => [id, notes])).toEqual([
    ["media-url-good-for-a-while", ["takes minutes: needs --slow"]],
  ]);
  expect(code).toBe(0);
  expect(out).toContain("7.4 Check");
  expect(requirements.filter(({ status }) => status === "pass").length).toBeGreaterThan(100);

  expect(await whatIsThere(owner)).toEqual(before);
  await owner.leave();
  expect(component.log().slice(said)).not.toMatch(/"level":"?error/);
});

test("an interrupted run leaves the service as it found it, too", async () => {
  const name = owners.pop()!;
  const owner = await login(accountOf(bed, name), { server: bed.service });
  await publishFirst(owner);
  const before = await whatIsThere(owner);
  const interrupt = new AbortController();
  const running = runService({
    service: bed.componentDomain,
    server: bed.service,
    owner: accountOf(bed, name),
    peer: accountOf(bed, "romeo"),
    signal: interrupt.signal,
    // By then access and scheme are the kit's.
    onProgress: (done) => done === 45 && interrupt.abort(new Error("interrupted")),
  });
  await expect(running).rejects.toThrow("interrupted");
  expect(await whatIsThere(owner)).toEqual(before);
  await owner.leave();
});

test("accounts that are no contacts are refused, before anything is changed", async () => {
  const running = runService({
    service: bed.componentDomain,
    server: bed.service,
    owner: accountOf(bed, "juliet"),
    peer: accountOf(bed, STRANGER),
  });
  await expect(running).rejects.toThrow(UnfitAccounts);
});

test("a login that fails says so, without a password", async () => {
  const { code, err } = await kit(
    "juliet",
    "--service",
    bed.componentDomain,
    "--server",
    bed.service,
    "--jid",
    "nobody@capulet.lit",
  );
  expect(code).toBe(3);
  expect(err).toContain("nobody@capulet.lit: not-authorized");
  expect(err).not.toContain(bed.password("juliet"));
});

test("the list has every requirement", async () => {
  const { code, out } = await kit("juliet", "--list");
  expect(code).toBe(0);
  expect(out).toMatch(/7\.4 +MUST +current-means-equal +--service\n/);
  expect(out).toMatch(/7\.2 +MUST +presence-before-sync +--client\n/);
  expect(out).not.toContain("(undefined)");
});
