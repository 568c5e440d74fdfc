// xmpp.js asks `instanceof Element`: a handler that returns an element of another copy of ltx sends an empty result.
// Module resolution under jest is jest's own, so this runs in a process of plain Node.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const run = promisify(execFile);
const SCRIPT = `
  import { Element, element, parseXml, stanza } from "@status-scheme/protocol";
  import { xml } from "@xmpp/client";
  import component from "@xmpp/component";
  import { Element as OtherElement } from "ltx";
  const made = {
    element: element("urn:x", "a"), stanza: stanza("iq", {}), parsed: parseXml("<a/>"),
    client: xml("a"), component: component.xml("a"), other: new OtherElement("a"),
  };
  const { constructor } = xml("a");
  console.log(JSON.stringify(Object.entries(made).map(([by, made]) => [by, made instanceof Element, made instanceof constructor])));
`;

test("elements of the codec, of @xmpp/client and of @xmpp/component are of one class, which `ltx` is not", async () => {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
    cwd: new URL("../../", import.meta.url),
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(JSON.parse(stdout)).toEqual([
    ["element", true, true],
    ["stanza", true, true],
    ["parsed", true, true],
    ["client", true, true],
    ["component", true, true],
    ["other", false, false],
  ]);
});
