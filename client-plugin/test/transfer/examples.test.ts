// The draft's own words, section 8: whole flows, as the viewer and as the owner.
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { encodeScheme, stanza } from "@status-scheme/protocol";
import type { Element, Stamp } from "@status-scheme/protocol";
import { decodeJingle, encodeIbbData, encodeJingle } from "@status-scheme/protocol/transfer";
import { createExecuted } from "../../../draft/test/support/executed.ts";
import { createAnswers } from "../../src/serve/answers.ts";
import { sha256 } from "../../src/digest.ts";
import { createTransfers } from "../../src/transfer/transfers.ts";
import type { MediumOutcome } from "../../src/transfer/api.ts";
import { idle } from "../viewer/support/clock.ts";
import {
  acknowledge,
  createProxyNet,
  DEPS,
  DOCUMENT,
  flowOf,
  image,
  OWNER,
  play,
  scheme,
  STILL,
  VIEWER,
} from "./support/play.ts";
import { createScriptedHost } from "./support/scripted-host.ts";
import type { ScriptedHost } from "./support/scripted-host.ts";

const executed = createExecuted("client-plugin/test/transfer/examples.test.ts");
const note = (ids: readonly string[]) => ids.forEach(executed.note);

let randomUUID: ReturnType<typeof jest.spyOn>;
const idsAre = (...ids: string[]) => {
  const rest = ids.values();
  randomUUID.mockImplementation((() => rest.next().value ?? "more") as never);
};
beforeEach(() => {
  randomUUID = jest.spyOn(crypto, "randomUUID") as never;
});
afterEach(() => randomUUID.mockRestore());

describe("client-session", () => {
  /** Names of candidates and contents are the viewer's. */
  const OWN_WORDS = { rp1: "crp1", rp2: "crp2", "dnd-image": "m1" };

  test("the viewer", async () => {
    const me = createScriptedHost(VIEWER);
    const { net, say } = createProxyNet(1);
    const transfers = createTransfers({ host: me.host, deps: DEPS, net });
    await beginningOf(me, transfers, 220);
    idsAre("4f2a", "unused", "zb3r", "rp1", "7qd2", "m8k1", "rp2");
    const outcomes: MediumOutcome[] = [];
    const document = transfers.fetchDocument(
      { jid: OWNER, socks5: true },
      {
        stamp: "2026-11-22T08:31:00.456Z" as Stamp,
        media: () => [image!],
        onMedium: (_, outcome) => outcomes.push(outcome),
      },
    );
    note(
      await play(flowOf("client-session", OWN_WORDS), me, {
        activated: () => say(new TextEncoder().encode(DOCUMENT)),
      }),
    );
    expect(await document).toEqual({ status: "changed", scheme });
    executed.note("client-document");
    expect(outcomes).toEqual([{ bytes: STILL }]);
    transfers.stop();
  });

  test("the owner", async () => {
    const me = createScriptedHost(OWNER);
    const { net, written } = createProxyNet(1);
    const transfers = createTransfers({ host: me.host, deps: DEPS, net });
    transfers.serve({ mayAsk: () => true, document: async () => scheme, media: async () => STILL });
    // How white space is written, and how small blocks are made, is the owner's choice.
    const ours = new TextEncoder().encode(encodeScheme(scheme).toString());
    const words = {
      "<size>666</size>": `<size>${ours.length}</size>`,
      "XfPfkwnfhoJ9cuguSn8F4ls/GlfwQFkHKGqIL5Ej90c=": await sha256(ours),
      "block-size='2048'": "block-size='4096'",
    };
    note(await play(flowOf("client-session", words), me));
    expect(Buffer.concat(written)).toEqual(Buffer.from(ours));
    transfers.stop();
  });
});

/** The viewer has so many bytes of the image from a session that broke. */
async function beginningOf(me: ScriptedHost, transfers: ReturnType<typeof createTransfers>, count: number) {
  const done = transfers.fetchMedia({ jid: OWNER, socks5: false }, [image!], { onMedium: () => undefined });
  const settle = async () => {
    const asked = await acknowledge(me);
    me.out.splice(0);
    return asked;
  };
  const owner = (payload: Element) =>
    me.receive(stanza("iq", { type: "set", id: "x", from: OWNER, to: VIEWER }, payload));
  const { sid, contents } = decodeJingle(await settle());
  const [{ name, transport }] = contents as [(typeof contents)[number]];
  const description = { size: STILL.length, hash: image!.hash, hashUsed: false };
  const accepted = { creator: "initiator", name, senders: "responder", description, transport: transport! } as const;
  owner(encodeJingle({ action: "session-accept", sid, responder: OWNER, contents: [accepted] }));
  const open = await settle();
  owner(encodeIbbData({ sid: open.attrs.sid!, seq: 0, data: STILL.subarray(0, count) }));
  await idle();
  me.receive(stanza("presence", { type: "unavailable", from: OWNER, to: VIEWER }));
  await done;
  await settle(); // that the stream is closed
}

describe("the owner's answers in one stanza", () => {
  const answering = (mayAsk: boolean) => {
    const me = createScriptedHost(OWNER);
    createAnswers({
      host: me.host,
      owner: () => "juliet@capulet.lit",
      mayAsk: () => mayAsk,
      document: () => scheme,
      isAsking: () => false,
    });
    return me;
  };

  test("client-iq, to Romeo", async () => {
    const steps = flowOf("client-iq").filter(({ id }) => /^client-(check|fetch)/.test(id));
    await play(steps, answering(true));
  });

  test("client-stranger: to Tybalt", async () => {
    const me = answering(false);
    const transfers = createTransfers({ host: me.host, deps: DEPS, net: undefined });
    transfers.serve({ mayAsk: () => false, document: async () => scheme, media: async () => STILL });
    note(await play(flowOf("client-stranger"), me));
    transfers.stop();
  });
});

test("every example that is said to be executed here was", () => {
  expect(executed.difference()).toEqual([]);
});
