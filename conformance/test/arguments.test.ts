// The command line of the kit.
import { expect, test } from "@jest/globals";
import { readArguments } from "../src/arguments.ts";

const service = ["--service", "schemes.capulet.lit", "--jid", "juliet@capulet.lit"];
const client = ["--client", "juliet@capulet.lit/balcony", "--peer", "romeo@capulet.lit"];

test("a service with its accounts", () => {
  expect(readArguments([...service, "--peer", "romeo@capulet.lit", "--server", "xmpp://127.0.0.1:5222"])).toEqual({
    name: "service",
    service: "schemes.capulet.lit",
    owner: "juliet@capulet.lit",
    peer: "romeo@capulet.lit",
    stranger: undefined,
    server: "xmpp://127.0.0.1:5222",
    json: undefined,
    slow: false,
  });
});

test("a client, with the service that is played to it", () => {
  const component = ["--component", "schemes.capulet.lit", "--component-server", "xmpp://127.0.0.1:5347"];
  expect(readArguments([...client, ...component, "--wait", "5"])).toMatchObject({
    name: "client",
    client: "juliet@capulet.lit/balcony",
    component: { jid: "schemes.capulet.lit", server: "xmpp://127.0.0.1:5347", httpPort: 0 },
    waitSeconds: 5,
  });
});

test.each([
  ["neither side", [], "one of them"],
  ["both sides", [...service, ...client], "one of them"],
  ["no owner", ["--service", "schemes.capulet.lit"], "--jid"],
  ["no contact of the client", client.slice(0, 2), "--peer"],
  ["a client without a resource", ["--client", "juliet@capulet.lit", ...client.slice(2)], "not like"],
  ["a component without its server", [...client, "--component", "schemes.capulet.lit"], "--component-server"],
  ["a client's option for a service", [...service, "--wait", "5"], "does not go with"],
  ["a server that is no URL", [...service, "--server", "capulet.lit"], "--server takes"],
  ["an unknown option", [...service, "--quick"], "Unknown option"],
  ["a password", [...service, "--password", "rosemary"], "asked for"],
  ["a contact's password", [...service, "--peer-password=rosemary"], "asked for"],
  ["a component's secret", [...client, "--component-secret", "rosemary"], "asked for"],
])("is refused with %s", (_, args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});
