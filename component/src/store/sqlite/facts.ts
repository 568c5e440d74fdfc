// What deciding about a viewer takes (store.ts, SightFacts): the hottest read of the service, one statement whatever the
// number of owners, and for one owner, as most often, one without a list of them.
import { toStamp } from "@status-scheme/protocol";
import type { AccessModel } from "@status-scheme/protocol";
import type { AccessStore, SightFacts } from "../store.ts";
import { groupsIn } from "./access.ts";
import type { Database } from "./database.ts";

type FactsRow = readonly [
  stamp: number | null,
  seq: number | null,
  empty: number | null,
  model: AccessModel | null,
  groups: string | null,
  readAt: number | null,
  supplied: number | null,
  contact: number | null,
  contactGroups: string | null,
  allowed: number | null,
  blocked: number | null,
  suspended: string | null,
];
const COLUMNS = `stamp, owner.seq, empty, model, owner.roster_groups, read_at, supplied,
  contact, link.roster_groups, allowed, blocked, suspended.jid`;

export function sqliteFacts(database: Database): Pick<AccessStore, "facts"> {
  // There is always one row of state, and so of facts.
  const ofOne = database.columns<[string, string], FactsRow>(
    `SELECT ${COLUMNS} FROM state LEFT JOIN owner ON owner.jid = ?1
     LEFT JOIN link INDEXED BY link_viewer ON link.viewer = ?2 AND link.owner = ?1
     LEFT JOIN suspended ON suspended.jid = ?1`,
  );
  const ofMany = database.columns<[string, string], FactsRow>(
    `SELECT ${COLUMNS} FROM json_each(?1) AS asked LEFT JOIN owner ON owner.jid = asked.value
     LEFT JOIN link INDEXED BY link_viewer ON link.viewer = ?2 AND link.owner = asked.value
     LEFT JOIN suspended ON suspended.jid = asked.value
     ORDER BY asked.key`,
  );
  return {
    facts: (owners, viewer) =>
      database.read(() => {
        const [owner] = owners;
        if (owner !== undefined && owners.length === 1) return [factsIn(owner, viewer, ofOne.get(owner, viewer)!)];
        const rows = ofMany.all(JSON.stringify(owners), viewer);
        return rows.map((row, index) => factsIn(owners[index]!, viewer, row));
      }),
  };
}

function factsIn(owner: string, viewer: string, row: FactsRow): SightFacts {
  const [stamp, seq, empty, model, groups, readAt, supplied, contact, contactGroups, ...said] = row;
  const [allowed, blocked, suspended] = said;
  return {
    owner,
    ...(stamp !== null && { stamp: toStamp(stamp), seq: seq! }),
    empty: empty === 1,
    model: model ?? "presence",
    groups: groupsIn(groups),
    allowed: allowed === 1,
    blocked: blocked === 1,
    suspended: suspended !== null,
    ...(contact === 1 && { contact: { jid: viewer, groups: groupsIn(contactGroups) } }),
    ...(readAt !== null && { contactsReadAt: readAt }),
    contactsSupplied: supplied === 1,
  };
}
