// Which tests hand the draft's examples to the real code, or compare what it says with them. Flows with the service need no
// entry: examples.test.ts replays whatever there is. Each file named here holds itself to its entry with `createExecuted`, and
// examples.test.ts holds the draft to all of them: an example that nobody executes is named below, or fails.
import { readDraft } from "../../src/index.ts";

/** Flows and single examples, by the test that executes them. */
const EXECUTED = {
  "client-plugin/test/announce/examples.test.ts": ["push", "push-notice"],
  "client-plugin/test/transfer/examples.test.ts": ["flow client-session", "flow client-stranger", "client-document"],
  "client-plugin/test/transfer/single-examples.test.ts": [
    ...["session-current", "session-decline", "session-busy", "unknown-session", "content-reject", "content-remove"],
    ...["direct-candidates", "proxy-error", "checksum"],
  ],
  "draft/test/answer-examples.test.ts": [
    ...["bits", "bits-result", "bits-not-found"],
    ...["bad-medium", "blocked-medium", "no-such-medium", "quota-exceeded", "rate-exceeded", "try-later"],
  ],
  "draft/test/client-examples.test.ts": [
    ...["flow client-iq", "flow push", "client-notice", "scheme"],
    ...["showing", "showing-without-stamp", "disco-items", "disco-items-result"],
  ],
} as const satisfies Record<string, readonly string[]>;

/** Examples that no test executes, each with the reason. All are decoded, encoded and validated (examples.test.ts). */
export const NOT_EXECUTED: Readonly<Record<string, string>> = {};

const { examples } = readDraft();
const idsOf = (entry: string): readonly string[] => {
  const flow = /^flow (.*)/.exec(entry)?.[1];
  return flow === undefined ? [entry] : examples.filter((example) => example.flow === flow).map(({ id }) => id);
};
const idsBy = (file: keyof typeof EXECUTED) => EXECUTED[file].flatMap(idsOf);

/** What the entries name, beyond the flows with the service. */
export const executedIds = (): readonly string[] => (Object.keys(EXECUTED) as (keyof typeof EXECUTED)[]).flatMap(idsBy);

export interface Executed {
  /** The code said this example, or took it. */
  readonly note: (id: string) => void;
  /** To be empty at the end of the file: examples of its entry that were not executed, and others that were. */
  readonly difference: () => readonly string[];
}

export function createExecuted(file: keyof typeof EXECUTED): Executed {
  const noted = new Set<string>();
  return {
    note: (id) => void noted.add(id),
    difference: () => {
      const named = idsBy(file);
      return [...named.filter((id) => !noted.has(id)), ...[...noted].filter((id) => !named.includes(id))];
    },
  };
}
