// A component (XEP-0114) and the server's end of its socket in a test's hands, to send what no server would.
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { once } from "node:events";
import { PATIENCE_MS } from "@status-scheme/testbed";
import xmppComponent from "@xmpp/component";
import type { Component } from "@xmpp/component";

export interface Wire {
  readonly component: Component;
  readonly server: Socket;
  /** Resolves when the component sent something that matches. */
  readonly sent: (pattern: RegExp) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export const DOMAIN = "schemes.capulet.lit";

/** `prepare` gets the component before it connects. */
export async function startWire(prepare: (component: Component) => void): Promise<Wire> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const component = xmppComponent.component({
    service: `xmpp://127.0.0.1:${port}`,
    domain: DOMAIN,
    password: "secret",
  });
  component.reconnect.stop();
  prepare(component);
  const connected = once(listener, "connection") as Promise<[Socket]>;
  const online = component.start();
  const [server] = await connected;
  let received = "";
  server.setEncoding("utf8");
  server.on("data", (data: string) => (received += data));
  server.on("error", () => undefined);
  const sent = async (pattern: RegExp) => {
    for (;;) {
      const match = pattern.exec(received);
      if (match) return match[0];
      await once(server, "data", { signal: AbortSignal.timeout(PATIENCE_MS) });
    }
  };
  await sent(/<stream:stream [^>]*>/);
  server.write(
    `<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' from='${DOMAIN}' id='1'>`,
  );
  await sent(/<\/handshake>/);
  server.write("<handshake/>");
  await online;
  const stop = async () => {
    server.destroy();
    listener.close();
    if (component.status !== "disconnect") await new Promise((resolve) => component.once("disconnect", resolve));
  };
  return { component, server, sent, stop };
}

/** Writes each part in a TCP segment of its own. */
export async function writeApart(socket: Socket, parts: readonly (string | Uint8Array)[]): Promise<void> {
  socket.setNoDelay(true);
  for (const part of parts) {
    await new Promise((resolve) => socket.write(part, resolve));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
