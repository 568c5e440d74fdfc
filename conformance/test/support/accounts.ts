// Accounts of a testbed, as the kit takes them.
import type { Testbed } from "@status-scheme/testbed";
import type { Account } from "../../src/index.ts";

export const accountOf = (bed: Testbed, name: string): Account => ({
  jid: bed.jid(name),
  password: bed.password(name),
});
