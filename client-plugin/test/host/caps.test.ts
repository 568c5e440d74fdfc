// Test vectors: XEP-0115 sections 5.2 and 5.3.
import { expect, test } from "@jest/globals";
import { parseXml } from "@status-scheme/protocol";
import { capsVer } from "../../src/host/caps.ts";

const FEATURES = ["caps", "disco#info", "disco#items", "muc"].map(
  (name) => `<feature var='http://jabber.org/protocol/${name}'/>`,
);
const query = (...children: string[]) =>
  parseXml(`<query xmlns='http://jabber.org/protocol/disco#info'>${children.join("")}</query>`);

test("the simple example", async () => {
  const info = query("<identity category='client' name='Exodus 0.9.1' type='pc'/>", ...FEATURES.toReversed());
  expect(await capsVer(info)).toBe("QgayPKawpkPSDYmwT/WM94uAlu0=");
});

test("the complex example, with languages, characters beyond ASCII and a form", async () => {
  const field = (name: string, ...values: string[]) =>
    `<field var='${name}' ${name === "FORM_TYPE" ? "type='hidden'" : ""}>${values.map((value) => `<value>${value}</value>`).join("")}</field>`;
  const info = query(
    "<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>",
    "<identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>",
    ...FEATURES,
    "<x xmlns='jabber:x:data' type='result'>",
    field("FORM_TYPE", "urn:xmpp:dataforms:softwareinfo"),
    field("ip_version", "ipv4", "ipv6"),
    field("os", "Mac"),
    field("os_version", "10.5.1"),
    field("software", "Psi"),
    field("software_version", "0.11"),
    "</x>",
  );
  expect(await capsVer(info)).toBe("q07IKJEyjvHSyhy//CH0CxmKi8w=");
});

test("order does not count", async () => {
  const one = query(...FEATURES, "<identity category='client' type='pc'/>");
  const other = query("<identity category='client' type='pc'/>", ...FEATURES.toReversed());
  expect(await capsVer(one)).toBe(await capsVer(other));
});
