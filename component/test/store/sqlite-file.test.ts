// The file of the SQLite store: made, checked before it is touched, migrated, and named where it fails.
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { chmod, mkdir, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { APPLICATION_ID, migrate, MIGRATIONS } from "../../src/store/sqlite/schema.ts";
import { createSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { edit, hash, JULIET, NURSE, ROMEO, T0 } from "./contract/values.ts";
import { runChild } from "../run-child.ts";
import { sqlitePlace } from "./sqlite-place.ts";
import type { SqlitePlace } from "./sqlite-place.ts";

let place: SqlitePlace;
beforeEach(async () => {
  place = await sqlitePlace();
});
afterEach(() => place.dispose());

/** A file with that content in place of the store; resolves to why it is not opened, having checked that it is untouched. */
async function refusalOf(make: (database: DatabaseSync) => void): Promise<string> {
  const database = new DatabaseSync(place.path);
  make(database);
  database.close();
  const before = await readFile(place.path);
  const reason = await place
    .store()
    .open()
    .then(
      () => "opened",
      (error: Error) => error.message,
    );
  expect(await readFile(place.path)).toEqual(before);
  expect(reason).toContain(`the store ${place.path} `);
  return reason;
}

describe("the file", () => {
  test("is not there before the store is opened, and is its owner's alone then, folders and all", async () => {
    const path = join(place.folder, "new", "folder", "schemes.db");
    const store = createSqliteStore({ path });
    expect(await readdir(place.folder)).toEqual([]);
    await store.open();
    await store.commit(edit(JULIET));
    for (const file of [path, `${path}-wal`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
    await store.close();
  });

  test("is one file when the store is closed", async () => {
    const store = place.store();
    await store.open();
    await store.commit(edit(JULIET));
    await store.close();
    expect((await readdir(place.folder)).sort()).toEqual(["schemes.db", "schemes.db.lock"]);
  });

  test("holds nothing of a purged owner's any more, but its name", async () => {
    const store = place.store();
    await store.open();
    const owners = Array.from({ length: 300 }, (_, n) => `owner${n}@capulet.lit`);
    const secretOf = (owner: string) => `the words of ${owner}. `.repeat(20);
    await Promise.all(owners.map((owner) => store.commit(edit(owner, secretOf(owner)))));
    await store.writeContacts(owners[7]!, [{ jid: "ghost@verona.lit", groups: ["Haunted"] }], T0);
    await store.purge(owners[7]!);
    await store.close();
    const bytes = await readFile(place.path);
    expect(bytes.includes("the words of owner8@capulet.lit")).toBe(true);
    for (const gone of ["the words of owner7@capulet.lit", "ghost@verona.lit", "Haunted"]) {
      expect(bytes.includes(gone)).toBe(false);
    }
  });
});

describe("a file is refused by name and left alone that", () => {
  test("is another program's database", async () => {
    const reason = await refusalOf((database) => database.exec("CREATE TABLE roster (jid TEXT)"));
    expect(reason).toContain("is not a store of status schemes");
  });

  test("is another program's, though it has no tables yet", async () => {
    const reason = await refusalOf((database) => database.exec("PRAGMA application_id = 252006674"));
    expect(reason).toContain("is not a store of status schemes");
  });

  test("is no database", async () => {
    await writeFile(place.path, "Two households, both alike in dignity".repeat(100));
    await expect(place.store().open()).rejects.toThrow(`the store ${place.path} is not a store of status schemes`);
    expect(await readFile(place.path, "utf8")).toMatch(/^Two households/);
  });

  test("a newer program has migrated", async () => {
    const version = MIGRATIONS.length + 1;
    const reason = await refusalOf((database) =>
      database.exec(`CREATE TABLE x (y); PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}`),
    );
    expect(reason).toContain(`is of version ${version}, and this program knows ${version - 1} at most`);
  });

  test("is a folder, or lies under a file", async () => {
    await mkdir(place.path);
    await expect(place.store().open()).rejects.toThrow(`the store ${place.path} cannot be opened: EISDIR`);
    await writeFile(join(place.folder, "file"), "");
    const path = join(place.folder, "file", "schemes.db");
    await expect(createSqliteStore({ path }).open()).rejects.toThrow(`the store ${path} cannot be opened: EEXIST`);
  });

  test("may not be written", async () => {
    const root = process.getuid?.() === 0;
    if (!root) await chmod(place.folder, 0o500);
    const nobody = root ? ["65534"] : [];
    const { lines } = await runChild(new URL("child.ts", import.meta.url), ["open", place.path, ...nobody]);
    expect(lines).toEqual([expect.stringContaining(`failed the store ${place.path} cannot be opened: EACCES`)]);
    expect(await readdir(place.folder)).toEqual([]);
  });
});

test("who cannot take the lock for another reason than another process, such as a full disk, says which", async () => {
  await writeFile(`${place.path}.lock`, "neither empty nor SQLite's".repeat(100));
  await expect(place.store().open()).rejects.toThrow(
    `the store ${place.path} cannot be locked: file is not a database`,
  );
});

describe("a damaged file", () => {
  const filled = async () => {
    const store = place.store();
    await store.open();
    await Promise.all(
      Array.from({ length: 500 }, (_, n) => store.commit(edit(`owner${n}@capulet.lit`, "x".repeat(900)))),
    );
    await store.close();
  };

  test("is refused by name where it is cut off", async () => {
    await filled();
    await truncate(place.path, 20_480);
    await expect(place.store().open()).rejects.toThrow(`the store ${place.path} is damaged`);
  });

  test("is named by the reads that find the damage", async () => {
    await filled();
    const bytes = await readFile(place.path);
    await writeFile(place.path, bytes.fill(0xff, 40_960));
    const store = place.store();
    await store.open().catch(() => undefined);
    await expect(store.facts(["owner100@capulet.lit", "owner499@capulet.lit"], ROMEO)).rejects.toThrow(place.path);
    await store.close();
  });
});

describe("the log", () => {
  test("is not changed and not shortened, by whatever program", async () => {
    const store = place.store();
    await store.open();
    await store.suspend(JULIET, { by: "operator", now: T0 });
    await store.close();
    const database = new DatabaseSync(place.path);
    expect(() => database.exec("UPDATE audit SET by = 'nobody'")).toThrow("the log only grows");
    expect(() => database.exec("DELETE FROM audit")).toThrow("the log only grows");
    database.close();
  });
});

describe("migrations", () => {
  const connect = () => new DatabaseSync(place.path);
  const versionOf = (database: DatabaseSync) => database.prepare("PRAGMA user_version").get()?.["user_version"];

  test("bring a file of any earlier version to the newest, with what it has", () => {
    const steps = ["CREATE TABLE one (x)", "ALTER TABLE one ADD COLUMN y DEFAULT 7"];
    const database = connect();
    migrate(database, steps.slice(0, 1));
    database.exec("INSERT INTO one VALUES (1)");
    migrate(database, steps);
    migrate(database, steps);
    expect({ ...database.prepare("SELECT * FROM one").get() }).toEqual({ x: 1, y: 7 });
    expect(versionOf(database)).toBe(2);
    database.close();
  });

  test("bring what was stored before there was moderation under it", async () => {
    const database = connect();
    migrate(database, MIGRATIONS.slice(0, 2));
    const medium = Buffer.from(hash(7), "hex");
    database.exec("UPDATE state SET seq = 1");
    database.prepare("INSERT INTO document VALUES (1, '{\"looks\":[]}', ?)").run(medium);
    database.prepare("INSERT INTO reference VALUES (?, 1)").run(medium);
    database.prepare("INSERT INTO owner (jid, stamp, seq, document, seen) VALUES (?, ?, 1, 1, ?)").run(JULIET, T0, T0);
    database.close();
    const store = place.store();
    await store.open();
    await store.blockMedium(hash(7), { by: "operator", now: T0 });
    expect(await store.showingBlocked(10)).toEqual([JULIET]);
    expect(await store.facts([JULIET], ROMEO)).toMatchObject([{ suspended: false }]);
    await store.close();
  });

  test("that fail leave the version before, whole, to be tried again", () => {
    const database = connect();
    const steps = ["CREATE TABLE one (x)", "CREATE TABLE two (x); INSERT INTO nowhere VALUES (1)"];
    expect(() => migrate(database, steps)).toThrow("nowhere");
    expect(versionOf(database)).toBe(1);
    expect(database.prepare("SELECT name FROM sqlite_schema").all()).toMatchObject([{ name: "one" }]);
    migrate(database, [steps[0]!, "CREATE TABLE two (x)"]);
    expect(versionOf(database)).toBe(2);
    database.close();
  });
});

test("one write's failure is its own, and what it wrote is taken back, beside others of the same moment", async () => {
  const store = place.store();
  await store.open();
  const [broken, whole] = await Promise.allSettled([
    store.commit({ ...edit(JULIET), media: ["not a hash"] }),
    store.commit(edit(NURSE)),
  ]);
  expect([broken.status, whole.status]).toEqual(["rejected", "fulfilled"]);
  expect(await store.read(JULIET)).toBeUndefined();
  expect((await store.position()).seq).toBe(1);
  await store.close();
});
