// Jingle, file transfer and bytestreams as StanzaJS has them: it reads what we mean in each of our stanzas, and sends and gets
// files with our engine through a server (draft, "Client-Stored Schemes" and "Push Mode").
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { readDraft } from "@status-scheme/draft";
import { stanzaCases } from "@status-scheme/fixtures";
import { NS, parseXml } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { loginTransfer, makeScheme, nothingLeft, serve } from "../../client-plugin/test/transfer/support/people.ts";
import type { TransferOptions, TransferPerson } from "../../client-plugin/test/transfer/support/people.ts";
import {
  asStanzaJsKeepsIt,
  meaningByStanzaJs,
  meaningOf,
  readByStanzaJs,
  writeByStanzaJs,
} from "./support/stanzajs.ts";
import type { Loss } from "./support/stanzajs.ts";
import { ownerByStanzaJs, viewerByStanzaJs } from "./support/stanzajs-client.ts";
import type { StanzaJsClient } from "./support/stanzajs-client.ts";

const JULIET = "juliet@capulet.lit/balcony";
/** By example or vector. */
const LOST: Readonly<Record<string, readonly Loss[]>> = {
  "stranger-session": ["document of a file"],
  "session-initiate": ["document of a file"],
  "session-accept": ["document of a file"],
  "direct-candidates": ["document of a file"],
  "session-current": ["document of a reason"],
  "jingle-accept-document": ["document of a file"],
  "jingle-initiate-document-held": ["document of a file"],
  "jingle-initiate-document": ["document of a file"],
  "jingle-terminate-current": ["document of a reason"],
  "jingle-application-of-another-kind": ["unsupported application"],
  "jingle-reject-media": ["file error of a reason"],
  "jingle-remove-media": ["file error of a reason"],
  "content-reject": ["file error of a reason"],
  "content-remove": ["file error of a reason"],
};

/** Reads and writes the stanza by StanzaJS, and compares both with what we mean. Returns what StanzaJS lost. */
function compare(stanza: Element): readonly Loss[] {
  const meaning = meaningOf(stanza);
  const { kind, stanza: read } = readByStanzaJs(String(stanza));
  const { from, to, type, id } = stanza.attrs;
  expect({ kind, ...only(read, ["from", "to", "type", "id"]) }).toEqual({
    kind: stanza.name,
    ...only({ from, to, type, id }, ["from", "to", "type", "id"]),
  });
  const { kept, losses } = meaning ? asStanzaJsKeepsIt(meaning) : { kept: undefined, losses: [] };
  expect(meaningByStanzaJs(read)).toEqual(kept);
  const again = meaningOf(parseXml(writeByStanzaJs(kind, read)));
  expect(again && asStanzaJsKeepsIt(again).kept).toEqual(kept);
  return losses;
}

function only(stanza: object, names: readonly string[]) {
  return Object.fromEntries(
    Object.entries(stanza).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

describe("StanzaJS reads what we mean, and we what it writes of that", () => {
  const examples = readDraft().examples.filter(({ section }) => /^[89](\.|$)/.test(section));
  const documents = examples.filter(({ xml }) => parseXml(xml).is("scheme", NS));
  const stanzas = examples.filter((example) => !documents.includes(example));

  test("nothing of the draft's two sections is left out", () => {
    expect(stanzas.length).toBeGreaterThan(50);
    expect(documents.map(({ id }) => id)).toEqual(["client-document"]);
  });

  const OURS = ["Jingle", "JingleError", "IbbOpen", "IbbData", "IbbClose", "Streamhosts", "Activation"];
  const vectors = stanzaCases().valid.filter(({ as }) => OURS.includes(as));
  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    "of the codec's vectors, %s",
    (name, { as, xml }) => {
      const type = { JingleError: "error", Streamhosts: "result" }[as] ?? "set";
      const stanza = `<iq type='${type}' id='v-1' from='${JULIET}' to='romeo@capulet.lit/orchard'>${xml}</iq>`;
      expect(compare(parseXml(stanza))).toEqual(LOST[name] ?? []);
    },
  );

  test.each(stanzas.map(({ id, xml }) => [id, xml] as const))("example %s", (id, xml) => {
    expect(compare(parseXml(xml))).toEqual(LOST[id] ?? []);
  });
});

describe("through a server", () => {
  const SIZES = { available: 9_000, dnd: 50_000 };
  let bed: Testbed;
  const ours: TransferPerson[] = [];
  let theirs: Pick<StanzaJsClient, "stop"> | undefined;
  beforeAll(async () => {
    bed = await startTestbed({ component: false });
  });
  afterAll(() => bed?.stop());
  afterEach(async () => {
    theirs?.stop();
    theirs = undefined;
    for (const { xmpp } of ours.splice(0)) await xmpp.stop();
  });
  const login = async (account: string, options: TransferOptions) => {
    const person = await loginTransfer(bed, account, options);
    ours.push(person);
    return person;
  };
  /** Every stanza of sessions and bytestreams that went out: what StanzaJS does not read of them is of our protocol. */
  const compareSent = (...people: readonly TransferPerson[]) => {
    const sent = people.flatMap((person) => person.sent).filter((stanza) => stanza.name === "iq");
    const meant = sent.filter((stanza) => meaningOf(stanza));
    const losses = new Set(sent.flatMap((stanza) => compare(stanza)));
    const names = meant.map((stanza) => {
      const { jingle, ...bytestream } = meaningOf(stanza)!;
      return jingle?.action ?? Object.keys(bytestream)[0]!;
    });
    return { losses: [...losses].sort(), names: [...new Set(names)].sort() };
  };

  test.each([
    ["direct", { loopback: true, mayShowAddress: () => true }, ["transport-info"]],
    ["the proxy", { loopback: true }, ["activation", "streamhosts", "transport-info"]],
    [
      "in band, after SOCKS5",
      {},
      ["close", "data", "open", "streamhosts", "transport-accept", "transport-info", "transport-replace"],
    ],
  ] as const)("StanzaJS reads each stanza of a session of ours: %s", async (_, options, own) => {
    const owner = await login("juliet", options);
    const viewer = await login("romeo", options);
    const served = makeScheme(bed.jid("juliet"), SIZES);
    const { ended } = serve(owner, served);
    const media = ({ looks }: typeof served.scheme) => looks.flatMap((look) => look.media);
    await viewer.transfers.fetchDocument({ jid: owner.jid }, { media, onMedium: () => undefined });
    await until("the session ends", () => ended.length === 1);
    const { names, losses } = compareSent(owner, viewer);
    const every = ["content-accept", "content-add", "session-accept", "session-info", "session-initiate"];
    expect(names.filter((name) => name !== "streamhosts")).toEqual(
      [...every, "session-terminate", ...own].filter((name) => name !== "streamhosts").sort(),
    );
    expect(losses).toEqual(["document of a file"]);
    await nothingLeft(owner, viewer);
  });

  // holds: viewer-opens-ibb, ibb-by-iq, replaced-or-removed
  test.each([
    ["in band", { net: undefined }, ["content-add", "session-initiate"]],
    [
      "in band, after it said that it cannot do SOCKS5",
      { loopback: true },
      ["content-add", "session-initiate", "transport-info", "transport-replace"],
    ],
  ] as const)("files from a client of StanzaJS to our viewer: %s", async (_, options, needed) => {
    const served = makeScheme(bed.jid("juliet"), SIZES);
    const files = [...served.files.values()];
    const owner = (theirs = await ownerByStanzaJs(bed, "juliet", files));
    const viewer = await login("romeo", options);
    const got = new Map<string, unknown>();
    const media = served.scheme.looks.flatMap((look) => look.media);
    await viewer.transfers.fetchMedia({ jid: owner.jid }, media, {
      onMedium: ({ hash }, outcome) => void got.set(hash, "bytes" in outcome ? outcome.bytes : outcome.error),
    });
    expect(got).toEqual(served.files);
    const { condition, actions } = await owner.ended;
    expect({ condition, actions: [...new Set(actions)].sort() }).toEqual({
      condition: "success",
      actions: [...needed, "session-info", "session-terminate"].sort(),
    });
    await nothingLeft(viewer);
  });

  // holds: ibb-always, ibb-by-iq, owner-closes-ibb
  test("a file from our owner to a client of StanzaJS, in band", async () => {
    const owner = await login("juliet", {});
    const served = makeScheme(bed.jid("juliet"), SIZES);
    const { ended } = serve(owner, served);
    const client = (theirs = await viewerByStanzaJs(bed, "romeo"));
    const { hash } = served.medium("dnd");
    const file = client.fetch(owner.jid, hash);
    await until("the session ends", () => ended.length === 1);
    expect(ended).toEqual([{ viewer: client.jid, received: 1, reason: "success" }]);
    expect(file.came()).toEqual(served.bytes("dnd"));
    await nothingLeft(owner);
  });
});
