// Pure: who may see a scheme (draft, "Access"), as far as the owner's client knows. Blocks beat every model.
import type { Access, Contact } from "@status-scheme/protocol";

export type Sight = Pick<Access, "model" | "groups" | "allowed" | "blocked">;

/** `blocked`: the account's own blocks, beside those of `access`. `open` is as `presence`: only contacts are asked about. */
export function maySee(
  { model, groups, allowed, blocked }: Sight,
  contact: Contact,
  blocks: ReadonlySet<string>,
): boolean {
  if (blocks.has(contact.jid) || blocked.includes(contact.jid)) return false;
  switch (model) {
    case "presence":
    case "open":
      return true;
    case "roster":
      return contact.groups.some((group) => groups.includes(group));
    case "whitelist":
      return allowed.includes(contact.jid);
  }
}
