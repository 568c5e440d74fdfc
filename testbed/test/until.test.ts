import { describe, expect, jest, test } from "@jest/globals";
import { eventually, until, within } from "../src/index.ts";

describe("what is waited for", () => {
  test("is looked for until it is so, at least once", async () => {
    const isSo = jest.fn<() => boolean>().mockReturnValueOnce(false).mockReturnValueOnce(false).mockReturnValue(true);
    await until("the third look", isSo);
    expect(isSo).toHaveBeenCalledTimes(3);
    await until("what is so already", () => true, 0);
  });

  test("and never comes is named, with what was seen last", async () => {
    await expect(until("the moon", () => false, 0)).rejects.toThrow(/^the moon: not so after 0 ms$/);
    const look = () => ({ phase: "waning" });
    await expect(eventually("the moon", look, ({ phase }) => phase === "full", 0)).rejects.toThrow(
      "the moon: not so after 0 ms; seen last: { phase: 'waning' }",
    );
  });

  test("may fail to be seen at first; what fails to the end says why", async () => {
    const look = jest.fn<() => Promise<string>>().mockRejectedValueOnce(new Error("clouds")).mockResolvedValue("full");
    await expect(eventually("the moon", look, (seen) => seen === "full")).resolves.toBe("full");
    const clouds = new Error("clouds");
    await expect(until("the moon", () => Promise.reject(clouds), 0)).rejects.toMatchObject({
      message: "the moon: not so after 0 ms; the last look failed: Error: clouds",
      cause: clouds,
    });
  });
});

test("an expectation that fails while something is waited for fails at once", async () => {
  let looks = 0;
  const isFull = () => {
    looks += 1;
    expect("blood").toBe("silver");
    return true;
  };
  await expect(until("the moon", isFull)).rejects.toThrow("silver");
  expect(looks).toBe(1);
});

describe("what has its time", () => {
  test("is had when it comes, be it a failure", async () => {
    await expect(within(60_000, Promise.resolve("here"), () => "nobody")).resolves.toBe("here");
    await expect(within(60_000, Promise.reject(new Error("gone")), () => "nobody")).rejects.toThrow("gone");
  });

  test("and does not come in it is named", async () => {
    const never = new Promise<never>(() => undefined);
    await expect(within(1, never, () => "juliet's answer is missing")).rejects.toThrow(
      "juliet's answer is missing (after 1 ms)",
    );
  });
});
