// The page's appendix: every requirement with its section and its tests.
import { countOf, standingOf } from "../requirements.ts";
import type { Traced } from "../requirements.ts";
import { escaped, keywordHtml } from "./markup.ts";

/** `anchors`: section's number -> its anchor. */
export function traceHtml(traced: readonly Traced[], anchors: ReadonlyMap<string, string>): string {
  const counts = [...countOf(traced)]
    .filter(([, count]) => Object.values(count).some((some) => some > 0))
    .map(([level, count]) => {
      const cells = (["tested", "judged", "awaited", "untested"] as const).map(
        (standing) => `<td>${String(count[standing])}</td>`,
      );
      return `<tr><th scope="row">${level}</th>${cells.join("")}</tr>`;
    });
  const rows = traced.map(
    (item) => `<tr id="trace-${item.id}">
<th scope="row"><a href="#${item.id}">${item.id}</a></th>
<td>${keywordHtml(item.level)}</td>
<td><a href="#${anchors.get(item.section) ?? ""}" title="${escaped(item.topic)}">${item.section}</a></td>
<td>${testsHtml(item)}</td></tr>`,
  );
  return `<p>Each sentence with a word of RFC 2119 has an id, and the tests of this repository say which they hold.
What only a person can judge has no test, for the reason given; what is specified ahead of the code awaits its tests.</p>
<div class="wide" tabindex="0"><table class="counts"><thead><tr><th scope="col">level</th><th scope="col">tested</th><th scope="col">judged</th><th scope="col">awaited</th><th scope="col">untested</th></tr></thead>
<tbody>${counts.join("\n")}</tbody></table></div>
<table class="trace"><thead><tr><th scope="col">requirement</th><th scope="col">level</th><th scope="col">section</th><th scope="col">tests</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>`;
}

function testsHtml(item: Traced): string {
  const standing = standingOf(item);
  if (standing === "judged") return `<em>judged:</em> ${escaped(item.judged ?? "")}`;
  if (standing === "awaited") return `<em>awaited</em>`;
  if (standing === "untested") return `<em>none</em>`;
  const tests = item.tests.map(({ file, test }) => `<li><code>${escaped(file)}</code> ${escaped(test)}</li>`);
  return `<ul>${tests.join("")}</ul>`;
}
