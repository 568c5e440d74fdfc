/** Native ESM (`--experimental-vm-modules` is set by scripts/test.mjs), one run for every workspace. */
export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/scripts/jest-strip-types.mjs" },
  testMatch: ["<rootDir>/*/test/**/*.test.ts"],
  testTimeout: 60_000,
  maxWorkers: 2,
  setupFilesAfterEnv: ["<rootDir>/scripts/jest-retry.mjs"],
  injectGlobals: false,
  reporters: ["default", "<rootDir>/scripts/jest-counts.mjs"],
};
