// store.ts, AccessStore: who may see, contact lists, and the facts of both.
import { describe, expect, test } from "@jest/globals";
import { edit, eachOpened, JULIET, MERCUTIO, NURSE, refusal, ROMEO, T0, TYBALT } from "./harness.ts";
import type { MakePlace } from "./harness.ts";

const contact = (jid: string, ...groups: string[]) => ({ jid, groups });
const supply = (contacts: ReturnType<typeof contact>[], patch = false, removed: string[] = []) => ({
  contacts: { patch, set: contacts, removed },
});

export function accessContract(makePlace: MakePlace): void {
  describe("access", () => {
    const at = eachOpened(makePlace);

    test("never set is `presence`, with empty lists", async () => {
      const { version, ...access } = await at.store.readAccess(JULIET);
      expect(access).toEqual({ model: "presence", groups: [], allowed: [], blocked: [], roster: "server" });
      expect(version).not.toBe("");
    });

    // holds: access-absent-stays
    test("keeps what a change leaves out", async () => {
      await at.store.writeAccess(JULIET, { model: "whitelist", allowed: [ROMEO, NURSE] }, T0);
      await at.store.writeAccess(JULIET, { blocked: [TYBALT] }, T0);
      const answer = await at.store.writeAccess(JULIET, { groups: ["Verona", "Friends"] }, T0);
      expect(answer).toMatchObject({ model: "whitelist", blocked: [TYBALT], groups: ["Verona", "Friends"] });
      expect([...answer.allowed].sort()).toEqual([NURSE, ROMEO]);
      await at.reopen();
      expect(await at.store.readAccess(JULIET)).toEqual(answer);
    });

    // holds: access-list-replaces
    test("lists are taken over whole", async () => {
      await at.store.writeAccess(JULIET, { allowed: [ROMEO, NURSE], blocked: [TYBALT], groups: ["a"] }, T0);
      const answer = await at.store.writeAccess(JULIET, { allowed: [NURSE], blocked: [], groups: [] }, T0);
      expect(answer).toMatchObject({ allowed: [NURSE], blocked: [], groups: [] });
    });

    test("of two owners are apart", async () => {
      await at.store.writeAccess(JULIET, { model: "open", allowed: [ROMEO] }, T0);
      expect(await at.store.readAccess(NURSE)).toMatchObject({ model: "presence", allowed: [] });
    });

    test("has a new version with every change", async () => {
      const versions = [(await at.store.readAccess(JULIET)).version];
      for (const model of ["open", "presence", "presence"] as const) {
        versions.push((await at.store.writeAccess(JULIET, { model }, T0)).version);
      }
      expect(new Set(versions).size).toBe(4);
      expect((await at.store.readAccess(JULIET)).version).toBe(versions[3]);
    });

    // holds: access-conflict
    test("changed from another version is refused with the current one, and stays", async () => {
      const { version: first } = await at.store.readAccess(JULIET);
      const { version } = await at.store.writeAccess(JULIET, { version: first, model: "open" }, T0);
      const refused = await refusal(at.store.writeAccess(JULIET, { version: first, allowed: [TYBALT] }, T0));
      expect(refused).toMatchObject({ code: "conflict", detail: { version } });
      expect(await at.store.readAccess(JULIET)).toMatchObject({ version, model: "open", allowed: [] });
    });

    // holds: access-no-stamp
    test("is no change of the scheme", async () => {
      const { stamp } = await at.store.commit(edit(JULIET));
      const { seq } = await at.store.position();
      await at.store.writeAccess(JULIET, { model: "open" }, T0 + 1);
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([{ stamp, seq, model: "open" }]);
    });
  });

  describe("contacts", () => {
    const at = eachOpened(makePlace);
    const jids = async () => [...(await at.store.audience(JULIET))].sort();

    test("read from the server replace the list, and what that changed is told", async () => {
      const first = await at.store.writeContacts(JULIET, [contact(ROMEO, "b", "a"), contact(TYBALT)], T0);
      expect(first).toEqual({ added: [ROMEO, TYBALT], removed: [], regrouped: [] });
      const second = await at.store.writeContacts(JULIET, [contact(ROMEO, "a"), contact(NURSE)], T0 + 1);
      expect(second).toEqual({ added: [NURSE], removed: [TYBALT], regrouped: [ROMEO] });
      const third = await at.store.writeContacts(JULIET, [contact(NURSE), contact(ROMEO, "a", "a")], T0 + 2);
      expect(third).toEqual({ added: [], removed: [], regrouped: [] });
      expect(await jids()).toEqual([NURSE, ROMEO]);
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([
        { contactsReadAt: T0 + 2, contactsSupplied: false },
      ]);
    });

    // holds: contacts-whole, contacts-patch-sets, contacts-patch-removes
    test("supplied by the owner's client are the list, whole or patched", async () => {
      await at.store.writeAccess(JULIET, supply([contact(ROMEO, "Verona"), contact(TYBALT)]), T0);
      expect(await jids()).toEqual([ROMEO, TYBALT]);
      await at.store.writeAccess(JULIET, supply([contact(NURSE)], true, [TYBALT]), T0);
      expect(await jids()).toEqual([NURSE, ROMEO]);
      const [facts] = await at.store.facts([JULIET], ROMEO);
      expect(facts).toMatchObject({ contact: contact(ROMEO, "Verona"), contactsSupplied: true });
      expect(facts).not.toHaveProperty("contactsReadAt");
      await at.store.writeAccess(JULIET, supply([]), T0);
      expect(await jids()).toEqual([]);
    });

    test("are the last list's, whoever it came from", async () => {
      await at.store.writeContacts(JULIET, [contact(ROMEO)], T0);
      await at.store.writeAccess(JULIET, supply([contact(NURSE)]), T0);
      expect(await jids()).toEqual([NURSE]);
      await at.store.writeContacts(JULIET, [contact(ROMEO)], T0 + 1);
      expect(await jids()).toEqual([ROMEO]);
      expect(await at.store.facts([JULIET], NURSE)).toMatchObject([
        { contactsReadAt: T0 + 1, contactsSupplied: false },
      ]);
    });

    test("come and go without touching the lists of the access", async () => {
      await at.store.writeAccess(JULIET, { allowed: [ROMEO], blocked: [TYBALT] }, T0);
      await at.store.writeContacts(JULIET, [contact(ROMEO), contact(TYBALT)], T0);
      await at.store.writeContacts(JULIET, [], T0 + 1);
      expect(await at.store.readAccess(JULIET)).toMatchObject({ allowed: [ROMEO], blocked: [TYBALT] });
      await at.store.writeContacts(JULIET, [contact(ROMEO)], T0 + 2);
      await at.store.writeAccess(JULIET, { allowed: [] }, T0);
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([{ allowed: false, contact: contact(ROMEO) }]);
    });

    test("of an owner nobody knows are not kept where there are none", async () => {
      const answer = await at.store.writeContacts("nobody@capulet.lit", [], T0);
      expect(answer).toEqual({ added: [], removed: [], regrouped: [] });
      expect(await at.store.purge("nobody@capulet.lit")).toBe(false);
      await at.store.commit(edit(JULIET));
      await at.store.writeContacts(JULIET, [], T0);
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([{ contactsReadAt: T0 }]);
    });

    test("survive another opening", async () => {
      await at.store.writeContacts(JULIET, [contact(ROMEO, "Verona")], T0);
      await at.reopen();
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([{ contact: contact(ROMEO, "Verona") }]);
    });

    test("by the thousand are kept and compared", async () => {
      const many = Array.from({ length: 5_000 }, (_, n) => contact(`guest${n}@verona.lit`, `g${n % 3}`));
      expect((await at.store.writeContacts(JULIET, many, T0)).added).toHaveLength(5_000);
      const written = await at.store.writeContacts(JULIET, [...many.slice(1), contact(ROMEO)], T0 + 1);
      expect(written).toEqual({ added: [ROMEO], removed: ["guest0@verona.lit"], regrouped: [] });
      expect(await at.store.audience(JULIET)).toHaveLength(5_000);
    });
  });

  describe("facts", () => {
    const at = eachOpened(makePlace);

    test("are given for each owner asked, in that order, with the defaults for whom nothing is known", async () => {
      const { stamp } = await at.store.commit(edit(JULIET));
      await at.store.writeAccess(NURSE, { model: "roster", groups: ["Verona"], blocked: [ROMEO] }, T0);
      await at.store.writeContacts(JULIET, [contact(ROMEO, "Friends")], T0);
      expect(await at.store.facts(["nobody@capulet.lit", NURSE, JULIET, JULIET], ROMEO)).toEqual([
        {
          owner: "nobody@capulet.lit",
          empty: false,
          model: "presence",
          groups: [],
          allowed: false,
          blocked: false,
          suspended: false,
          contactsSupplied: false,
        },
        {
          owner: NURSE,
          empty: false,
          model: "roster",
          groups: ["Verona"],
          allowed: false,
          blocked: true,
          suspended: false,
          contactsSupplied: false,
        },
        ...Array.from({ length: 2 }, () => ({
          owner: JULIET,
          stamp,
          seq: 1,
          empty: false,
          model: "presence",
          groups: [],
          allowed: false,
          blocked: false,
          suspended: false,
          contact: contact(ROMEO, "Friends"),
          contactsReadAt: T0,
          contactsSupplied: false,
        })),
      ]);
      expect(await at.store.facts([], ROMEO)).toEqual([]);
    });

    test("name who could see an owner, and whom a viewer could see", async () => {
      await at.store.writeContacts(JULIET, [contact(ROMEO), contact(NURSE)], T0);
      await at.store.writeAccess(JULIET, { allowed: [ROMEO, MERCUTIO], blocked: [TYBALT] }, T0);
      await at.store.writeAccess(NURSE, { allowed: [ROMEO] }, T0);
      await at.store.tell(ROMEO, { shown: [TYBALT], hidden: [] });
      expect([...(await at.store.audience(JULIET))].sort()).toEqual([MERCUTIO, NURSE, ROMEO]);
      expect([...(await at.store.ownersNaming(ROMEO))].sort()).toEqual([JULIET, NURSE]);
      expect(await at.store.ownersNaming(TYBALT)).toEqual([]);
      expect(await at.store.audience(TYBALT)).toEqual([]);
    });
  });
}
