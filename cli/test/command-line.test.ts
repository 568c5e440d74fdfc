// The command line as people run it: a process, on Prosody with the real component.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { ComponentProcess, Testbed } from "@status-scheme/testbed";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readSchemeFolder } from "@status-scheme/folder/node";
import { JULIET, run, STAMP } from "./support/run.ts";

let bed: Testbed;
let component: ComponentProcess;
let folder: string;
beforeAll(async () => {
  bed = await startTestbed();
  component = await bed.startComponent();
});
beforeEach(async () => {
  folder = await mkdtemp(join(bed.directory, "cli-"));
});
afterAll(() => bed.stop());

/** As this account, by TCP. */
const as = (account: string, ...args: string[]) =>
  run([...args, "--jid", bed.jid(account), "--service", bed.service], {
    STATUS_SCHEME_PASSWORD: bed.password(account),
  });
const failure = (error: string, code = 1) => ({ code, out: "", error: `status-scheme: ${error}\n` });

describe("an owner", () => {
  test("publishes a folder, shows it, and others see it as far as they may", async () => {
    const published = await as("juliet", "publish", JULIET);
    expect(published).toMatchObject({ code: 0, error: "" });
    expect(published.out).toMatch(/^published 6 looks /);
    const shown = await as("romeo", "show", bed.jid("juliet"));
    expect(shown.out).toContain(
      "in_a_meeting (dnd)\n  en: With the nurse\n  it: Sono con la nutrice\n  image: image/webp",
    );
    const { looks } = JSON.parse((await as("juliet", "show", "--json")).out) as { looks: unknown[] };
    expect(looks).toHaveLength(6);
    expect(await as("tybalt", "show", bed.jid("juliet"))).toEqual(
      failure("there is nothing, or nothing for you to see"),
    );
  });

  test("exports it, and what is published from there is the same", async () => {
    await as("juliet", "publish", JULIET);
    const path = join(folder, "exported");
    expect((await as("juliet", "export", path)).code).toBe(0);
    expect((await readdir(path)).sort()).toEqual(
      ["available", "away", "dnd", "eating", "in_a_meeting", "offline"]
        .map((state) => `${state}.webp`)
        .concat("scheme.yaml"),
    );
    const before = JSON.parse((await as("juliet", "show", "--json")).out) as { stamp: string; looks: unknown };
    const again = join(folder, "again");
    expect((await as("juliet", "publish", path)).code).toBe(0);
    expect((await as("juliet", "export", again)).code).toBe(0);
    const after = JSON.parse((await as("juliet", "show", "--json")).out) as { stamp: string; looks: unknown };
    const withoutUrls = (value: unknown) =>
      JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "sources" ? undefined : inner))) as unknown;
    expect(after.stamp).not.toBe(before.stamp);
    expect(withoutUrls(after.looks)).toEqual(withoutUrls(before.looks));
    expect(await readSchemeFolder(again)).toEqual(await readSchemeFolder(path));
    expect((await as("juliet", "export", again)).error).toContain("a scheme already; --force replaces it");
  });

  test("is kept from overwriting what another device published", async () => {
    const first = STAMP.exec((await as("juliet", "publish", JULIET)).out)![0];
    await as("juliet", "publish", JULIET);
    expect(await as("juliet", "publish", JULIET, "--replaces", first)).toEqual(
      failure("another device changed it meanwhile"),
    );
  });

  test("says who may see", async () => {
    await as("juliet", "publish", JULIET);
    const changed = await as("juliet", "access", "whitelist", "--allow", bed.jid("tybalt"));
    expect(changed).toMatchObject({ code: 0, error: "" });
    expect(changed.out).toBe(
      `model: whitelist\nallowed: ${bed.jid("tybalt")}\ncontacts: the service reads your roster\n`,
    );
    expect((await as("tybalt", "check", bed.jid("juliet"))).out).toMatch(/^changed /);
    expect(await as("romeo", "check", bed.jid("juliet"))).toMatchObject({ code: 0, out: "none\n" });
    await as("juliet", "access", "presence");
    expect(JSON.parse((await as("juliet", "access", "--json")).out)).toMatchObject({ model: "presence" });
  });

  test("takes it back", async () => {
    await as("juliet", "publish", JULIET);
    expect((await as("juliet", "clear")).out).toMatch(/^cleared /);
    expect((await as("juliet", "show")).out).toContain(": cleared ");
    expect((await as("juliet", "export", join(folder, "nothing"))).code).toBe(1);
    expect(await readdir(folder)).not.toContain("nothing");
  });
});

test("a script asks whether a contact's scheme changed", async () => {
  const stamp = STAMP.exec((await as("juliet", "publish", JULIET)).out)![0];
  expect((await as("romeo", "check", bed.jid("juliet"))).out).toBe(`changed ${stamp}\n`);
  expect((await as("romeo", "check", bed.jid("juliet"), "--stamp", stamp)).out).toBe(`current ${stamp}\n`);
  expect(JSON.parse((await as("romeo", "check", bed.jid("nobody"), "--json")).out)).toEqual({
    contact: bed.jid("nobody"),
    status: "none",
  });
});

test("by WebSocket, with the password from a file and the address from the environment", async () => {
  const file = join(folder, "password");
  await writeFile(file, `${bed.password("juliet")}\n`, { mode: 0o600 });
  const { code, error } = await run(["publish", JULIET, "--websocket", bed.websocket, "--password-file", file], {
    STATUS_SCHEME_JID: bed.jid("juliet"),
  });
  expect({ code, error }).toEqual({ code: 0, error: "" });
});

describe("what is wrong", () => {
  test("with a folder is said without a connection", async () => {
    const broken = join(folder, "broken");
    await cp(JULIET, broken, { recursive: true });
    await rm(join(broken, "dnd.png"));
    await writeFile(
      join(broken, "scheme.yaml"),
      (await readFile(join(JULIET, "scheme.yaml"), "utf8")).replace("eating:", "Eating:"),
    );
    for (const args of [
      ["check", broken],
      ["publish", broken],
    ]) {
      expect(await run(args)).toEqual({
        code: 1,
        out: "",
        error:
          "scheme.yaml:25: dnd, image: dnd.png: there is no such file\n" +
          'scheme.yaml:40: "Eating" is not a state: 1 to 64 of a-z, 0-9 and _\n',
      });
    }
    expect(await run(["check", JULIET])).toEqual({ code: 0, out: `${JULIET}: 6 looks, nothing wrong\n`, error: "" });
  });

  test("for the service names look, medium and limit", async () => {
    const big = join(folder, "big");
    await mkdir(big);
    await writeFile(join(big, "scheme.yaml"), "dnd: { text: Busy, image: noise.png }");
    await writeFile(join(big, "noise.png"), new Uint8Array(300_000).fill(7));
    expect(await as("juliet", "publish", big)).toEqual(
      failure("dnd, image: 300000 bytes, and at most 262144 are taken (image-bytes)"),
    );
    await writeFile(join(big, "noise.png"), new Uint8Array(300).fill(7));
    const { code, error } = await as("juliet", "publish", big);
    expect(code).toBe(1);
    expect(error).toMatch(/^status-scheme: dnd, image: the file is not what its name says/);
  });

  test("with the login, or the connection", async () => {
    const login = ["show", "--jid", bed.jid("juliet"), "--service", bed.service];
    expect(await run(login, { STATUS_SCHEME_PASSWORD: "wrong" })).toEqual(
      failure(`${bed.jid("juliet")}: the server does not accept the login (not-authorized)`, 3),
    );
    const nowhere = ["show", "--jid", bed.jid("juliet"), "--service", "xmpp://127.0.0.1:1"];
    expect(await run(nowhere, { STATUS_SCHEME_PASSWORD: "x" })).toEqual(
      failure(`${bed.jid("juliet")}: no connection (ECONNREFUSED)`, 3),
    );
  });

  test("where the service is down", async () => {
    await component.stop();
    const { code, error } = await as("juliet", "show", "--component", bed.componentDomain);
    await component.start();
    expect(code).toBe(1);
    expect(error).toMatch(/the service does not answer now|there is no such service/);
  });

  test.each([
    [["show"], "Whose scheme?"],
    [["show", "--jid", "capulet.lit"], "--jid capulet.lit: not an address like user@domain."],
    [["show", "--jid", "juliet@capulet.lit"], "No password"],
    [["show", "--jid", "juliet@capulet.lit", "--password-file", "/nowhere"], "it cannot be read (ENOENT)"],
    [["access", "everyone", "--jid", "juliet@capulet.lit"], "access everyone: none of presence"],
    [["check", "juliet@capulet.lit", "--stamp", "yesterday"], "not a stamp like"],
    [["publish", JULIET, "--password", "secret"], "can be read by every user of this machine"],
  ])("in the usage: %j", async (args, message) => {
    const { code, out, error } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toContain(message);
    expect(error).not.toContain("secret");
  });
});

test("help and version", async () => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, "../package.json"), "utf8")) as {
    version: string;
  };
  expect(await run(["--version"])).toEqual({ code: 0, out: `${version}\n`, error: "" });
  const help = await run(["--help"]);
  expect(help).toMatchObject({ code: 0, error: "" });
  for (const word of [
    "publish",
    "check",
    "show",
    "export",
    "access",
    "clear",
    "--jid",
    "--websocket",
    "STATUS_SCHEME_PASSWORD",
  ]) {
    expect(help.out).toContain(word);
  }
});
