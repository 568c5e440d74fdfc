// The store's file format: its migrations, and what is said of a file that is not one of ours. Version n is what the first n
// migrations make; each runs in one transaction with its version number, so that a crash leaves a version whole or not at all.
import type { DatabaseSync } from "node:sqlite";
import { Unusable } from "./unusable.ts";

/** Tells our files from anyone else's (SQLite's `application_id`): "StSc". */
export const APPLICATION_ID = 0x53_74_53_63;

const FIRST = `
  CREATE TABLE state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq INTEGER NOT NULL,            -- the last sequence number given out
    incarnation TEXT                 -- the last opening
  ) STRICT;
  INSERT INTO state VALUES (1, 0, NULL);

  CREATE TABLE incarnation (
    id TEXT PRIMARY KEY,
    began INTEGER NOT NULL,
    ended INTEGER                    -- null while it lasts
  ) STRICT, WITHOUT ROWID;

  -- Small rows, so that many fit a page: documents are elsewhere.
  CREATE TABLE owner (
    jid TEXT PRIMARY KEY,
    stamp INTEGER,                   -- ms since the epoch; null: never published
    seq INTEGER,
    empty INTEGER NOT NULL DEFAULT 0,
    document INTEGER,
    seen INTEGER NOT NULL,
    version TEXT,                    -- of the access; null: never set
    model TEXT,
    roster_groups TEXT,              -- JSON
    read_at INTEGER,                 -- when the contacts were read from the server
    supplied INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX owner_seen ON owner (seen);

  CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,              -- JSON of the scheme, without owner and stamp
    media BLOB NOT NULL              -- SHA-256 of each medium, one after the other
  ) STRICT;

  CREATE TABLE reference (
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    document INTEGER NOT NULL,
    PRIMARY KEY (hash, document)
  ) STRICT, WITHOUT ROWID;

  -- What an owner says of a viewer. The index holds every column: both sides read theirs in one run of pages.
  CREATE TABLE link (
    owner TEXT NOT NULL,
    viewer TEXT NOT NULL,
    contact INTEGER NOT NULL DEFAULT 0,
    roster_groups TEXT,              -- JSON, of a contact in any
    allowed INTEGER NOT NULL DEFAULT 0,
    blocked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (owner, viewer)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_viewer ON link (viewer, owner, contact, roster_groups, allowed, blocked);

  -- What a viewer was last told, found from its side alone; see "purged" for what that leaves to be said.
  CREATE TABLE sight (
    viewer TEXT NOT NULL,
    owner TEXT NOT NULL,
    visible INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (viewer, owner)
  ) STRICT, WITHOUT ROWID;

  -- Owners purged, at which number: a sight from before that is one of an owner that is gone.
  CREATE TABLE purged (
    owner TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (owner, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE listener (jid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE unnotified (seq INTEGER PRIMARY KEY, owner TEXT NOT NULL) STRICT;
  CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
`;

/** For media that are asked for by hash alone: the owner of a document, where it is open to anyone. */
const OPEN_DOCUMENTS = "CREATE INDEX owner_open ON owner (document) WHERE model = 'open'";

const MODERATION = `
  -- Which media were made of which uploads or other media: kept for as long as a scheme has what was made.
  CREATE TABLE made (
    source BLOB NOT NULL CHECK (length(source) = 32),
    medium BLOB NOT NULL CHECK (length(medium) = 32),
    PRIMARY KEY (source, medium)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX made_medium ON made (medium);

  -- A blocked medium, and the one that an operator named, which may be itself.
  CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    cause BLOB NOT NULL CHECK (length(cause) = 32),
    at INTEGER NOT NULL,
    UNIQUE (hash, cause)
  ) STRICT;
  CREATE INDEX block_cause ON block (cause);
  CREATE INDEX owner_document ON owner (document);

  CREATE TABLE suspended (jid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    operation TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT
  ) STRICT;
  CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the log only grows'); END;
  CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the log only grows'); END;

  CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reporter TEXT NOT NULL,
    owner TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    state TEXT NOT NULL,             -- empty: of the scheme as a whole
    media BLOB NOT NULL,             -- SHA-256 of each, one after the other
    current INTEGER NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,              -- JSON
    at INTEGER NOT NULL,
    UNIQUE (reporter, owner, stamp, state)
  ) STRICT;
  CREATE INDEX report_owner ON report (owner);
`;

export const MIGRATIONS: readonly string[] = [FIRST, OPEN_DOCUMENTS, MODERATION];

/** Brings the file to the newest version. @throws Unusable as `versionOf` does */
export function migrate(connection: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  const version = versionOf(connection, migrations);
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    connection.exec("BEGIN IMMEDIATE");
    try {
      connection.exec(`${sql}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}`);
      connection.exec("COMMIT");
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
      throw error;
    }
  }
}

/** The version of our file, 0 of an empty one. @throws Unusable where it is another program's, or of a newer version */
export function versionOf(connection: DatabaseSync, migrations: readonly string[] = MIGRATIONS): number {
  const id = pragma(connection, "application_id");
  const version = pragma(connection, "user_version");
  const tables = connection.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()!["tables"];
  const isNew = id === 0 && version === 0 && tables === 0;
  if (!isNew && id !== APPLICATION_ID) throw new Unusable("is not a store of status schemes");
  if (version <= migrations.length) return version;
  throw new Unusable(`is of version ${version}, and this program knows ${migrations.length} at most: use a newer one`);
}

function pragma(connection: DatabaseSync, name: string): number {
  return Number(connection.prepare(`PRAGMA ${name}`).get()![name]);
}
