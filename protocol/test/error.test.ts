import { describe, expect, test } from "@jest/globals";
import { decodeError, encodeError, ERRORS, NS, NS_STANZAS, SchemeError } from "../src/index.ts";
import type { ErrorCode } from "../src/index.ts";

const CODES = Object.keys(ERRORS) as ErrorCode[];

describe("encodeError", () => {
  test.each(CODES)("%s has the condition, type and element of the table", (code) => {
    const { condition, type, ...rest } = ERRORS[code];
    const error = encodeError(new SchemeError(code));
    expect(error.attrs).toEqual({ type });
    const own = "element" in rest ? [[rest.element, NS]] : [];
    expect(error.getChildElements().map((child) => [child.getName(), child.getNS()])).toEqual([
      [condition, NS_STANZAS],
      ...own,
    ]);
  });

  test("sends neither the cause nor details that are not the code's", () => {
    const error = new SchemeError("not-found", { look: "dnd", max: 7, after: 3 }, { cause: new Error("no row 42") });
    expect(encodeError(error).toString()).toBe(encodeError(new SchemeError("not-found")).toString());
  });
});

test.each(CODES)("%s comes back as itself", (code) => {
  expect(decodeError(encodeError(new SchemeError(code))).code).toBe(code);
});

// holds: errors-name-the-place
test("a medium that is not there is named, and told apart from an owner who is not", () => {
  const detail = { look: "dnd", medium: "image" } as const;
  expect(decodeError(encodeError(new SchemeError("no-such-medium", detail)))).toMatchObject({
    code: "no-such-medium",
    detail,
  });
  expect(encodeError(new SchemeError("not-found", detail)).getChildElements()).toHaveLength(1);
});

test("a message for logs names the details", () => {
  const error = new SchemeError("limit-exceeded", { limit: "image-bytes", max: 1, actual: 2 });
  expect(error.message).toBe("limit-exceeded: limit image-bytes, max 1, actual 2");
});
