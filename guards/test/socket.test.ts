import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { once } from "node:events";
import type { Socket } from "node:net";
import { stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { guardErrors } from "../src/errors.ts";
import { guardSocket } from "../src/socket.ts";
import { startWire, writeApart } from "./component-wire.ts";
import type { Wire } from "./component-wire.ts";

const TEXT = "Grüße, 世界, 🌍 €";

let wire: Wire | undefined;
afterEach(() => wire?.stop());

async function start(guarded: boolean) {
  wire = await startWire((component) => {
    guardErrors(component, () => undefined);
    if (guarded) guardSocket(component);
  });
  return wire;
}

/** The text that arrives when every byte comes in a TCP segment of its own. */
async function bodyByBytes(wire: Wire): Promise<string> {
  const bytes = Buffer.from(`<message><body>${TEXT}</body></message>`);
  const arrived = once(wire.component, "stanza") as Promise<[Element]>;
  await writeApart(
    wire.server,
    [...bytes].map((byte) => Uint8Array.of(byte)),
  );
  const [message] = await arrived;
  return message.getChildText("body") ?? "";
}

describe("text that straddles chunks", () => {
  test("is corrupted without the guard", async () => {
    expect(await bodyByBytes(await start(false))).toContain("\uFFFD");
  });

  test("arrives whole with it", async () => {
    expect(await bodyByBytes(await start(true))).toBe(TEXT);
  });
});

test("a socket is set to send without delay and to notice a peer that vanished", async () => {
  const { component } = await start(true);
  const socket = component.socket as Socket;
  const noDelay = jest.spyOn(socket, "setNoDelay");
  const keepAlive = jest.spyOn(socket, "setKeepAlive");
  component.emit("opening");
  expect(noDelay).toHaveBeenCalledWith(true);
  expect(keepAlive).toHaveBeenCalledWith(true, expect.any(Number));
});

test("what is sent in one turn leaves by one write", async () => {
  const { component, sent } = await start(true);
  const writev = jest.spyOn(component.socket as Socket & { _writev: () => void }, "_writev");
  const write = jest.spyOn(component.socket as Socket, "_write");
  await Promise.all(["a", "b", "c"].map((id) => component.send(stanza("message", { id }))));
  await sent(/id="c"/);
  expect(writev).toHaveBeenCalledTimes(1);
  expect(write).not.toHaveBeenCalled();
});

test("a socket inside xmpp.js's TLS wrapper is found, a WebSocket left alone", async () => {
  const { component } = await start(true);
  const real = component.socket!;
  const setEncoding = jest.fn();
  component.socket = { socket: { setEncoding } } as never;
  component.emit("opening");
  expect(setEncoding).toHaveBeenCalledWith("utf8");
  component.socket = { socket: {} } as never;
  expect(() => component.emit("opening")).not.toThrow();
  component.socket = real;
});
