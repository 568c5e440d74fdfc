// A bare @xmpp/component that answers an IQ with a constant: the least that a component in this library costs. Settings on
// its input: EchoSettings as JSON.
import { json } from "node:stream/consumers";
// eslint-disable-next-line no-restricted-imports -- it is measured without what the component builds on it
import componentModule from "@xmpp/component";

interface EchoSettings {
  readonly service: string;
  readonly domain: string;
  readonly password: string;
}
const NS_ECHO = "urn:example:echo";

const { component, xml } = componentModule;
const entity = component((await json(process.stdin)) as EchoSettings);
entity.on("error", (error: Error) => console.error(error.message));
entity.on("connect", () => entity.socket?.setNoDelay?.(true));
entity.iqCallee.get(NS_ECHO, "echo", () =>
  xml("echo", { xmlns: NS_ECHO, owner: "juliet@capulet.lit", status: "current", stamp: "2026-11-22T08:30:00.123Z" }),
);
process.on("SIGTERM", () => process.exit(0));
await entity.start();
console.log("ready");
