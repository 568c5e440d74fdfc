import { describe, expect, test } from "@jest/globals";
import type { Look, Showing } from "@status-scheme/protocol";
import { lookFor, OFFLINE, parsePriority, parseShow, shownResource, shownState } from "../../src/viewer/state.ts";
import type { Resource } from "../../src/viewer/state.ts";
import { textLook } from "./support/values.ts";

const resource = (name: string, priority: number, since: number, more: Partial<Resource> = {}): Resource => ({
  resource: name,
  show: "available",
  status: [],
  priority,
  since,
  ...more,
});

// holds: resource-by-priority-then-recency, negative-priority-counts
describe("which resource is shown", () => {
  test.each([
    ["nobody is there", [], undefined],
    ["the highest priority", [resource("a", 1, 9), resource("b", 5, 1), resource("c", 0, 5)], "b"],
    ["then the most recent", [resource("a", 1, 1), resource("b", 1, 3), resource("c", 1, 2)], "b"],
    ["a negative priority is there, too", [resource("a", -1, 1)], "a"],
    ["but comes after every other", [resource("a", -1, 9), resource("b", 0, 1)], "b"],
  ])("%s", (_, resources, expected) => {
    expect(shownResource(resources)?.resource).toBe(expected);
  });
});

// holds: hint-names-own-states-only, until-ends-the-state
describe("the state of a resource", () => {
  const now = 1_000;
  const dnd = (hint?: Showing) => resource("a", 0, 1, { show: "dnd", ...(hint && { hint }) });
  test.each([
    ["none: offline", undefined, OFFLINE],
    ["without a hint: its show", dnd(), { state: "dnd", show: "dnd" }],
    ["a state of its own", dnd({ state: "in_a_meeting" }), { state: "in_a_meeting", show: "dnd" }],
    ["until a time to come", dnd({ state: "eating", until: 1_001 }), { state: "eating", show: "dnd", until: 1_001 }],
    ["that is over", dnd({ state: "eating", until: 1_000 }), { state: "dnd", show: "dnd" }],
    ["a show that ends", dnd({ until: 2_000 }), { state: "dnd", show: "dnd", until: 2_000 }],
    ["no base state by a hint", dnd({ state: "offline" }), { state: "dnd", show: "dnd" }],
  ])("%s", (_, of, expected) => {
    expect(shownState(of, now)).toEqual(expected);
  });
});

// holds: look-fallback
describe("the look for a state", () => {
  const looks: Look[] = [
    textLook("available", "Here"),
    textLook("dnd", "Busy"),
    textLook("in_a_meeting", "Meeting", { show: "dnd" }),
    textLook("offline", "Gone"),
  ];
  test.each([
    ["the state's own", { state: "in_a_meeting", show: "dnd" }, "in_a_meeting"],
    ["else the base state's", { state: "thinking", show: "dnd" }, "dnd"],
    ["else that of available", { state: "thinking", show: "xa" }, "available"],
    ["a base state's own", { state: "dnd", show: "dnd" }, "dnd"],
    ["offline its own", { state: "offline", show: "offline" }, "offline"],
  ] as const)("%s", (_, state, expected) => {
    expect(lookFor(looks, state)?.state).toBe(expected);
  });
  // holds: offline-falls-back-to-plain
  test("offline never has the look of someone who is there", () => {
    expect(lookFor(looks.slice(0, 3), OFFLINE)).toBeUndefined();
  });
  test("no look at all: the plain state", () => {
    expect(lookFor([textLook("chat", "Talk to me")], { state: "dnd", show: "dnd" })).toBeUndefined();
  });
});

test.each([
  [undefined, "available"],
  ["dnd", "dnd"],
  [" xa\n", "xa"],
  ["offline", "available"],
  ["sleeping", "available"],
])("show %j is %s", (text, expected) => {
  expect(parseShow(text)).toBe(expected);
});

test.each([
  [null, 0],
  ["5", 5],
  ["-128", -128],
  ["127", 127],
  ["128", 0],
  ["1.5", 0],
  ["high", 0],
])("priority %j is %d", (text, expected) => {
  expect(parsePriority(text)).toBe(expected);
});
