// Jest's order of files: longest first, by the times of earlier runs. Where there are none, as in a fresh clone, it would go by
// the size of files; instead those come first that are known to take longest, most of it waiting for what servers and networks take.
import Sequencer from "@jest/test-sequencer";
import { relative } from "node:path";

/** From the longest on; seconds to a minute each. The first, which wait most, leave the machine to the checks beside them. */
export const LONGEST = [
  "e2e/test/ejabberd/federation.test.ts",
  "e2e/test/federation.test.ts",
  "e2e/test/sight.test.ts",
  "e2e/test/crashes.test.ts",
  "e2e/test/federation-clients.test.ts",
  "conformance/test/client.test.ts",
  "conformance/test/broken-services.test.ts",
  "e2e/test/faults.test.ts",
  "e2e/test/ejabberd/two-components.test.ts",
  "client-plugin/test/transfer/vanish.test.ts",
  "testbed/test/federation.test.ts",
  "cli/test/command-line.test.ts",
  "converse/test/converse.test.ts",
  "converse/test/editor.test.ts",
  "editor/test/ui.test.ts",
  "demo/test/demo.test.ts",
  "e2e/test/web/hostile.test.ts",
  "editor/test/starters.test.ts",
  "editor/test/ui-failures.test.ts",
  "e2e/test/web/alike.test.ts",
  "e2e/test/storm.test.ts",
  "component/test/xmpp/lifecycle.test.ts",
  "e2e/test/media.test.ts",
  "e2e/test/ejabberd/refusals.test.ts",
  "bench/test/torture.test.ts",
  "e2e/test/docker.test.ts",
  "e2e/test/web/many.test.ts",
  "e2e/test/ejabberd/documented.test.ts",
  "component/test/main.test.ts",
  "draft/test/html.test.ts",
];

export default class Order extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted;
    const rank = ({ path, context }) => {
      const at = LONGEST.indexOf(relative(context.config.rootDir, path));
      return at < 0 ? LONGEST.length : at;
    };
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
