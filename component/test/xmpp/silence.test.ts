import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { NS_PING, stanza } from "@status-scheme/protocol";
import { startLink, startTestbed, until } from "@status-scheme/testbed";
import type { Link, Testbed } from "@status-scheme/testbed";
import { watchSilence } from "../../src/xmpp/silence.ts";
import { linkTo } from "./connecting.ts";

describe("a watch", () => {
  const PATIENCE = { quietMs: 30_000, spacingMs: 5_000, tries: 6 };
  let heard: number | undefined;
  let asked: number;
  let ends: number;
  let answers: boolean;
  let stop: () => void;
  beforeEach(() => {
    jest.useFakeTimers();
    [heard, asked, ends, answers] = [0, 0, 0, false];
    stop = watchSilence({
      heard: () => heard,
      ask: () => {
        asked += 1;
        if (answers) heard = (heard ?? 0) + 1;
      },
      onSilence: () => (ends += 1),
      patience: PATIENCE,
    });
  });
  afterEach(() => {
    stop();
    jest.useRealTimers();
  });

  test("asks who says nothing, a few times, and concludes once, within a minute and a half", () => {
    jest.advanceTimersByTime(59_999);
    expect({ asked, ends }).toEqual({ asked: 6, ends: 0 });
    jest.advanceTimersByTime(30_001);
    expect({ asked, ends }).toEqual({ asked: 6, ends: 1 });
    jest.advanceTimersByTime(600_000);
    expect({ asked, ends }).toEqual({ asked: 6, ends: 1 });
  });

  test("who answers stays, and is asked once for each silence", () => {
    answers = true;
    jest.advanceTimersByTime(3_600_000);
    expect(ends).toBe(0);
    expect(asked).toBeLessThanOrEqual(110);
    expect(asked).toBeGreaterThan(90);
  });

  test("one answer in time is enough, whatever came before it", () => {
    for (let round = 0; round < 10; round += 1) {
      jest.advanceTimersByTime(50_000);
      heard = (heard ?? 0) + 1;
    }
    expect(ends).toBe(0);
  });

  test("who talks is not asked", () => {
    for (let second = 0; second < 600; second += 1) {
      heard = (heard ?? 0) + 1;
      jest.advanceTimersByTime(1_000);
    }
    expect(asked).toBe(0);
  });

  test("nothing is concluded while nobody listens", () => {
    jest.advanceTimersByTime(50_000);
    heard = undefined;
    jest.advanceTimersByTime(600_000);
    heard = 0;
    jest.advanceTimersByTime(50_000);
    expect(ends).toBe(0);
  });

  test("nothing is left after a stop", () => {
    stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe.each(["prosody", "ejabberd"] as const)("on the wire, at %s", (server) => {
  let bed: Testbed;
  let relay: Link;
  beforeAll(async () => {
    bed = await startTestbed({ server });
    relay = await startLink(bed.ports.component);
  });
  afterAll(async () => {
    await relay?.stop();
    await bed?.stop();
  });

  test("a quiet server is asked and answers; one that has gone silent is left, and connected to anew", async () => {
    const service = `xmpp://127.0.0.1:${relay.port}`;
    const { link, start, told, stanzas, log } = linkTo(bed, {
      service,
      patience: { quietMs: 50, spacingMs: 300, tries: 5 },
    });
    try {
      start(({ attrs: { from, to, id, type } }) => {
        if (type === "get") void link.send(stanza("iq", { type: "result", from: to, to: from, id }));
      });
      const pings = () => stanzas.filter((heard) => heard.getChild("ping", NS_PING) !== undefined).length;
      await until("the server has brought its pings back, more than it may miss", () => pings() > 10);
      const sofar = told.length;
      relay.hush();
      await until("online again", () => told.length > sofar + 1 && link.isOnline());
      expect(told.slice(-2)).toEqual(["offline", "online"]);
      expect(log.some(({ msg }) => msg.includes("nothing comes from it any more"))).toBe(true);
      const before = pings();
      await until("the new one lives", () => pings() > before);
    } finally {
      await link.stop();
    }
  });
});
