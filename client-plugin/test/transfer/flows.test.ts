// Document and media from an owner's client to a viewer's, through real servers, over each transport.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Medium } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { MediumOutcome, TransferProgress } from "../../src/transfer/api.ts";
import { loginTransfer, makeScheme, nothingLeft, serve } from "./support/people.ts";
import type { Served, TransferOptions, TransferPerson } from "./support/people.ts";

const SIZES = { available: 9_000, dnd: 70_000, away: 300 };

describe.each(["prosody", "ejabberd"] as const)("on %s", (server) => {
  let bed: Testbed;
  let owner: TransferPerson;
  let viewer: TransferPerson;
  let served: Served;
  beforeAll(async () => {
    bed = await startTestbed({ server, component: false });
  });
  afterAll(() => bed.stop());

  const login = async (juliet: TransferOptions = {}, romeo: TransferOptions = {}) => {
    [owner, viewer] = await Promise.all([loginTransfer(bed, "juliet", juliet), loginTransfer(bed, "romeo", romeo)]);
    served = makeScheme(bed.jid("juliet"), SIZES);
  };
  beforeEach(() => void (owner = viewer = undefined!));
  afterEach(async () => {
    await nothingLeft(owner, viewer).finally(() => Promise.all([owner.xmpp.stop(), viewer.xmpp.stop()]));
  });

  const fetchAll = async () => {
    const outcomes = new Map<Medium, MediumOutcome>();
    const progress: TransferProgress[] = [];
    const { ended } = serve(owner, served);
    const document = await viewer.transfers.fetchDocument(
      { jid: owner.jid },
      {
        media: ({ looks }) => looks.flatMap(({ media }) => media),
        onMedium: (medium, outcome) => void outcomes.set(medium, outcome),
        onProgress: (step) => progress.push(step),
      },
    );
    expect(document).toEqual({ status: "changed", scheme: served.scheme });
    for (const state of Object.keys(SIZES)) {
      const found = [...outcomes].find(([{ hash }]) => hash === served.medium(state).hash);
      expect(found?.[1]).toEqual({ bytes: served.bytes(state) });
    }
    await until("the end", () => ended.length === 1);
    expect(ended).toEqual([{ viewer: viewer.jid, received: 4, reason: "success" }]);
    expect(viewer.actions().map(({ action }) => action)).not.toContain("content-remove");
    return progress;
  };
  const DIRECT = { loopback: true, mayShowAddress: () => true };

  test("over SOCKS5, directly", async () => {
    await login(DIRECT, DIRECT);
    const progress = await fetchAll();
    expect(new Set(progress.map(({ method }) => method))).toEqual(new Set(["s5b"]));
    expect(
      owner
        .actions()
        .concat(viewer.actions())
        .some(({ contents: [one] }) => hasState(one, "activated")),
    ).toBe(false);
  });

  test("over the server's proxy", async () => {
    await login({ loopback: true }, { loopback: true });
    const progress = await fetchAll();
    expect(new Set(progress.map(({ method }) => method))).toEqual(new Set(["s5b"]));
    expect(viewer.actions().filter(({ contents: [one] }) => hasState(one, "activated"))).toHaveLength(4);
  });

  test("in band, where the viewer has no sockets", async () => {
    await login({}, { net: undefined });
    const progress = await fetchAll();
    expect(new Set(progress.map(({ method }) => method))).toEqual(new Set(["ibb"]));
  });

  test("in band by transport-replace, where SOCKS5 fails", async () => {
    await login({}, {}); // the proxy is on a loopback address, which nobody connects to
    const progress = await fetchAll();
    expect(new Set(progress.map(({ method }) => method))).toEqual(new Set(["ibb"]));
    expect(viewer.actions().filter(({ action }) => action === "transport-replace")).toHaveLength(1);
  });
});

function hasState(
  content: ReturnType<TransferPerson["actions"]>[number]["contents"][number] | undefined,
  is: string,
): boolean {
  const transport = content?.transport;
  return !!transport && !("unsupported" in transport) && transport.method === "s5b" && transport.state?.is === is;
}
