// What component/README.md and docs/federation.md tell operators to write is what works: an ejabberd is started with these very
// lines, and the servers that federate in tests are set up as described.
import { afterEach, expect, test } from "@jest/globals";
import { freePorts, startTestbed, type Testbed } from "@status-scheme/testbed";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { startFederatedWorld, type FederatedWorld } from "../support/federated-world.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** The one fence of a language after a heading. */
async function fence(file: string, heading: string, language: string): Promise<string> {
  const text = await readFile(join(ROOT, file), "utf8");
  const found = new RegExp(`^#+ ${heading}$[\\s\\S]*?^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(text);
  if (!found) throw new Error(`${file} has no ${language} below "${heading}".`);
  return found[1]!;
}

test("an ejabberd with the documented lines takes the component and lets it read rosters", async () => {
  const lines = await fence("component/README.md", "Beside your ejabberd", "yaml");
  const [port] = (await freePorts(1)) as [number];
  const documented = parse(lines.replace("5347", String(port))) as Readonly<Record<string, unknown>>;
  const bed: Testbed = await startTestbed({
    server: "ejabberd",
    component: false,
    ports: { component: port },
    ejabberd: documented,
  });
  ends.push(bed.stop);
  const component = await bed.startComponent({ config: { xmpp: { ...xmppOf(bed), secret: "the secret" } } });
  expect(component.log()).toContain('"rosters":true');
});

function xmppOf({ componentService: service, componentDomain: domain, domain: serves }: Testbed) {
  return { service, domain, serves: [serves] };
}

test("the documented lines for s2s and proxies are those of the servers that federate here", async () => {
  const world: FederatedWorld = await startFederatedWorld({ friends: [] });
  ends.push(world.stop);
  const lua = await fence("docs/federation.md", "Certificates", "lua");
  const prosody = await readFile(join(world.capulet.bed.directory, "prosody.cfg.lua"), "utf8");
  for (const line of lua.trim().split("\n")) expect(prosody).toContain(line);
  const documented = parse(await fence("docs/federation.md", "Certificates", "yaml")) as Record<string, unknown>;
  const used = parse(await readFile(join(world.montague.bed.directory, "ejabberd.yml"), "utf8")) as typeof documented;
  // Where certificates are, and how patient a server is, is each operator's.
  const own = { certfiles: expect.any(Array), s2s_max_retry_delay: expect.any(Number) };
  expect(used).toMatchObject({ ...documented, ...own });
  const proxies = await fence("docs/federation.md", "Proxies, for schemes that owners' clients serve", "yaml");
  expect(used).toMatchObject(parse(proxies.replace("example.org", world.montague.bed.domain)) as typeof documented);
});
