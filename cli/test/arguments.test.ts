import { describe, expect, test } from "@jest/globals";
import { readArguments } from "../src/arguments.ts";
import { UsageError } from "../src/usage.ts";

describe("the command line", () => {
  test("in full", () => {
    const args = [
      "access",
      "roster",
      "--group",
      "Friends",
      "--group",
      "Family",
      "--jid",
      "juliet@capulet.lit",
      "--json",
    ];
    expect(readArguments(args, {})).toEqual({
      name: "access",
      operand: "roster",
      account: { jid: "juliet@capulet.lit", passwordFile: undefined, service: undefined, component: undefined },
      options: expect.objectContaining({ group: ["Friends", "Family"], json: true }),
    });
  });

  test("takes the address from the environment where it is not given", () => {
    const env = { STATUS_SCHEME_JID: "juliet@capulet.lit" };
    expect(readArguments(["show"], env)).toMatchObject({ account: { jid: "juliet@capulet.lit" } });
    expect(readArguments(["show", "--jid", "romeo@capulet.lit"], env)).toMatchObject({
      account: { jid: "romeo@capulet.lit" },
    });
  });

  test.each([
    ["--help", "help"],
    ["-h", "help"],
    ["--version", "version"],
  ])("%s", (option, name) => {
    expect(readArguments([option], {})).toEqual({ name });
    expect(readArguments(["publish", option], {})).toEqual({ name });
  });
});

describe("mistakes in it are said", () => {
  test.each([
    [[], "What is to be done?"],
    [["destroy"], 'There is no command "destroy"'],
    [["toString"], 'There is no command "toString"'],
    [["publish"], "publish: of what?"],
    [["publish", "one", "two"], 'publish: "two" is too much'],
    [["clear", "everything"], 'clear: "everything" is too much'],
    [["show", "--force"], "show does not take --force"],
    [["show", "--colour"], "Unknown option '--colour'"],
    [["show", "--jid"], "'--jid <value>' argument missing"],
    [["show", "--service", "http://capulet.lit"], "--service takes xmpp://"],
    [["show", "--websocket", "https://capulet.lit"], "--websocket takes wss://"],
    [["show", "--service", "xmpp://a", "--websocket", "ws://b"], "one of them"],
  ])("%j", (args, message) => {
    expect(() => readArguments(args, {})).toThrow(UsageError);
    expect(() => readArguments(args, {})).toThrow(message);
  });

  test.each([["--password", "secret"], ["--password=secret"], ["--pass=secret"], ["-p", "secret"], ["-psecret"]])(
    "a password among them is refused, and not repeated: %s",
    (...args) => {
      let said = "";
      try {
        readArguments(["show", ...args], {});
      } catch (error) {
        said = (error as Error).message;
      }
      expect(said).toContain("can be read by every user of this machine");
      expect(said).not.toContain("secret");
    },
  );
});
