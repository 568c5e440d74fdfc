import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configOf, loadConfig } from "../src/config.ts";
import type { Config } from "../src/config.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "config-"));
});
afterAll(() => rm(directory, { recursive: true }));

const GOOD = `xmpp:
  domain: schemes.capulet.lit
  secret: sesame
  serves: [capulet.lit]
`;

async function file(text: string): Promise<string> {
  const path = join(directory, "component.yaml");
  await writeFile(path, text);
  return path;
}
async function problemsOf(text: string, env: Record<string, string> = {}): Promise<readonly string[]> {
  const loaded = await loadConfig(await file(text), env);
  return "problems" in loaded ? loaded.problems.map((problem) => problem.replaceAll(directory, "")) : [];
}
async function configIn(text: string, env: Record<string, string> = {}): Promise<Config> {
  const loaded = await loadConfig(await file(text), env);
  if ("problems" in loaded) throw new Error(loaded.problems.join("\n"));
  return loaded.config;
}

describe("what is not said has its default", () => {
  test("a file with the four necessary lines is enough", async () => {
    const config = await configIn(GOOD);
    expect(config.xmpp.service).toBe("xmpp://127.0.0.1:5347");
    expect(config.limits).toEqual(DEFAULT_LIMITS);
    expect(config.log.level).toBe("info");
    expect(config.http.url).toBeUndefined();
  });

  test("a section whose lines are all commented out is an empty one", async () => {
    expect((await configIn(`${GOOD}http:\n  # port: 1\n`)).http.port).toBe(5380);
  });

  test("variables alone are enough", async () => {
    const loaded = await loadConfig(undefined, {
      STATUS_SCHEME_XMPP_DOMAIN: "schemes.capulet.lit",
      STATUS_SCHEME_XMPP_SECRET: "sesame",
      STATUS_SCHEME_XMPP_SERVES: "capulet.lit, montague.lit",
      STATUS_SCHEME_XMPP_ADMINS: "Escalus@Capulet.lit",
    });
    expect(loaded).toMatchObject({
      config: { xmpp: { serves: ["capulet.lit", "montague.lit"], admins: ["escalus@capulet.lit"] } },
    });
  });
});

describe("where settings come from", () => {
  test("a variable wins over the file, and is read as the setting's type", async () => {
    const config = await configIn(`${GOOD}http:\n  port: 1\nlimits:\n  image-bytes: 5\n`, {
      STATUS_SCHEME_HTTP_PORT: "0",
      STATUS_SCHEME_LIMITS_IMAGE_BYTES: "1000",
    });
    expect(config.http.port).toBe(0);
    expect(config.limits["image-bytes"]).toBe(1000);
  });

  test("other programs' variables are not looked at", async () => {
    const others = { PATH: "/bin", STATUS: "x", STATUS_SCHEME_JID: "juliet@capulet.lit", STATUS_SCHEME_PASSWORD: "x" };
    await expect(problemsOf(GOOD, others)).resolves.toEqual([]);
  });

  test("domains are normalised", async () => {
    expect((await configIn(GOOD.replace("[capulet.lit]", "[Capulet.LIT]"))).xmpp.serves).toEqual(["capulet.lit"]);
  });

  test("paths in a file are meant from where the file is", async () => {
    const config = await configIn(`${GOOD}store:\n  path: data/s.sqlite\nmedia:\n  path: /srv/media\n`);
    expect(config.store.path).toBe(join(directory, "data/s.sqlite"));
    expect(config.media.path).toBe("/srv/media");
  });

  test("so are the paths it leaves to their defaults", async () => {
    const { store, control } = await configIn(GOOD);
    expect(store.path).toBe(join(directory, "var/schemes.sqlite"));
    expect(control.path).toBe(join(directory, "var/control.sock"));
    const elsewhere = await configIn(`${GOOD}store:\n  path: /srv/schemes.sqlite\n`);
    expect(elsewhere.control.path).toBe("/srv/control.sock");
  });

  test("the secret may be in a file of its own, up to its final line break", async () => {
    await writeFile(join(directory, "secret"), "from a file\n");
    const config = await configIn(GOOD.replace("secret: sesame", "secret_file: secret"));
    expect(config.xmpp.secret).toBe("from a file");
  });

  test("values for a program that runs the component inside", () => {
    const xmpp = { domain: "schemes.capulet.lit", secret: "sesame", serves: ["capulet.lit"] };
    expect(configOf({ xmpp }).http.port).toBe(5380);
    expect(() => configOf({ xmpp, http: { port: -1 } })).toThrow("http.port: -1 is not allowed");
  });
});

describe("what is wrong is told by key, value, allowed range and place", () => {
  const table: [wrong: string, text: string, problem: string][] = [
    [
      "a port beyond the range",
      "http:\n  port: 70000",
      "http.port: 70000 is not allowed: a whole number from 0 to 65535 (from /component.yaml:6)",
    ],
    [
      "a port that is no number",
      "http:\n  port: eighty",
      'http.port: "eighty" is not allowed: a whole number from 0 to 65535 (from /component.yaml:6)',
    ],
    [
      "a number that is not whole",
      "http:\n  port: 80.5",
      "http.port: 80.5 is not allowed: a whole number from 0 to 65535 (from /component.yaml:6)",
    ],
    [
      "a negative limit",
      "limits:\n  image-bytes: -1",
      "limits.image-bytes: -1 is not allowed: a whole number from 1 to 2147483647 (from /component.yaml:6)",
    ],
    [
      "an unknown limit",
      "limits:\n  image-byte: 1",
      "limits.image-byte: no such setting; did you mean limits.image-bytes? (from /component.yaml:6)",
    ],
    [
      "an unknown setting, like nothing known",
      "http:\n  sideways: 1",
      "http.sideways: no such setting (from /component.yaml:6)",
    ],
    ["an unknown section", "htttp:\n  port: 1", "htttp: no such section; did you mean http? (from /component.yaml:5)"],
    ["a section that is a value", "http: 80", "http: is not a section with settings in it (from /component.yaml:5)"],
    [
      "a section that is a list",
      "http:\n  - port",
      "http: is not a section with settings in it (from /component.yaml:5)",
    ],
    [
      "an unknown kind of store",
      "store:\n  kind: mysql",
      'store.kind: "mysql" is not allowed: one of sqlite, memory (from /component.yaml:6)',
    ],
    [
      "an unknown level",
      "log:\n  level: loud",
      'log.level: "loud" is not allowed: one of trace, debug, info, warn, error, silent (from /component.yaml:6)',
    ],
    [
      "an empty value",
      "http:\n  host:",
      "http.host: null is not allowed: an IP address or host name of this machine (from /component.yaml:6)",
    ],
    [
      "a base URL with a query",
      "http:\n  url: https://capulet.lit/?a",
      'http.url: "https://capulet.lit/?a" is not allowed: an http:// or https:// URL without query or fragment (from /component.yaml:6)',
    ],
    [
      "another kind of URL",
      "http:\n  url: ftp://capulet.lit/",
      'http.url: "ftp://capulet.lit/" is not allowed: an http:// or https:// URL without query or fragment (from /component.yaml:6)',
    ],
    [
      "limits that contradict each other",
      "limits:\n  scheme-bytes: 1048576",
      "limits.scheme-bytes: 1048576 is not allowed: at most half of xmpp.stanza_bytes (1048576) (from /component.yaml:6)",
    ],
    [
      "media URLs that end before they were used",
      "http:\n  media_seconds: 299",
      "http.media_seconds: 299 is not allowed: a whole number from 300 to 2592000 (from /component.yaml:6)",
    ],
    ["a key twice", "http:\n  port: 1\n  port: 2", "/component.yaml:7: Map keys must be unique"],
  ];
  // holds: media-url-good-for-a-while
  test.each(table)("%s", async (_wrong, text, problem) => {
    expect(await problemsOf(`${GOOD}${text}\n`)).toEqual([problem]);
  });

  const xmpp: [wrong: string, from: string, to: string, problem: string][] = [
    [
      "no secret",
      "  secret: sesame\n",
      "",
      "xmpp.secret: is missing: 1 to 1024 printable ASCII characters (or variable STATUS_SCHEME_XMPP_SECRET)",
    ],
    [
      "a secret that cannot be hashed alike, which is not shown",
      "sesame",
      "sésame",
      "xmpp.secret: the value is not allowed: 1 to 1024 printable ASCII characters (from /component.yaml:3)",
    ],
    [
      "a secret file that is not there",
      "secret: sesame",
      "secret_file: nowhere",
      "xmpp.secret_file: /nowhere cannot be read (no such file; from /component.yaml:3)",
    ],
    [
      "a secret given twice",
      "secret: sesame",
      "secret: a\n  secret_file: b",
      "xmpp.secret: given twice, by /component.yaml:3 and, as secret_file, by /component.yaml:4",
    ],
    [
      "no domain served",
      "[capulet.lit]",
      "[]",
      "xmpp.serves: [] is not allowed: a list of at least one domain, such as [capulet.lit] (from /component.yaml:4)",
    ],
    [
      "a user in the place of a domain",
      "[capulet.lit]",
      "[juliet@capulet.lit]",
      'xmpp.serves: "juliet@capulet.lit" is not allowed: a list of at least one domain, such as [capulet.lit] (from /component.yaml:4)',
    ],
    [
      "one domain, not in a list",
      "[capulet.lit]",
      "capulet.lit",
      'xmpp.serves: "capulet.lit" is not allowed: a list of at least one domain, such as [capulet.lit] (from /component.yaml:4)',
    ],
    [
      "a domain with a resource",
      "domain: schemes.capulet.lit",
      "domain: a.lit/b",
      'xmpp.domain: "a.lit/b" is not allowed: a domain, such as schemes.capulet.lit (from /component.yaml:2)',
    ],
    [
      "a service of another kind",
      "xmpp:\n",
      "xmpp:\n  service: xmpps://localhost\n",
      'xmpp.service: "xmpps://localhost" is not allowed: xmpp://HOST or xmpp://HOST:PORT (from /component.yaml:2)',
    ],
    [
      "a service on no port",
      "xmpp:\n",
      "xmpp:\n  service: xmpp://localhost:99999\n",
      'xmpp.service: "xmpp://localhost:99999" is not allowed: xmpp://HOST or xmpp://HOST:PORT (from /component.yaml:2)',
    ],
  ];
  test.each(xmpp)("%s", async (_wrong, from, to, problem) => {
    expect(await problemsOf(GOOD.replace(from, to))).toEqual([problem]);
  });

  test("a variable is named, and what it may be", async () => {
    expect(await problemsOf(GOOD, { STATUS_SCHEME_HTTP_PORT: "http" })).toEqual([
      'http.port: "http" is not allowed: a whole number from 0 to 65535 (from variable STATUS_SCHEME_HTTP_PORT)',
    ]);
  });

  test.each([
    ["STATUS_SCHEME_XMPP_SECERT", "; did you mean STATUS_SCHEME_XMPP_SECRET?"],
    ["STATUS_SCHEME_XMMP_SECRET", "; did you mean STATUS_SCHEME_XMPP_SECRET?"],
    ["STATUS_SCHEME_STORE_ENGINE_NAME", ""],
  ])("a variable that is none is named, with a suggestion where there is one: %s", async (variable, suggestion) => {
    expect(await problemsOf(GOOD, { [variable]: "x" })).toEqual([`${variable}: no such variable${suggestion}`]);
  });

  test("every problem is listed at once", async () => {
    const problems = await problemsOf("http:\n  port: -1\nstor: {}\nlog:\n  level: loud\n", {
      STATUS_SCHEME_HTTP_HOTS: "",
    });
    expect(problems.map((problem) => problem.split(":")[0]!)).toEqual([
      "STATUS_SCHEME_HTTP_HOTS",
      "xmpp.domain",
      "xmpp.secret",
      "xmpp.serves",
      "http.port",
      "log.level",
      "stor",
    ]);
  });

  test("a file that is not there, not YAML, or of another shape", async () => {
    const good = {
      STATUS_SCHEME_XMPP_DOMAIN: "a.lit",
      STATUS_SCHEME_XMPP_SECRET: "s",
      STATUS_SCHEME_XMPP_SERVES: "a.lit",
    };
    await expect(loadConfig("/nowhere/x.yaml", good)).resolves.toEqual({
      problems: ["/nowhere/x.yaml: cannot be read (no such file)"],
    });
    expect((await problemsOf("xmpp: [", good))[0]).toMatch(/^\/component.yaml:1: Flow sequence/);
    expect(await problemsOf("- xmpp", good)).toEqual([
      expect.stringContaining("is not a list of sections (xmpp, http,"),
    ]);
    await expect(problemsOf("", good)).resolves.toEqual([]);
  });
});
