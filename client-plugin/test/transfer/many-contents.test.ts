// How many files an owner's client has under way for one viewer (draft, section 8.7).
import { describe, expect, test } from "@jest/globals";
import { step } from "../../src/transfer/machine/step.ts";
import { candidate, came, content, FILE, OFFER, one, session } from "./support/session.ts";

describe("a viewer that asks for more and more", () => {
  const more = (count: number, from = 0) =>
    came("content-add", {
      contents: Array.from({ length: count }, (_, index) => ({
        ...one({ senders: "responder", description: FILE, transport: OFFER })[0]!,
        name: `more-${from + index}`,
      })),
    });
  const refusals = ({ sends }: ReturnType<typeof step>) =>
    sends.map(({ action, reason }) => `${action} ${reason!.condition}`);

  test("has so many files under way, and each other one refused", () => {
    const after = step(session("owner", "active", content("transferring")), more(20));
    expect(after.session.contents).toHaveLength(16);
    expect(refusals(after)).toEqual(Array(5).fill("content-reject busy"));
    expect(step(after.session, more(1, 20)).session.contents).toHaveLength(16);
  });

  test("has so many in one session", () => {
    const done = Array.from({ length: 999 }, (_, index) => content("done", { name: `done-${index}` }));
    const after = step(session("owner", "active", ...done), more(2));
    expect(after.session.contents).toHaveLength(1_000);
    expect(refusals(after)).toEqual(["content-reject busy"]);
  });

  test("makes the owner's client keep little of what it says, however much that is", () => {
    const candidates = Array.from({ length: 5_000 }, (_, index) => candidate(`c${index}`, "direct", index + 1));
    const description = { ...FILE, name: "x".repeat(100_000) };
    const contents = one({ name: "new", senders: "responder", description, transport: { ...OFFER, candidates } });
    const after = step(session("owner", "active", content("transferring")), came("content-add", { contents }));
    expect(after.session.contents.map(({ name }) => name)).toEqual(["m0", "new"]);
    expect(JSON.stringify(after.session).length).toBeLessThan(10_000);
  });
});
