// A process of its own for errors.test.ts: a component whose handler throws when it is asked. `guarded` as an argument
// turns the guard on. Exits 0 once the asker has its answer.
import { guardErrors } from "../src/errors.ts";
import { startWire } from "./component-wire.ts";

const wire = await startWire((component) => {
  if (process.argv[2] === "guarded") guardErrors(component, (error) => console.log(`reported: ${String(error)}`));
  component.iqCallee.get("urn:example:test", "query", () => {
    throw new Error("a handler's defect");
  });
});
wire.server.write(`<iq type='get' id='1' from='romeo@capulet.lit/x' to='x'><query xmlns='urn:example:test'/></iq>`);
console.log(await wire.sent(/<iq[^>]*type="error".*<\/iq>/s));
await wire.stop();
