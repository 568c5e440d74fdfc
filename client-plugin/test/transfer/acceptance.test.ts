// What a viewer makes of an acceptance (draft, sections 8.6, 8.10 and 8.14).
import { describe, expect, test } from "@jest/globals";
import type { Content } from "../../src/transfer/machine/state.ts";
import { step } from "../../src/transfer/machine/step.ts";
import { ANSWER, came, content, FILE, HASH, IBB, one, session } from "./support/session.ts";

describe("what the owner accepted", () => {
  const accept = (file: object, transport: object = ANSWER, more: Partial<Content> = {}) =>
    step(
      session("viewer", "pending", content("requested", more)),
      came("session-accept", { contents: one({ description: file as never, transport: transport as never }) }),
    );
  const reasonOf = ({ sends }: ReturnType<typeof step>) => sends[0]?.reason;
  const TOO_LARGE = { condition: "media-error", fileError: "file-too-large" };

  test.each([
    ["a larger file than is taken", { ...FILE, size: 245 }, TOO_LARGE],
    ["no size", { hash: HASH, hashUsed: false }, { condition: "general-error" }],
    ["no hash, and none promised", { size: 244, hashUsed: false }, { condition: "general-error" }],
    ["another hash", { ...FILE, hash: HASH.replace("Y", "Z") }, { condition: "media-error" }],
    ["another range", { ...FILE, range: { offset: 7 } }, { condition: "media-error" }],
  ])("%s ends it", (_, file, reason) => expect(reasonOf(accept(file))).toEqual(reason));

  // holds: too-large-refused-unread, ibb-block-size-only-smaller, accepted-transport-as-asked
  test.each([
    ["larger blocks", { ...IBB, blockSize: 4_097 }],
    ["messages", { ...IBB, stanza: "message" }],
    ["another bytestream", { ...IBB, sid: "ibb-2" }],
    ["another transport", ANSWER],
  ])("%s than were asked for end it", (_, transport) => {
    expect(reasonOf(accept(FILE, transport, { offer: IBB }))).toEqual({ condition: "failed-transport" });
  });

  test("the document's stamp is part of it", () => {
    const document = { asked: { document: {}, hashUsed: true } };
    expect(reasonOf(accept(FILE, ANSWER, document))).toEqual({ condition: "general-error" });
    const stamped = { ...FILE, document: { stamp: "2026-11-23T09:00:00.250Z" } };
    expect(accept(stamped, ANSWER, document).session.contents[0]!.state).toBe("connecting");
  });
});
