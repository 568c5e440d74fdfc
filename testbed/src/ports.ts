// Free TCP ports on loopback, for servers that want theirs named before they start.
import { createServer } from "node:net";
import { randomInt } from "node:crypto";

// Below Linux's ephemeral range (32768…): an outgoing connection must not take a port while its server restarts.
const FIRST = 20_000;
const LAST = 32_000;

/** `count` different ports that nothing listens on now. Another process may be quicker: whoever binds them tries again. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(FIRST, LAST);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
