import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { NS, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { eventually, startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { realDeps } from "../../src/viewer/deps.ts";
import { loginPlain } from "../host/people.ts";
import type { Person } from "../host/people.ts";
import { loginOwner } from "./people.ts";
import type { Owner, OwnerOptions } from "./people.ts";

let bed: Testbed;
let romeo: Person;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent();
  const publisher = await loginOwner(bed, "juliet");
  await publisher.owner.publish([
    { state: "dnd", text: [{ lang: "en", text: "Busy" }] },
    { state: "in_a_meeting", show: "dnd", text: [{ lang: "en", text: "In a meeting" }] },
  ]);
  await publisher.xmpp.stop();
  romeo = await loginPlain(bed, "romeo");
  await romeo.xmpp.send(stanza("presence", {}));
});
afterAll(() => bed.stop());

let juliet: Owner;
afterEach(async () => {
  await juliet.xmpp.stop();
  romeo.received.splice(0);
});
const login = async (options?: OwnerOptions & { readonly initial?: Element | null }) => {
  juliet = await loginOwner(bed, "juliet", options);
  await juliet.owner.own();
  if (options?.initial !== null) await juliet.xmpp.send(options?.initial ?? stanza("presence", {}));
};
/** What romeo sees of juliet last. */
const seen = () => {
  const presence = romeo.received.findLast(
    ({ name, attrs }) => name === "presence" && attrs.from?.startsWith("juliet@"),
  );
  const showing = presence?.getChild("showing", NS);
  return {
    type: presence?.attrs.type,
    show: presence?.getChildText("show") ?? "available",
    status: presence?.getChildText("status"),
    priority: presence?.getChildText("priority"),
    token: showing?.attrs.state,
    until: showing?.attrs.until,
  };
};
const untilSeen = (expected: Partial<ReturnType<typeof seen>>) =>
  eventually("what romeo sees", seen, (now) =>
    Object.entries(expected).every(([key, value]) => now[key as keyof typeof now] === value),
  );

describe("a state", () => {
  test("of one's own shows its base, from the published look, and its token", async () => {
    await login();
    await juliet.owner.setState("in_a_meeting", { status: "Until noon" });
    await untilSeen({ show: "dnd", status: "Until noon", token: "in_a_meeting" });
    await juliet.owner.setState("away");
    await untilSeen({ show: "away", status: null, token: undefined });
    await juliet.owner.setState("eating", { show: "xa" });
    await untilSeen({ show: "xa", token: "eating" });
    await juliet.owner.setState("available");
    await untilSeen({ show: "available", token: undefined });
  });

  test("keeps what else the host program's presence has", async () => {
    await login({ initial: stanza("presence", {}, stanza("error", {}), priority(7)) });
    await juliet.owner.setState("dnd");
    await untilSeen({ show: "dnd", priority: "7" });
  });

  test.each([
    ["offline", {}, "state"],
    ["In a meeting", {}, "state"],
    ["daydreaming", {}, "show"],
    ["dnd", { until: new Date(0) }, "until"],
    ["dnd", { until: new Date(Number.NaN) }, "until"],
  ])("that cannot be is refused: %s %p", async (state, options, what) => {
    await login();
    await expect(juliet.owner.setState(state, options)).rejects.toMatchObject({
      code: "bad-request",
      detail: { what },
    });
  });

  test("is not set while offline", async () => {
    await login();
    await juliet.xmpp.stop();
    await expect(juliet.owner.setState("dnd")).rejects.toMatchObject({ code: "try-later" });
  });
});

describe("a state's end", () => {
  /** Time that passes only when told to. */
  const clock = () => {
    const waiting = new Set<{ readonly at: number; readonly run: () => void }>();
    let now = Date.now();
    const deps = {
      ...realDeps(),
      now: () => now,
      after: (ms: number, run: () => void) => {
        // As timers do that cannot wait as long.
        const entry = { at: now + Math.min(ms, 60_000), run };
        waiting.add(entry);
        return () => void waiting.delete(entry);
      },
    };
    const pass = (ms: number) => {
      for (const end = now + ms; ;) {
        const next = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        now = next?.at ?? end;
        if (!next) return;
        waiting.delete(next);
        next.run();
      }
    };
    return { deps, pass, in: (ms: number) => new Date(now + ms) };
  };

  // holds: state-ends
  test("is told, and then it is over", async () => {
    const { deps, pass, in: inMs } = clock();
    await login({ deps });
    const end = inMs(3_600_000);
    await juliet.owner.setState("in_a_meeting", { until: end, status: "Until noon" });
    await untilSeen({ show: "dnd", token: "in_a_meeting", until: end.toISOString() });
    pass(3_599_999);
    expect(seen().token).toBe("in_a_meeting");
    pass(1);
    await untilSeen({ show: "available", token: undefined, until: undefined, status: null });
  });

  test("of a state that was left before ends nothing", async () => {
    const { deps, pass, in: inMs } = clock();
    await login({ deps });
    await juliet.owner.setState("in_a_meeting", { until: inMs(1_000) });
    await juliet.owner.setState("away");
    pass(2_000);
    await juliet.owner.setState("eating", { show: "xa" });
    await untilSeen({ show: "xa" });
    const shows = romeo.received.map((presence) => presence.getChildText("show"));
    // The same again is a hint that was renewed.
    expect(shows.filter((show, at) => show !== shows[at - 1])).toEqual([null, "dnd", "away", "xa"]);
  });
});

describe("beside the host program's own presence", () => {
  test("a state outlives a lost session", async () => {
    await login();
    await juliet.owner.setState("in_a_meeting");
    await untilSeen({ token: "in_a_meeting" });
    juliet.xmpp.on("online", () => void juliet.xmpp.send(stanza("presence", {})));
    await juliet.xmpp.stop();
    await untilSeen({ type: "unavailable" });
    await juliet.xmpp.start();
    await untilSeen({ type: undefined, show: "dnd", token: "in_a_meeting" });
  });

  test("or an earlier run of the program, until it ends", async () => {
    const state = { state: "in_a_meeting", show: "dnd", status: "Until noon" } as const;
    await login({ state: { ...state, until: new Date(Date.now() + 3_600_000) } });
    await untilSeen({ show: "dnd", status: "Until noon", token: "in_a_meeting" });
    expect(seen().until).toBeDefined();
    await juliet.xmpp.send(stanza("presence", {}, show("away")));
    await untilSeen({ show: "away", token: undefined, until: undefined });
    await juliet.xmpp.stop();
    await untilSeen({ type: "unavailable" });
    await login({ state: { ...state, until: new Date(Date.now() - 1) }, initial: stanza("presence", {}, priority(2)) });
    await untilSeen({ priority: "2", show: "available", token: undefined });
  });

  test("and is sent at once where the host program sends none", async () => {
    await login({ initial: null });
    await juliet.owner.setState("in_a_meeting");
    await untilSeen({ token: "in_a_meeting" });
    await juliet.xmpp.stop();
    await untilSeen({ type: "unavailable" });
    await juliet.xmpp.start();
    await untilSeen({ type: undefined, token: "in_a_meeting" });
  });

  test("the host program's next state is the state; the same again changes nothing", async () => {
    await login();
    await juliet.owner.setState("in_a_meeting");
    await untilSeen({ token: "in_a_meeting" });
    await juliet.xmpp.send(stanza("presence", {}, show("dnd"), priority(3)));
    await untilSeen({ priority: "3", token: "in_a_meeting" });
    await juliet.xmpp.send(stanza("presence", {}, show("away")));
    await untilSeen({ show: "away", token: undefined });
  });
});

function show(value: string): Element {
  const result = stanza("presence", {}, value);
  result.name = "show";
  return result;
}
function priority(value: number): Element {
  const result = stanza("presence", {}, value);
  result.name = "priority";
  return result;
}
