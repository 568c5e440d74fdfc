import { expect, test } from "@jest/globals";
import * as api from "../src/index.ts";

test("the package exports this, and nothing else", () => {
  expect(Object.keys(api).sort()).toEqual([
    "LOG_LEVELS",
    "NAME",
    "VERSION",
    "configOf",
    "createApp",
    "createFfmpeg",
    "createLog",
    "createMediaPipeline",
    "fillSqliteStore",
    "findFfmpeg",
    "loadConfig",
    "silentLog",
  ]);
});
