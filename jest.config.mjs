import { availableParallelism, totalmem } from "node:os";

// Most tests wait for servers, browsers and networks: a worker more than cores keeps the cores busy; with another one, the
// clocks of tests ran out before their servers had a turn. A worker, with the servers and
// the browser it starts, takes up to 2 GB.
const workers = Math.min(availableParallelism() + 1, Math.floor(totalmem() / 2 ** 31));

/** Native ESM (`--experimental-vm-modules` is set by scripts/test.mjs), one run for every workspace. */
export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/scripts/jest-strip-types.mjs" },
  testMatch: ["<rootDir>/*/test/**/*.test.ts"],
  testTimeout: 120_000,
  testSequencer: "<rootDir>/scripts/jest-order.mjs",
  maxWorkers: Math.max(1, workers),
  setupFilesAfterEnv: ["<rootDir>/scripts/jest-retry.mjs"],
  injectGlobals: false,
  reporters: ["default", "<rootDir>/scripts/jest-counts.mjs"],
};
