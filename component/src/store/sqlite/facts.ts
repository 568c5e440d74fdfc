// What deciding about a viewer takes (store.ts, SightFacts): the hottest read of the service, one statement whatever the
// number of owners, and for one owner, as most often, one without a list of them.
import { toStamp } from "@status-scheme/protocol";
import type { AccessModel } from "@status-scheme/protocol";
import type { AccessStore, SightFacts } from "../store.ts";
import { groupsIn } from "./access.ts";
import type { Database } from "./database.ts";

interface FactsRow {
  readonly owner: string;
  readonly stamp: number | null;
  readonly seq: number | null;
  readonly empty: number | null;
  readonly model: AccessModel | null;
  readonly access_groups: string | null;
  readonly read_at: number | null;
  readonly supplied: number | null;
  readonly contact: number | null;
  readonly contact_groups: string | null;
  readonly allowed: number | null;
  readonly blocked: number | null;
}

const COLUMNS = `stamp, owner.seq, empty, model, owner.roster_groups AS access_groups, read_at, supplied,
  contact, link.roster_groups AS contact_groups, allowed, blocked`;

export function sqliteFacts(database: Database): Pick<AccessStore, "facts"> {
  // There is always one row of state, and so of facts.
  const ofOne = database.query<[string, string], FactsRow>(
    `SELECT ?1 AS owner, ${COLUMNS} FROM state LEFT JOIN owner ON owner.jid = ?1
     LEFT JOIN link INDEXED BY link_viewer ON link.viewer = ?2 AND link.owner = ?1`,
  );
  const ofMany = database.query<[string, string], FactsRow>(
    `SELECT asked.value AS owner, ${COLUMNS} FROM json_each(?1) AS asked LEFT JOIN owner ON owner.jid = asked.value
     LEFT JOIN link INDEXED BY link_viewer ON link.viewer = ?2 AND link.owner = asked.value
     ORDER BY asked.key`,
  );
  return {
    facts: (owners, viewer) =>
      database.read(() => {
        const [owner] = owners;
        if (owner !== undefined && owners.length === 1) return [factsIn(ofOne.get(owner, viewer)!, viewer)];
        return ofMany.all(JSON.stringify(owners), viewer).map((row) => factsIn(row, viewer));
      }),
  };
}

function factsIn(row: FactsRow, viewer: string): SightFacts {
  return {
    owner: row.owner,
    ...(row.stamp !== null && { stamp: toStamp(row.stamp), seq: row.seq! }),
    empty: row.empty === 1,
    model: row.model ?? "presence",
    groups: groupsIn(row.access_groups),
    allowed: row.allowed === 1,
    blocked: row.blocked === 1,
    ...(row.contact === 1 && { contact: { jid: viewer, groups: groupsIn(row.contact_groups) } }),
    ...(row.read_at !== null && { contactsReadAt: row.read_at }),
    contactsSupplied: row.supplied === 1,
  };
}
