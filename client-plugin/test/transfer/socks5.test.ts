// Whom a party connects to, and what it offers (draft, section 8.9): on sockets that only say who was called.
import { describe, expect, jest, test } from "@jest/globals";
import dns from "node:dns/promises";
import os from "node:os";
import { parseXml, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Candidate, Streamhost } from "@status-scheme/protocol/transfer";
import { candidatePriority, destinationAddress } from "@status-scheme/protocol/transfer";
import { nodeNet } from "../../src/transfer/net/node-net.ts";
import type { Net, Socket } from "../../src/transfer/net/net.ts";
import { isAddress, isLoopback, isReachable } from "../../src/transfer/socks5/addresses.ts";
import { acceptBytestream } from "../../src/transfer/socks5/handshake.ts";
import { createProxies } from "../../src/transfer/socks5/proxies.ts";
import type { Proxy } from "../../src/transfer/socks5/proxies.ts";
import { createSocks5 } from "../../src/transfer/socks5/socks5.ts";
import type { Socks5Uses } from "../../src/transfer/socks5/socks5.ts";
import { TIMEOUTS } from "../../src/transfer/timeouts.ts";

const ME = "romeo@montague.lit/orchard";
const PEER = "juliet@capulet.lit/balcony";
const OURS: Streamhost = { jid: "proxy.montague.lit", host: "192.0.2.1", port: 7625 };
const THEIRS: Streamhost = { jid: "proxy.capulet.lit", host: "proxy.capulet.lit", port: 7625 };
/** As ejabberd's tell: with the node of the cluster. */
const NODE: Streamhost = { jid: "relay.capulet.lit/70306884", host: "192.0.2.3", port: 7777 };
const PROXIES: Readonly<Record<string, readonly Proxy[]>> = {
  "montague.lit": [{ jid: OURS.jid, at: [OURS] }],
  "capulet.lit": [
    { jid: THEIRS.jid, at: [THEIRS] },
    { jid: "relay.capulet.lit", at: [NODE] },
    { jid: "reserved.capulet.lit", at: undefined },
  ],
};

function candidate(at: Partial<Candidate>): Candidate {
  const type = at.type ?? "direct";
  return { cid: "c1", jid: PEER, host: "192.0.2.81", port: 52_018, type, priority: candidatePriority(type), ...at };
}

interface PartyUses extends Partial<Omit<Socks5Uses, "net">> {
  readonly net?: Partial<Net>;
}
/** Connections of which the other end is `meet`; those to anything else than what may be connected to are counted as well. */
function party({ net: other, ...more }: PartyUses = {}, meet: (far: Socket) => void = (far) => far.destroy()) {
  const called: string[] = [];
  const refused: string[] = [];
  const net: Net = {
    connect: async (host, port, { mayConnect }) => {
      if (isAddress(host) && !mayConnect(host)) {
        refused.push(host);
        throw new Error("may not");
      }
      called.push(`${host}:${port}`);
      const [near, far] = pair();
      meet(far);
      return near;
    },
    listen: async () => ({ port: 4_321, close: () => undefined }),
    addresses: (which) =>
      which === "outward" ? ["2001:db8::7", "192.0.2.7", "169.254.7.7", "fe80::7"] : ["127.0.0.1"],
    ...other,
  };
  const socks5 = createSocks5({
    ...{ net, sid: "s5b-1", me: ME, peer: PEER, isDirectAllowed: false, loopback: false, timeouts: TIMEOUTS },
    ask: () => Promise.reject(new Error("nobody")),
    after: () => () => undefined,
    proxies: { of: async (domain) => PROXIES[domain] ?? [], forget: () => undefined },
    ...more,
  });
  return { socks5, called, refused };
}

function pair(): readonly [Socket, Socket] {
  const ends = [0, 1].map(() => ({
    data: undefined as ((bytes: Uint8Array) => void) | undefined,
    end: undefined as (() => void) | undefined,
    waiting: [] as Uint8Array[],
    isOver: false,
  }));
  const destroy = () => {
    for (const end of ends) {
      end.isOver = true;
      end.end?.();
    }
  };
  const socket = (own: number): Socket => ({
    write: async (bytes) => {
      const other = ends[1 - own]!;
      if (other.data) other.data(bytes);
      else other.waiting.push(bytes);
    },
    end: destroy,
    destroy,
    onData(listener) {
      ends[own]!.data = listener;
      if (listener) for (const bytes of ends[own]!.waiting.splice(0)) listener(bytes);
    },
    onEnd(listener) {
      ends[own]!.end = listener;
      if (ends[own]!.isOver) listener();
    },
  });
  return [socket(0), socket(1)];
}

describe("what is offered", () => {
  // holds: no-address-without-consent
  test("without consent, proxies alone", async () => {
    expect(await party().socks5.candidates()).toMatchObject([{ ...OURS, type: "proxy" }]);
  });
  test("of a system that does not tell its addresses, proxies alone", async () => {
    // As Android's: a program may not ask.
    const denied = jest.spyOn(os, "networkInterfaces").mockImplementation(() => {
      throw new Error("uv_interface_addresses returned Unknown system error 13");
    });
    const { addresses } = nodeNet()!;
    const { socks5 } = party({ isDirectAllowed: true, loopback: true, net: { addresses } });
    expect(await socks5.candidates()).toMatchObject([{ ...OURS, type: "proxy" }]);
    denied.mockRestore();
  });
  test("with it, one's own addresses before them, which others can reach", async () => {
    const offered = await party({ isDirectAllowed: true }).socks5.candidates();
    expect(offered.map(({ host, type }) => [host, type])).toEqual([
      ["192.0.2.7", "direct"],
      ["2001:db8::7", "direct"],
      [OURS.host, "proxy"],
    ]);
    expect(offered.map(({ priority }) => priority)).toEqual(
      offered.map(({ priority }) => priority).toSorted((a, b) => b - a),
    );
    expect(new Set(offered.map(({ cid }) => cid)).size).toBe(3);
  });
  // holds: no-candidate-offered-twice
  test("not what the other has offered", async () => {
    const taken = [candidate({ ...OURS, type: "proxy" })];
    expect(await party().socks5.candidates(taken)).toEqual([]);
  });
});

describe("whom it connects to", () => {
  const tried = async (candidates: readonly Candidate[], more: Partial<Socks5Uses> = {}) => {
    const { socks5, called } = party(more);
    expect(await socks5.connect(candidates)).toEqual({ is: "candidate-error" });
    return called;
  };
  // holds: no-connection-without-consent
  test("without consent, proxies alone", async () => {
    const proxy = candidate({ ...THEIRS, type: "proxy" });
    expect(await tried([candidate({}), candidate({ type: "assisted" }), proxy])).toEqual(["proxy.capulet.lit:7625"]);
  });
  // holds: listed-proxies-only, proxy-asked-for-its-address
  test.each([
    ["that no server lists", { jid: "proxy.example.org" }],
    ["at another host than it tells", { host: "192.0.2.99" }],
    ["at another port than it tells", { port: 25 }],
  ])("no proxy %s", async (_, change) => {
    expect(await tried([candidate({ ...OURS, type: "proxy", ...change })], { isDirectAllowed: true })).toEqual([]);
  });
  // holds: proxy-compared-by-bare-jid
  test("a proxy with a resource is the one that is listed without", async () => {
    expect(await tried([candidate({ ...NODE, type: "proxy" })])).toEqual(["192.0.2.3:7777"]);
  });
  // holds: reserved-proxy-at-its-own-name
  test("a proxy that tells us nothing only at its own name", async () => {
    const reserved = { jid: "reserved.capulet.lit", port: 7625, type: "proxy" } as const;
    expect(await tried([candidate({ ...reserved, host: "192.0.2.99" })])).toEqual([]);
    expect(await tried([candidate({ ...reserved, host: "proxy.capulet.lit" })])).toEqual([]);
    const [called] = await tried([candidate({ ...reserved, host: "reserved.capulet.lit" })]);
    expect(called).toBe("reserved.capulet.lit:7625");
  });
  // holds: direct-candidates-are-addresses
  test("no name that is not a proxy's", async () => {
    expect(await tried([candidate({ host: "intranet.example.org" })], { isDirectAllowed: true })).toEqual([]);
  });
  // holds: direct-candidates-are-addresses
  test.each(["999.1.1.1", "cafe::name", "localhost"])("nor %s, which only looks like an address", async (host) => {
    const { signal } = new AbortController();
    const looked = nodeNet()!.connect(host, 9, { signal, mayLookUp: false, mayConnect: () => true });
    await expect(looked).rejects.toThrow("is not an address");
  });
  test("a name is not looked up for longer than the attempt lasts", async () => {
    const never = jest.spyOn(dns, "lookup").mockReturnValue(new Promise(() => undefined) as never);
    const attempt = new AbortController();
    const { signal } = attempt;
    const looked = nodeNet()!.connect("proxy.capulet.lit", 9, { signal, mayLookUp: true, mayConnect: () => true });
    attempt.abort(new Error("no connection in time"));
    await expect(looked).rejects.toThrow("no connection in time");
    never.mockRestore();
  });
  // holds: few-candidates-tried
  test("the best first, and no more than eight", async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      candidate({ cid: `c${index}`, host: `192.0.2.${index + 1}`, priority: index + 1 }),
    );
    const called = await tried(many, { isDirectAllowed: true });
    expect(called).toHaveLength(8);
    expect(called[0]).toBe("192.0.2.12:52018");
  });
  // holds: no-connection-to-oneself
  test.each([
    "127.0.0.1",
    "127.9.9.9",
    "::1",
    "[::1]",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0.0.0.0",
  ])("not to %s, which is this machine", async (host) => {
    const { socks5, called, refused } = party({ isDirectAllowed: true });
    await socks5.connect([candidate({ host })]);
    expect([called, refused]).toEqual([[], [host.replace(/[[\]]/g, "")]]);
  });
  test.each(["169.254.1.1", "224.0.0.1", "239.1.2.3", "fe80::1", "ff02::1", "::", "255.255.255.255"])(
    "not to %s, where nobody else is found",
    (host) => expect(isReachable(host)).toBe(false),
  );
  test.each(["192.0.2.1", "10.0.0.7", "2001:db8::1", "172.16.0.1", "1.127.0.1"])("%s is somebody's", (host) => {
    expect([isReachable(host), isLoopback(host)]).toEqual([true, false]);
  });
});

describe("the proxies of a server", () => {
  const NS_S5B = "http://jabber.org/protocol/bytestreams";
  const items = `<item jid='reserved.capulet.lit'/><item jid='hung.capulet.lit'/><item jid='relay.capulet.lit'/>`;
  const info = `<identity category='proxy' type='bytestreams'/>`;
  const answer = async (to: string, { attrs: { xmlns } }: Element): Promise<Element> => {
    const query = (children: string) =>
      stanza("iq", { type: "result" }, parseXml(`<query xmlns='${xmlns}'>${children}</query>`));
    if (xmlns !== NS_S5B) return query(to === "capulet.lit" ? items : info);
    if (to === "reserved.capulet.lit") throw new SchemeError("forbidden");
    if (to === "hung.capulet.lit") throw new SchemeError("try-later");
    const jids = [NODE.jid, "elsewhere.capulet.lit"];
    return query(jids.map((jid) => `<streamhost jid='${jid}' host='192.0.2.3' port='7777'/>`).join(""));
  };
  // holds: proxy-compared-by-bare-jid
  test("are known by the address that each tells of itself, or by its silence", async () => {
    expect(await createProxies(answer).of("capulet.lit")).toEqual([
      { jid: "reserved.capulet.lit", at: undefined },
      { jid: "relay.capulet.lit", at: [NODE] },
    ]);
  });
});

describe("the bytestream", () => {
  // holds: activation-to-the-address
  test("through a proxy with a resource is activated there", async () => {
    const asked: string[] = [];
    const ask = async (to: string) => {
      asked.push(to);
      return stanza("iq", { type: "result" });
    };
    const { socks5 } = party({ ask }, (far) => void acceptBytestream(far, async () => true));
    await socks5.activate(candidate({ ...NODE, type: "proxy" }));
    expect(asked).toEqual([NODE.jid]);
    socks5.release();
  });
  // holds: destination-computed
  test("is named by a destination that both compute, whatever `dstaddr` says", async () => {
    const expected = await destinationAddress("s5b-1", PEER, ME);
    const named: string[] = [];
    const { socks5 } = party({ isDirectAllowed: true }, (far) => {
      const note = async (name: string) => named.push(name) > 0 && name === expected;
      acceptBytestream(far, note).catch(() => undefined);
    });
    expect(await socks5.connect([candidate({})])).toEqual({ is: "candidate-used", cid: "c1" });
    expect(named).toEqual([expected]);
  });
  test.each([
    ["another protocol", "HTTP/1.1 400 Bad Request"],
    ["a wish for a password", "\u0005\u0002"],
    ["a refusal", "\u0005\u0000\u0005\u0002\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000"],
    ["bytes that nobody may send yet", `\u0005\u0000\u0005\u0000\u0000\u0001${"\u0000".repeat(6)}early`],
    ["an address of no known type", "\u0005\u0000\u0005\u0000\u0000\u0009"],
  ])("is not taken from %s", async (_, answer) => {
    const { socks5 } = party({ isDirectAllowed: true }, (far) => {
      void far.write(new TextEncoder().encode(answer));
    });
    expect(await socks5.connect([candidate({})])).toEqual({ is: "candidate-error" });
  });
  test("is refused to whoever names another", async () => {
    const [near, far] = pair();
    const accepted = acceptBytestream(far, async () => false);
    const { nameBytestream } = await import("../../src/transfer/socks5/handshake.ts");
    await Promise.all([
      expect(nameBytestream(near, "0".repeat(40))).rejects.toThrow("status 2"),
      expect(accepted).rejects.toThrow("not the bytestream"),
    ]);
  });
});
