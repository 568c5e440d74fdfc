// The draft's own words, section 9.1: a push, and the notice in its place once the budget is spent. The sender's address is
// its server's to add.
import { expect, jest, test } from "@jest/globals";
import { readDraft } from "@status-scheme/draft";
import { createExecuted } from "../../../draft/test/support/executed.ts";
import { byteLength, decodeChanged, NS, parseXml } from "@status-scheme/protocol";
import type { Element, StampedScheme } from "@status-scheme/protocol";
import { createPusher } from "../../src/announce/pusher.ts";
import { createClock } from "../viewer/support/clock.ts";

const { examples } = readDraft();
const exampleOf = (id: string) => parseXml(examples.find((example) => example.id === id)!.xml.replace(/>\s+</g, "><"));

test("push, push-notice", () => {
  const [push, notice] = ["push", "push-notice"].map(exampleOf) as [Element, Element];
  const { scheme } = decodeChanged(push.getChild("changed", NS)!);
  for (const message of [push, notice]) delete message.attrs.from;
  const sent: Element[] = [];
  const ids = ["1", "2"].values();
  const randomUUID = jest.spyOn(crypto, "randomUUID").mockImplementation((() => ids.next().value) as never);
  const pusher = createPusher({
    deps: createClock(),
    isRecipient: () => true,
    scheme: () => scheme as StampedScheme,
    send: (message) => sent.push(message),
    budget: byteLength(push),
  });
  pusher.change();
  pusher.include([push.attrs.to!, notice.attrs.to!]);
  randomUUID.mockRestore();
  const texts = (all: readonly Element[]) => all.map((message) => parseXml(message.toString()).toString());
  const sorted = (text: string) =>
    text.replace(
      /<([\w-]+) ([^>]*?)(\/?)>/g,
      (_, name: string, attributes: string, end: string) =>
        `<${name} ${[...attributes.matchAll(/[\w:-]+="[^"]*"/g)].map(String).sort().join(" ")}${end}>`,
    );
  expect(texts(sent).map(sorted)).toEqual(texts([push, notice]).map(sorted));
  pusher.reset();
  const executed = createExecuted("client-plugin/test/announce/examples.test.ts");
  for (const id of ["push", "push-notice"]) executed.note(id);
  expect(executed.difference()).toEqual([]);
});
