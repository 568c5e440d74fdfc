// The machine of a session against the table of the draft, section 8.4: every state and every action.
import { describe, expect, test } from "@jest/globals";
import type { Jingle, JingleAction, JingleContent, JingleInfo } from "@status-scheme/protocol/transfer";
import { decodeJingle, encodeJingle } from "@status-scheme/protocol/transfer";
import { CONTENT_STATES, SESSION_STATES } from "../../src/transfer/machine/state.ts";
import type { Content, ContentState, Role, Session } from "../../src/transfer/machine/state.ts";
import { step } from "../../src/transfer/machine/step.ts";
import type { Event } from "../../src/transfer/machine/step.ts";
import { waitsOf } from "../../src/transfer/machine/waits.ts";
import { ANSWER, came, candidate, content, FILE, IBB, OFFER, one, session } from "./support/session.ts";

const verdict = (state: object): JingleContent => ({
  creator: "initiator",
  name: "m0",
  transport: { method: "s5b", sid: "s5b-1", candidates: [], state } as never,
});
const info = (said: JingleInfo): Event => came("session-info", { info: said });

/** An action of each kind, as it would be right in the state that foresees it. */
const ACTIONS: Readonly<Record<string, Event>> = {
  "session-initiate": came("session-initiate", {
    contents: one({ senders: "responder", description: FILE, transport: OFFER }),
  }),
  "session-accept": came("session-accept", { contents: one({ description: FILE, transport: ANSWER }) }),
  "session-terminate": came("session-terminate", { reason: { condition: "success" } }),
  ping: came("session-info"),
  received: info({ received: { creator: "initiator", name: "m0" } }),
  checksum: info({ checksum: { creator: "initiator", name: "m0", file: FILE } }),
  "content-add": came("content-add", {
    contents: [{ ...one({ senders: "responder", description: FILE, transport: OFFER })[0]!, name: "new" }],
  }),
  "content-accept": came("content-accept", { contents: one({ description: FILE, transport: ANSWER }) }),
  "content-reject": came("content-reject", { contents: one(), reason: { condition: "failed-application" } }),
  "content-remove": came("content-remove", { contents: one(), reason: { condition: "cancel" } }),
  "content-modify": came("content-modify", { contents: one({ senders: "both" }) }),
  "candidate-error": came("transport-info", { contents: [verdict({ is: "candidate-error" })] }),
  activated: came("transport-info", { contents: [verdict({ is: "activated", cid: "jd1" })] }),
  "proxy-error": came("transport-info", { contents: [verdict({ is: "proxy-error" })] }),
  "late candidates": came("transport-info", { contents: one({ transport: OFFER }) }),
  "transport-replace": came("transport-replace", { contents: one({ transport: IBB }) }),
  "transport-accept": came("transport-accept", { contents: one({ transport: IBB }) }),
  "transport-reject": came("transport-reject", { contents: one({ transport: IBB }) }),
};
const ACCEPTED = [
  ...(["connecting", "activating", "replacing", "opening", "transferring", "verifying"] as const),
] as ContentState[];
const LIVE: ContentState[] = ["requested", ...ACCEPTED];
const ALWAYS: ContentState[] = [...CONTENT_STATES];

/** In an active session: the states of its content in which each is foreseen, of the owner's machine and the viewer's. */
const FORESEEN: Readonly<Record<string, readonly [owner: readonly ContentState[], viewer: readonly ContentState[]]>> = {
  "session-initiate": [[], []],
  "session-accept": [[], []],
  "session-terminate": [ALWAYS, ALWAYS],
  ping: [ALWAYS, ALWAYS],
  received: [["verifying"], []],
  checksum: [[], [...ACCEPTED, "done", "failed"]],
  "content-add": [ALWAYS, []],
  "content-accept": [[], ["requested"]],
  "content-reject": [[], ["requested"]],
  "content-remove": [LIVE, LIVE],
  "content-modify": [[], []],
  "candidate-error": [["connecting"], ["connecting"]],
  activated: [[], ["activating"]], // the owner's proxy is nominated
  "proxy-error": [[], ["activating"]],
  "late candidates": [LIVE, LIVE],
  "transport-replace": [["replacing"], []],
  "transport-accept": [[], ["replacing"]],
  "transport-reject": [[], ["replacing"]],
};

// holds: unforeseen-action-out-of-order, duplicate-sid-refused, session-ping-answered
describe.each(["owner", "viewer"] as const)("the %s of an active session", (role) => {
  const cases = Object.keys(ACTIONS).flatMap((action) => CONTENT_STATES.map((state) => ({ action, state })));
  test.each(cases)("$action, with a content $state", ({ action, state }) => {
    const before = session(role, "active", content(state));
    const { session: after, reply, sends } = step(before, ACTIONS[action]!);
    const isForeseen = FORESEEN[action]![role === "owner" ? 0 : 1].includes(state);
    expect(reply).toBe(isForeseen ? "ok" : "out-of-order");
    if (!isForeseen) expect([after, sends]).toEqual([before, []]);
  });
});

// holds: unforeseen-action-out-of-order
test.each(["owner", "viewer"] as const)("the %s of a pending session", (role) => {
  const foreseen = ["ping", "session-terminate", ...(role === "viewer" ? ["session-accept"] : [])];
  for (const [name, event] of Object.entries(ACTIONS)) {
    const before = session(role, "pending", content("requested"));
    const { session: after, reply } = step(before, event);
    expect([name, reply]).toEqual([name, foreseen.includes(name) ? "ok" : "out-of-order"]);
    if (reply !== "ok") expect(after).toEqual(before);
  }
});

// holds: termination-acknowledged, ended-at-once, unknown-session-told
test.each(["owner", "viewer"] as const)("the %s of an ended session", (role) => {
  for (const [name, event] of Object.entries(ACTIONS)) {
    const before = session(role, "ended", content("done"));
    const { session: after, reply, sends } = step(before, event);
    expect([name, reply]).toEqual([name, name === "session-terminate" ? "ok" : "unknown-session"]);
    expect([after, sends]).toEqual([before, []]);
  }
});

// holds: unknown-info-refused
test("informational messages that nobody knows are refused", () => {
  for (const role of ["owner", "viewer"] as const) {
    const active = session(role, "active", content("connecting"));
    for (const event of [came("security-info"), came("description-info"), info({ unsupported: "urn:example:mood" })]) {
      expect(step(active, event)).toEqual({ session: active, reply: "unsupported-info", sends: [] });
    }
  }
});

/** Where each event of one's own leads, from the one state that foresees it, and what it sends. */
const OWN: readonly [Role, Event, ContentState, ContentState, JingleAction[]][] = [
  ["owner", { is: "accept", name: "m0", file: FILE, transport: ANSWER }, "requested", "connecting", ["content-accept"]],
  ["owner", { is: "accept", name: "m0", file: FILE, transport: IBB }, "requested", "opening", ["content-accept"]],
  [
    ...(["owner", { is: "reject", name: "m0", reason: { condition: "failed-application" } }] as const),
    ...(["requested", "failed", ["content-reject"]] as [ContentState, ContentState, JingleAction[]]),
  ],
  ["viewer", { is: "opened", name: "m0" }, "opening", "transferring", []],
  ["owner", { is: "opened", name: "m0" }, "opening", "transferring", []],
  ["owner", { is: "moved", name: "m0" }, "transferring", "verifying", []],
  ["viewer", { is: "moved", name: "m0" }, "transferring", "verifying", []],
  ["viewer", { is: "verified", name: "m0" }, "verifying", "done", ["session-info"]],
  ["owner", { is: "activated", name: "m0" }, "activating", "transferring", ["transport-info"]],
  ["owner", { is: "proxy-failed", name: "m0" }, "activating", "replacing", ["transport-info"]],
  ["viewer", { is: "proxy-failed", name: "m0" }, "activating", "replacing", ["transport-info", "transport-replace"]],
];

// holds: received-told, offerer-activates, proxy-error-told, replaced-or-removed, viewer-replaces
test.each(OWN)("the %s: %j in %s leads to %s", (role, event, from, to, actions) => {
  for (const state of CONTENT_STATES) {
    const before = session(role, "active", content(state), content("transferring", { name: "other" }));
    const { session: after, sends } = step(before, event);
    expect([state, after.contents[0]!.state]).toEqual([state, state === from ? to : state]);
    expect(sends.map(({ action }) => action)).toEqual(state === from ? actions : []);
  }
});

describe("SOCKS5", () => {
  const used = (cid: string) => ({ is: "candidate-used", cid }) as const;
  const ERROR = { is: "candidate-error" } as const;
  const both = (role: Role, own: object, their: object, more: Partial<Content> = {}) => {
    const connecting = session(role, "active", content("connecting", more));
    const first = step(connecting, { is: "verdict", name: "m0", verdict: own as never });
    return { first, last: step(first.session, came("transport-info", { contents: [verdict(their)] })) };
  };
  const stateOf = ({ contents: [only] }: Session) => only!.state;

  // holds: nomination
  test("the candidate with the higher priority is nominated, whoever used it", () => {
    const { last } = both("viewer", used("jd1"), used("rp1"));
    expect(last.session.contents[0]!.nominee).toEqual({ candidate: ANSWER.candidates[0], offeredBy: "owner" });
    expect(stateOf(last.session)).toBe("transferring");
    expect(both("owner", used("rp1"), used("jd1")).last.session.contents[0]!.nominee?.candidate.cid).toBe("jd1");
  });
  // holds: nomination
  test("with equal priorities, the one that the viewer used", () => {
    const equal = { ...ANSWER, candidates: [candidate("jp1", "proxy", 655_360)] };
    for (const [role, own, their] of [
      ["viewer", "jp1", "rp1"],
      ["owner", "rp1", "jp1"],
    ] as const) {
      const { last } = both(role, used(own), used(their), { answer: equal });
      expect(last.session.contents[0]!.nominee).toMatchObject({ candidate: { cid: "jp1" }, offeredBy: "owner" });
      expect(stateOf(last.session)).toBe("activating");
    }
  });
  // holds: one-verdict-a-party
  test("a second verdict is out of order, and of one's own none is sent", () => {
    const { session: after } = step(session("viewer", "active", content("connecting")), {
      ...{ is: "verdict", name: "m0", verdict: ERROR },
    });
    expect(step(after, { is: "verdict", name: "m0", verdict: ERROR }).sends).toEqual([]);
    const theirs = step(session("viewer", "active", content("connecting")), ACTIONS["candidate-error"]!);
    expect(step(theirs.session, ACTIONS["candidate-error"]!).reply).toBe("out-of-order");
  });
  test("a verdict about a candidate that was not offered changes nothing", () => {
    const { first, last } = both("viewer", ERROR, used("nobody"));
    expect([last.reply, last.session]).toEqual(["bad-request", first.session]);
  });
  // holds: replaced-or-removed
  test("two errors: the viewer replaces, or ends it where the file is larger than may go in band", () => {
    const { last } = both("viewer", ERROR, ERROR);
    expect([stateOf(last.session), last.sends.map(({ action }) => action)]).toEqual([
      "replacing",
      ["transport-replace"],
    ]);
    const large = both("viewer", ERROR, ERROR, { file: { ...FILE, size: 262_145 } }).last;
    expect(large.sends).toMatchObject([{ action: "session-terminate", reason: { condition: "connectivity-error" } }]);
  });
  test("the owner waits for what the viewer does about it", () => {
    const { last } = both("owner", ERROR, ERROR);
    expect([stateOf(last.session), last.sends, waitsOf(last.session)]).toEqual([
      ...["replacing", [], [{ wait: "replacement", name: "m0" }]],
    ]);
  });
});

describe("transport-replace", () => {
  type Asked = NonNullable<JingleContent["transport"]>;
  const replace = (transport: Asked, ...contents: Content[]) =>
    step(
      session("owner", "active", ...contents),
      came("transport-replace", { contents: contents.map(({ name }) => ({ creator: "initiator", name, transport })) }),
    );
  const large = content("replacing", { file: { ...FILE, size: 262_145 } });

  // holds: replacement-answered, ibb-block-size-only-smaller
  test.each([
    ["as it is asked for", IBB, IBB],
    ["in smaller blocks", { ...IBB, blockSize: 32_767 }, { ...IBB, blockSize: 4_096 }],
  ] as const)("is accepted %s", (_, asked, transport) => {
    const { session: after, reply, sends } = replace(asked, content("replacing"));
    expect([reply, after.contents[0]!.state]).toEqual(["ok", "opening"]);
    expect(sends).toEqual([{ action: "transport-accept", sid: "jgl-1", contents: one({ transport }) }]);
  });

  // holds: replacement-answered
  test.each<[string, Asked, Content]>([
    ["for a file larger than may go in band", IBB, large],
    ["by data in messages", { ...IBB, stanza: "message" }, content("replacing")],
    ["by SOCKS5 once more", OFFER, content("replacing")],
    ["by what nobody here speaks", { unsupported: "urn:example:pigeon" }, content("replacing")],
  ])("is rejected %s", (_, transport, replacing) => {
    const { session: after, reply, sends } = replace(transport, replacing);
    expect([reply, after.contents[0]!.state]).toEqual(["ok", "failed"]);
    expect(sends).toEqual([{ action: "transport-reject", sid: "jgl-1", contents: one({ transport }) }]);
    expect(decodeJingle(encodeJingle(sends[0]!))).toMatchObject({
      action: "transport-reject",
      contents: [{ transport }],
    });
  });

  // holds: replacement-answered
  test("is answered for each content that it names", () => {
    const { sends } = replace(IBB, content("replacing", { name: "m1" }), large);
    expect(sends).toMatchObject([
      { action: "transport-accept", contents: [{ name: "m1" }] },
      { action: "transport-reject", contents: [{ name: "m0" }] },
    ]);
  });
});

describe("how it ends", () => {
  const failure = { is: "failed", name: "m0", reason: { condition: "media-error" } } as const;
  test("a content alone, where others are under way", () => {
    const before = session("viewer", "active", content("verifying"), content("requested", { name: "other" }));
    const { session: after, sends } = step(before, failure);
    expect(sends).toMatchObject([{ action: "content-remove", contents: [{ name: "m0" }], reason: failure.reason }]);
    expect(after).toMatchObject({ state: "active", contents: [{ state: "failed" }, { state: "requested" }] });
  });
  test("with its session, where it is the last", () => {
    const { session: after, sends } = step(session("viewer", "active", content("verifying")), failure);
    expect(sends).toMatchObject([{ action: "session-terminate", reason: failure.reason }]);
    expect(after).toMatchObject({ state: "ended", endedBy: "us", contents: [{ state: "failed" }] });
  });
  test("without a word, where there is nobody to tell", () => {
    const { session: after, sends } = step(session("owner", "active", content("transferring")), { is: "lost" });
    expect([after.state, sends, waitsOf(after)]).toEqual(["ended", [], []]);
  });
  test("an error in reply ends what the action was for", () => {
    const before = session("viewer", "active", content("replacing"), content("requested", { name: "other" }));
    const sent: Jingle = { action: "transport-replace", sid: "jgl-1", contents: one() };
    expect(step(before, { is: "refused", sent, why: "error" }).sends).toMatchObject([
      { action: "content-remove", reason: { condition: "failed-transport" } },
    ]);
    expect(step(before, { is: "refused", sent, why: "unknown-session" })).toMatchObject({
      session: { state: "ended" },
      sends: [],
    });
  });
});

// holds: every-wait-ends
test("in every state somebody waits, and not for ever", () => {
  for (const role of ["viewer", "owner"] as const) {
    expect(waitsOf(session(role, "pending", content("requested")))).toHaveLength(1);
    for (const state of ["replacing", "transferring"] as const) {
      expect(waitsOf(session(role, "active", content(state)))).toMatchObject([{ name: "m0" }]);
    }
  }
  const own = { own: { is: "candidate-error" } } as const;
  expect(waitsOf(session("viewer", "active", content("connecting", own)))).toEqual([{ wait: "verdict", name: "m0" }]);
  expect(waitsOf(session("owner", "active", content("opening")))).toEqual([{ wait: "open", name: "m0" }]);
  expect(waitsOf(session("owner", "active", content("done")))).toEqual([{ wait: "idle" }]);
  expect(waitsOf(session("owner", "active", content("verifying")))).toEqual([{ wait: "idle" }]);
  const unsaid = content("verifying", { asked: { hashUsed: true }, file: { size: 244, hashUsed: true } });
  expect(waitsOf(session("viewer", "active", unsaid))).toEqual([{ wait: "checksum", name: "m0" }]);
  expect(SESSION_STATES.map((state) => waitsOf(session("viewer", state, content("requested"))).length)).toEqual([
    1, 1, 0,
  ]);
});
