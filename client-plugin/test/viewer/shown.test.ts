// What a view is given: texts in the person's language, URLs that live as long as they are shown.
import { describe, expect, test } from "@jest/globals";
import { pickText } from "../../src/viewer/languages.ts";
import { createMediaUrls } from "../../src/viewer/media-urls.ts";

// holds: text-in-best-language
describe("the text for a person's languages", () => {
  const texts = [
    { lang: "de", text: "Hallo" },
    { lang: "en-GB", text: "Hullo" },
    { lang: "", text: "o/" },
    { lang: "pt-BR", text: "Oi" },
    { lang: "pt", text: "Olá" },
  ];
  test.each([
    [["de"], "Hallo"],
    [["DE-at"], "Hallo"],
    [["en"], "Hullo"],
    [["en-US"], "Hullo"],
    [["pt-BR"], "Oi"],
    [["pt-PT"], "Olá"],
    [["fr", "de"], "Hallo"],
    [["fr"], "o/"],
    [[], "o/"],
  ])("%j: %s", (languages, expected) => {
    expect(pickText(texts, languages)).toBe(expected);
  });
  test("without a text for all, the first is shown", () => {
    expect(pickText(texts.slice(0, 2), ["fr"])).toBe("Hallo");
    expect(pickText([], ["fr"])).toBeUndefined();
  });
});

describe("URLs of media", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const tracked = () => {
    const alive = new Set<string>();
    let count = 0;
    const objectUrls = {
      createObjectURL: () => {
        const url = `blob:${++count}`;
        alive.add(url);
        return url;
      },
      revokeObjectURL: (url: string) => void alive.delete(url),
    };
    return { alive, urls: createMediaUrls({ objectUrls }) };
  };

  test("are one for the same bytes, and given back when nobody shows them any more", () => {
    const { alive, urls } = tracked();
    const first = urls.add("hash", "image/webp", bytes);
    const second = urls.reuse("hash", "image/webp")!;
    expect([first.url, first.url, second.url]).toEqual(["blob:1", "blob:1", "blob:1"]);
    urls.release("hash", "image/webp");
    expect([...alive]).toEqual(["blob:1"]);
    urls.release("hash", "image/webp");
    expect([...alive]).toEqual([]);
    expect(urls.reuse("hash", "image/webp")).toBeUndefined();
  });

  test("are made only for who asks, and never after they were given back", () => {
    const { alive, urls } = tracked();
    const resident = urls.add("hash", "image/webp", bytes);
    urls.release("hash", "image/webp");
    expect(resident.url).toBe("data:image/webp;base64,AQID");
    expect(alive.size).toBe(0);
  });

  test("differ for bytes that are said to be of different types", () => {
    const { urls } = tracked();
    const webp = urls.add("hash", "image/webp", bytes).url;
    expect(urls.add("hash", "image/png", bytes).url).not.toBe(webp);
  });

  test("are all given back in the end", () => {
    const { alive, urls } = tracked();
    const kept = urls.add("one", "image/webp", bytes);
    expect(kept.url).toBe("blob:1");
    urls.add("two", "image/webp", bytes);
    urls.stop();
    expect(alive.size).toBe(0);
  });
});
