// The blob store's contract: what blob-store.ts says, as tests that every adapter runs.
//
//   blobContract("a folder", async () => ({ blobs: …, damage: …, leftovers: …, dispose: … }));
//   blobContract("memory", async () => ({ blobs: …, leftovers: …, dispose: … }), { damage: false });
import { describe, expect, test } from "@jest/globals";
import { buffer } from "node:stream/consumers";
import { bytes, eachOpened, listed, pieces, refusal, sha256, T0 } from "./harness.ts";
import type { MakePlace } from "./harness.ts";

export type { BlobPlace, MakePlace } from "./harness.ts";

export function blobContract(adapter: string, makePlace: MakePlace, can = { damage: true }): void {
  describe(`${adapter} keeps the blob store's contract:`, () => {
    blobs(makePlace);
    if (can.damage) damage(makePlace);
    ages(makePlace);
    uploads(makePlace);
    openings(makePlace);
  });
}

function blobs(makePlace: MakePlace): void {
  describe("a blob", () => {
    const at = eachOpened(makePlace);
    const content = bytes(70_000);
    const info = { hash: sha256(content), size: 70_000, mediaType: "image/webp" };

    test("is kept under the hash of its bytes, with its media type, over another opening", async () => {
      expect(await at.blobs.put(content, "image/webp")).toEqual(info);
      for (let opening = 0; opening < 2; opening++) {
        expect(await at.blobs.stat(info.hash)).toEqual(info);
        expect(Buffer.from((await at.blobs.read(info.hash))!).equals(content)).toBe(true);
        expect((await buffer((await at.blobs.stream(info.hash))!)).equals(content)).toBe(true);
        await at.reopen();
      }
    });

    test("put twice, also at once, is one", async () => {
      await Promise.all([1, 2, 3, 4].map(() => at.blobs.put(content, "image/webp")));
      expect(await listed(at.blobs, Infinity)).toEqual([info]);
      expect(await at.place.leftovers()).toEqual([]);
    });

    test("is streamed in part, both ends included", async () => {
      await at.blobs.put(content, "image/webp");
      for (const [start, end] of [
        [0, 0],
        [0, 69_999],
        [1_000, 66_000],
        [69_999, 69_999],
        [69_990, 80_000],
      ] as const) {
        const part = await buffer((await at.blobs.stream(info.hash, { start, end }))!);
        expect([start, end, part.equals(content.subarray(start, end + 1))]).toEqual([start, end, true]);
      }
    });

    test("may be empty, or small", async () => {
      for (const small of [bytes(0), bytes(1)]) {
        const { hash } = await at.blobs.put(small, "audio/ogg");
        expect(await at.blobs.stat(hash)).toEqual({ hash, size: small.length, mediaType: "audio/ogg" });
        expect(await at.blobs.read(hash)).toHaveLength(small.length);
        expect(await buffer((await at.blobs.stream(hash))!)).toHaveLength(small.length);
      }
    });

    test("is not touched by what is done to the bytes afterwards", async () => {
      const mine = bytes(100);
      const { hash } = await at.blobs.put(mine, "image/webp");
      mine.fill(0);
      (await at.blobs.read(hash))!.fill(0);
      expect(sha256((await at.blobs.read(hash))!)).toBe(hash);
    });

    test("that nobody put is not there, whatever it is called", async () => {
      await at.blobs.put(content, "image/webp");
      const upper = info.hash.toUpperCase();
      for (const name of [sha256(bytes(5)), "", "..", "../../etc/passwd", `${info.hash}/`, `../${info.hash}`, upper]) {
        expect(await at.blobs.stat(name)).toBeUndefined();
        expect(await at.blobs.read(name)).toBeUndefined();
        expect(await at.blobs.stream(name)).toBeUndefined();
        expect(await at.blobs.remove(name)).toBe(false);
      }
    });

    test("is there until it is removed, and goes on being read by whoever had begun", async () => {
      await at.blobs.put(content, "image/webp");
      const stream = (await at.blobs.stream(info.hash))!;
      expect(await at.blobs.remove(info.hash)).toBe(true);
      expect(await at.blobs.remove(info.hash)).toBe(false);
      expect(await at.blobs.read(info.hash)).toBeUndefined();
      expect((await buffer(stream)).equals(content)).toBe(true);
    });

    test("has a media type that is one", async () => {
      for (const wrong of ["", "image/webp\r\nx: y", `image/${"x".repeat(200)}`, "ïmage/webp"]) {
        expect(await refusal(at.blobs.put(content, wrong))).toMatchObject({ code: "bad-request" });
      }
      expect(await listed(at.blobs, Infinity)).toEqual([]);
      const mediaType = 'audio/ogg; codecs="opus"';
      expect(await at.blobs.put(content, mediaType)).toMatchObject({ mediaType });
    });

    test("is one of many", async () => {
      const many = await Promise.all(Array.from({ length: 300 }, (_, n) => at.blobs.put(bytes(50, n), "image/webp")));
      const hashes = new Set(many.map(({ hash }) => hash));
      expect((await listed(at.blobs, Infinity)).map(({ hash }) => hash)).toEqual([...hashes].sort());
    });
  });
}

function damage(makePlace: MakePlace): void {
  describe("a damaged blob", () => {
    const at = eachOpened(makePlace);
    const content = bytes(5_000);
    const hash = sha256(content);
    const damaged = (name: string, how: "cut" | "empty" | "change", body: () => Promise<void>) =>
      test(name, async () => {
        await at.blobs.put(content, "image/webp");
        await at.place.damage!(hash, how);
        await body();
      });

    for (const how of ["cut", "empty"] as const) {
      damaged(`is found out before anything of it is handed out (${how})`, how, async () => {
        await expect(at.blobs.stat(hash)).rejects.toThrow(hash);
        await expect(at.blobs.read(hash)).rejects.toThrow(hash);
        await expect(at.blobs.stream(hash)).rejects.toThrow(hash);
      });
    }

    damaged("of the right length is found out when it is read whole", "change", async () => {
      await expect(at.blobs.read(hash)).rejects.toThrow(hash);
    });

    damaged("is healed by putting it again", "change", async () => {
      await at.blobs.put(content, "image/webp");
      expect(sha256((await at.blobs.read(hash))!)).toBe(hash);
    });

    damaged("is listed and removed like any other", "empty", async () => {
      expect(await listed(at.blobs, Infinity)).toMatchObject([{ hash }]);
      expect(await at.blobs.remove(hash)).toBe(true);
      expect(await at.blobs.stat(hash)).toBeUndefined();
    });
  });
}

function ages(makePlace: MakePlace): void {
  describe("a blob's age", () => {
    const at = eachOpened(makePlace);
    const [old, young] = [bytes(10, 1), bytes(10, 2)];

    test("is told by when it was put, or put again", async () => {
      await at.blobs.put(old, "image/webp");
      at.now = T0 + 1;
      await at.blobs.put(young, "image/webp");
      expect(await listed(at.blobs, T0)).toEqual([]);
      expect(await listed(at.blobs, T0 + 1)).toMatchObject([{ hash: sha256(old), size: 10 }]);
      expect(await listed(at.blobs, T0 + 2)).toHaveLength(2);
      at.now = T0 + 5;
      await at.blobs.put(old, "image/webp");
      expect(await listed(at.blobs, T0 + 2)).toMatchObject([{ hash: sha256(young) }]);
      await at.reopen();
      expect(await listed(at.blobs, T0 + 2)).toMatchObject([{ hash: sha256(young) }]);
    });

    test("protects it from a removal that means an older one", async () => {
      const { hash } = await at.blobs.put(old, "image/webp");
      expect(await at.blobs.remove(hash, T0)).toBe(false);
      expect(await at.blobs.stat(hash)).toBeDefined();
      expect(await at.blobs.remove(hash, T0 + 1)).toBe(true);
    });

    test("protects it when it is put again while it is being removed", async () => {
      const { hash } = await at.blobs.put(old, "image/webp");
      at.now = T0 + 1_000;
      for (let round = 0; round < 30; round++) {
        const both = [() => at.blobs.put(old, "image/webp"), () => at.blobs.remove(hash, T0 + 1_000)];
        await Promise.all((round % 2 === 0 ? both : both.reverse()).map((ask) => ask()));
        expect(sha256((await at.blobs.read(hash))!)).toBe(hash);
        at.now = T0;
        await at.blobs.remove(hash);
        await at.blobs.put(old, "image/webp");
        at.now = T0 + 1_000;
      }
    });
  });
}

function uploads(makePlace: MakePlace): void {
  describe("an upload", () => {
    const at = eachOpened(makePlace);
    const content = bytes(10_000);

    test("of the size promised is kept as it came, over another opening, and is no blob", async () => {
      await at.blobs.stage("slot-1_A", pieces(content), 10_000);
      await at.reopen();
      expect(Buffer.from((await at.blobs.readStaged("slot-1_A"))!).equals(content)).toBe(true);
      expect(await listed(at.blobs, Infinity)).toEqual([]);
      await at.blobs.removeStaged("slot-1_A");
      await at.blobs.removeStaged("slot-1_A");
      expect(await at.blobs.readStaged("slot-1_A")).toBeUndefined();
    });

    test("longer than promised is refused at the first byte too many, and leaves nothing", async () => {
      let taken = 0;
      let ended = false;
      const source = async function* () {
        try {
          for await (const piece of pieces(content)) {
            taken += piece.length;
            yield piece;
          }
        } finally {
          ended = true;
        }
      };
      const refused = await refusal(at.blobs.stage("slot", source(), 4_999));
      expect(refused).toMatchObject({ code: "limit-exceeded", detail: { max: 4_999, actual: 5_000 } });
      expect([taken, ended]).toEqual([5_000, true]);
      expect(await at.blobs.readStaged("slot")).toBeUndefined();
      expect(await at.place.leftovers()).toEqual([]);
    });

    test("shorter than promised is refused, and leaves nothing", async () => {
      const refused = await refusal(at.blobs.stage("slot", pieces(content), 10_001));
      expect(refused).toMatchObject({ code: "bad-request", detail: { what: "size" } });
      expect(await at.blobs.readStaged("slot")).toBeUndefined();
      expect(await at.place.leftovers()).toEqual([]);
    });

    test("broken off fails as it broke, and leaves nothing", async () => {
      const source = async function* () {
        yield* pieces(content);
        throw new Error("the other side has gone");
      };
      await expect(at.blobs.stage("slot", source(), 20_000)).rejects.toThrow("the other side has gone");
      expect(await at.blobs.readStaged("slot")).toBeUndefined();
      expect(await at.place.leftovers()).toEqual([]);
    });

    test("is not there before its end, and then takes the place of an earlier one", async () => {
      await at.blobs.stage("slot", pieces(content), 10_000);
      const seen: number[] = [];
      const source = async function* () {
        yield bytes(3, 9);
        seen.push((await at.blobs.readStaged("slot"))!.length);
      };
      await at.blobs.stage("slot", source(), 3);
      expect(seen).toEqual([10_000]);
      expect(await at.blobs.readStaged("slot")).toHaveLength(3);
    });

    test("has an id that cannot lead anywhere else", async () => {
      for (const id of ["", ".", "..", "a/b", "../blobs/x", "a\0b", "é", "x".repeat(129)]) {
        expect(await refusal(at.blobs.stage(id, pieces(content), 10_000))).toMatchObject({ code: "bad-request" });
        expect(await at.blobs.readStaged(id)).toBeUndefined();
        await at.blobs.removeStaged(id);
      }
      expect(await at.place.leftovers()).toEqual([]);
    });

    test("expires by when it was staged", async () => {
      await at.blobs.stage("first", pieces(content), 10_000);
      at.now = T0 + 10;
      await at.blobs.stage("second", pieces(content), 10_000);
      expect(await at.blobs.expireStaged(T0)).toBe(0);
      expect(await at.blobs.expireStaged(T0 + 10)).toBe(1);
      expect(await at.blobs.readStaged("first")).toBeUndefined();
      expect(await at.blobs.readStaged("second")).toHaveLength(10_000);
    });

    test("is one of many at once", async () => {
      const ids = Array.from({ length: 40 }, (_, n) => `slot${n}`);
      await Promise.all(ids.map((id, n) => at.blobs.stage(id, pieces(bytes(3_000, n)), 3_000)));
      for (const [n, id] of ids.entries()) {
        expect(Buffer.from((await at.blobs.readStaged(id))!).equals(bytes(3_000, n))).toBe(true);
      }
    });
  });
}

function openings(makePlace: MakePlace): void {
  test("a blob store that is not open refuses everything", async () => {
    const place = await makePlace();
    const store = place.blobs(() => T0);
    await expect(store.put(bytes(1), "image/webp")).rejects.toThrow("not open");
    await expect(listed(store, Infinity)).rejects.toThrow("not open");
    await expect(store.stage("slot", pieces(bytes(1)), 1)).rejects.toThrow("not open");
    await store.open();
    await expect(store.open()).rejects.toThrow("open already");
    await store.close();
    await expect(store.stat(sha256(bytes(1)))).rejects.toThrow("not open");
    await place.dispose();
  });
}
