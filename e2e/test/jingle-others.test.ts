// Client-stored transfer with bytestreams that are not ours: slixmpp's XEP-0047 and XEP-0065, through both servers.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { loginTransfer, makeScheme, NOTHING_LEFT, serve } from "../../client-plugin/test/transfer/support/people.ts";
import type { TransferPerson } from "../../client-plugin/test/transfer/support/people.ts";
import { until } from "./support/world.ts";

const SCRIPT = fileURLToPath(new URL("../slixmpp/bytestreams.py", import.meta.url));
const SIZE = 50_000;

interface Said {
  readonly event: string;
  readonly jid?: string;
  readonly action?: string;
  readonly reason?: readonly string[];
  readonly size?: number;
  readonly hash?: string;
}

describe.each(["prosody", "ejabberd"] as const)("on %s", (server) => {
  let bed: Testbed;
  let ours: TransferPerson | undefined;
  let python: ChildProcess | undefined;
  beforeAll(async () => {
    bed = await startTestbed({ server, component: false });
  }, 60_000);
  afterAll(() => bed.stop());
  afterEach(async () => {
    if (python?.exitCode === null) {
      python.kill();
      await once(python, "close");
    }
    await ours?.xmpp.stop();
  });

  /** Starts the program; resolves to a way to wait for what it says, once it has logged in. */
  const start = async (role: "owner" | "viewer", account: string, options: readonly string[]) => {
    const { hostname, port } = new URL(bed.service);
    const where = ["--jid", `${bed.jid(account)}/slixmpp`, "--host", hostname, "--port", port];
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", XMPP_PASSWORD: bed.password(account) };
    const child = spawn("/usr/bin/python3", [SCRIPT, role, ...where, ...options], { env });
    python = child;
    bed.guard.watch(child.pid!);
    void once(child, "close").finally(() => bed.guard.forget(child.pid!));
    const said: Said[] = [];
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors += chunk));
    createInterface({ input: child.stdout }).on("line", (line) => said.push(JSON.parse(line) as Said));
    const says = async (event: string): Promise<Said> => {
      const found = () => said.find((one) => one.event === event);
      const isOver = () => found() !== undefined || child.exitCode !== null;
      await until(isOver, `bytestreams.py says ${event}`).catch(() => undefined);
      return (
        found() ?? Promise.reject(new Error(`bytestreams.py said no ${event}:\n${JSON.stringify(said)}\n${errors}`))
      );
    };
    await says("ready");
    return says;
  };

  // holds: ibb-always, viewer-opens-ibb, owner-closes-ibb, ibb-by-iq, destination-computed, offerer-activates
  test.each(["ibb", "s5b"] as const)("a file from slixmpp's client, by %s", async (method) => {
    const served = makeScheme(bed.jid("juliet"), { dnd: SIZE });
    const path = join(bed.directory, "file");
    await writeFile(path, served.bytes("dnd"));
    const says = await start("owner", "juliet", ["--path", path]);
    const viewer = (ours = await loginTransfer(bed, "romeo", { loopback: true }));
    const methods = new Set<string>();
    let bytes: Uint8Array | undefined;
    await viewer.transfers.fetchMedia(
      { jid: `${bed.jid("juliet")}/slixmpp`, socks5: method === "s5b" },
      [served.medium("dnd")],
      {
        onMedium: (_, outcome) => {
          if ("error" in outcome) throw outcome.error;
          ({ bytes } = outcome);
        },
        onProgress: (progress) => methods.add(progress.method),
      },
    );
    expect(bytes).toEqual(served.bytes("dnd"));
    expect([...methods]).toEqual([method]);
    expect(await says("ended")).toMatchObject({ reason: ["success"] });
    await until(() => JSON.stringify(viewer.left()) === JSON.stringify(NOTHING_LEFT), "nothing is left");
  });

  // holds: no-data-before-activation
  test.each(["ibb", "s5b"] as const)("a file to slixmpp's client, by %s", async (method) => {
    const served = makeScheme(bed.jid("juliet"), { dnd: SIZE });
    const owner = (ours = await loginTransfer(bed, "juliet", { loopback: true }));
    const { ended } = serve(owner, served);
    const { hash } = served.medium("dnd");
    const says = await start("viewer", "romeo", ["--peer", owner.jid, "--hash", hash, "--method", method]);
    expect(await says("file")).toMatchObject({ size: SIZE, hash });
    await until(() => ended.length === 1, "the session ends");
    expect(ended).toEqual([{ viewer: `${bed.jid("romeo")}/slixmpp`, received: 1, reason: "success" }]);
    await until(() => JSON.stringify(owner.left()) === JSON.stringify(NOTHING_LEFT), "nothing is left");
  });
});
