// Jest reporter: fails a run in which no test ran, and leaves "N passed, N failed" in the file named by TEST_COUNTS.
import { writeFileSync } from "node:fs";

export default class Counts {
  #error;

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    if (numPassedTests + failed === 0) {
      this.#error = new Error("No test ran.");
      console.error(this.#error.message);
    }
    if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, `${numPassedTests} passed, ${failed} failed\n`);
  }

  getLastError() {
    return this.#error;
  }
}
