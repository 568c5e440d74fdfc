// Row 4 of the method, whoever keeps the scheme: its owner's client is gone, and those who held it have the look for that.
import { expect } from "@jest/globals";
import { lastingCache } from "./world.ts";
import type { People, Person } from "./world.ts";

/**
 * Juliet, whose look for now has one medium, leaves: Romeo is shown her offline look, which has this text, and so is
 * Mercutio, who logs in again with what he kept.
 */
export async function leavesWithLook(
  people: Pick<People, "person">,
  { juliet, romeo }: { readonly juliet: Person; readonly romeo: Person },
  text: string,
): Promise<void> {
  const cache = lastingCache();
  const before = await people.person("mercutio", { resource: "before", plugin: { cache } });
  try {
    await before.sees("juliet", ({ look }) => look?.media.length === 1);
  } finally {
    await before.leave();
  }
  await juliet.leave();
  await romeo.sees("juliet", ({ loggedIn, look }) => !loggedIn && look?.text === text);

  const after = await people.person("mercutio", { resource: "after", plugin: { cache } });
  try {
    const shown = await after.sees("juliet", ({ look }) => look !== undefined);
    expect(shown).toMatchObject({ loggedIn: false, state: "offline", look: { text } });
  } finally {
    await after.leave();
  }
}
