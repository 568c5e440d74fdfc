// Who may see: every model, relation and age of the list of contacts.
import { describe, expect, test } from "@jest/globals";
import { ACCESS_MODELS } from "@status-scheme/protocol";
import type { AccessModel } from "@status-scheme/protocol";
import type { Verdict } from "../../src/service/visibility.ts";
import { decide, decideUnasked, mayHaveJoined } from "../../src/service/visibility.ts";
import type { SightFacts } from "../../src/store/store.ts";

const NOW = 1_000_000;
const AGE = { now: NOW, freshMs: 60_000 };
const friend = { jid: "romeo@capulet.lit", groups: ["Friends"] };

const RELATIONS: Readonly<Record<string, Partial<SightFacts>>> = {
  stranger: {},
  contact: { contact: { ...friend, groups: [] } },
  "contact in the group": { contact: friend },
  allowed: { allowed: true },
  "allowed and a contact in the group": { allowed: true, contact: friend },
};
const LISTS: Readonly<Record<string, Partial<SightFacts>>> = {
  fresh: { contactsReadAt: NOW - 60_000 },
  old: { contactsReadAt: NOW - 60_001 },
  "from the future": { contactsReadAt: NOW + 1 },
  "never read": {},
  supplied: { contactsSupplied: true },
};
const OLD = ["old", "from the future", "never read"];
/** By model, the relations that see. */
const SEE: Readonly<Record<AccessModel, readonly string[]>> = {
  presence: ["contact", "contact in the group", "allowed and a contact in the group"],
  roster: ["contact in the group", "allowed and a contact in the group"],
  whitelist: ["allowed", "allowed and a contact in the group"],
  open: Object.keys(RELATIONS),
};

const factsOf = (model: AccessModel, relation: string, list: string, more: Partial<SightFacts> = {}): SightFacts => ({
  owner: "juliet@capulet.lit",
  empty: false,
  model,
  groups: ["Friends", "Family"],
  allowed: false,
  blocked: false,
  suspended: false,
  contactsSupplied: false,
  ...RELATIONS[relation],
  ...LISTS[list],
  ...more,
});

const CASES = ACCESS_MODELS.flatMap((model) =>
  Object.keys(RELATIONS).flatMap((relation) => Object.keys(LISTS).map((list) => ({ model, relation, list }))),
);

describe("who may see", () => {
  test.each(CASES)("$model, $relation, list $list", ({ model, relation, list }) => {
    const byList = model === "presence" || model === "roster";
    const sees: Verdict = byList && OLD.includes(list) ? "unconfirmed" : "seen";
    const expected = SEE[model].includes(relation) ? sees : "unseen";
    expect(decide(factsOf(model, relation, list), friend.jid, AGE)).toBe(expected);
    // Unasked, only whoever the owner names is told.
    const unasked = relation === "stranger" ? "unseen" : expected;
    expect(decideUnasked(factsOf(model, relation, list), friend.jid, AGE)).toBe(unasked);
  });

  // holds: blocked-see-nothing
  test.each(CASES)("blocked: $model, $relation, list $list", ({ model, relation, list }) => {
    const facts = factsOf(model, relation, list, { blocked: true });
    expect(decide(facts, friend.jid, AGE)).toBe("unseen");
    expect(decideUnasked(facts, friend.jid, AGE)).toBe("unseen");
    expect(mayHaveJoined(facts, friend.jid, AGE)).toBe(false);
  });

  test.each(CASES)("suspended: $model, $relation, list $list", ({ model, relation, list }) => {
    const facts = factsOf(model, relation, list, { suspended: true });
    expect(decide(facts, friend.jid, AGE)).toBe("unseen");
    expect(decideUnasked(facts, friend.jid, AGE)).toBe("unseen");
  });

  // holds: owner-always-sees
  test.each(ACCESS_MODELS)("the owner always sees: %s", (model) => {
    const facts = factsOf(model, "stranger", "old", { blocked: true });
    expect(decide(facts, facts.owner, AGE)).toBe("seen");
    expect(decideUnasked(facts, facts.owner, AGE)).toBe("seen");
  });
});

describe("who may be on the list by now", () => {
  test.each(CASES)("$model, $relation, list $list", ({ model, relation, list }) => {
    const isListed = relation.includes("contact");
    const expected = model !== "whitelist" && !isListed && OLD.includes(list);
    expect(mayHaveJoined(factsOf(model, relation, list), friend.jid, AGE)).toBe(expected);
  });
});
