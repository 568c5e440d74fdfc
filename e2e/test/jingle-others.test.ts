// Client-stored transfer with bytestreams that are not ours: slixmpp's XEP-0047 and XEP-0065, through both servers.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { loginTransfer, makeScheme, nothingLeft, serve } from "../../client-plugin/test/transfer/support/people.ts";
import type { TransferPerson } from "../../client-plugin/test/transfer/support/people.ts";
import { startScript } from "./support/script.ts";
import type { Script } from "./support/script.ts";

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
  let python: Script<Said> | undefined;
  beforeAll(async () => {
    bed = await startTestbed({ server, component: false });
  });
  afterAll(() => bed?.stop());
  afterEach(async () => {
    await python?.end("SIGTERM");
    await ours?.xmpp.stop();
    python = ours = undefined;
  });

  /** Starts the program; resolves to a way to wait for what it says, once it has logged in. */
  const start = async (role: "owner" | "viewer", account: string, options: readonly string[]) => {
    const jid = `${bed.jid(account)}/slixmpp`;
    python = await startScript<Said>(bed, "bytestreams", jid, { before: [role], after: options });
    return python.says;
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
    await nothingLeft(viewer);
  });

  // holds: no-data-before-activation
  test.each(["ibb", "s5b"] as const)("a file to slixmpp's client, by %s", async (method) => {
    const served = makeScheme(bed.jid("juliet"), { dnd: SIZE });
    const owner = (ours = await loginTransfer(bed, "juliet", { loopback: true }));
    const { ended } = serve(owner, served);
    const { hash } = served.medium("dnd");
    const says = await start("viewer", "romeo", ["--peer", owner.jid, "--hash", hash, "--method", method]);
    expect(await says("file")).toMatchObject({ size: SIZE, hash });
    await until("the session ends", () => ended.length === 1);
    expect(ended).toEqual([{ viewer: `${bed.jid("romeo")}/slixmpp`, received: 1, reason: "success" }]);
    await nothingLeft(owner);
  });
});
