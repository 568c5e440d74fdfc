// What both sides of transfer are made from: the sessions there are, and how one is begun, with the carriers of its
// contents.
import type { Deps } from "../viewer/deps.ts";
import type { Asker } from "./asker.ts";
import { createCarrier } from "./carrier.ts";
import type { Carrier, CarrierUses } from "./carrier.ts";
import type { IbbStreams } from "./ibb/streams.ts";
import type { Content, Session } from "./machine/state.ts";
import type { Net } from "./net/net.ts";
import type { Outbox } from "./outbox.ts";
import { createRunner } from "./runner.ts";
import type { Runner, RunnerUses } from "./runner.ts";
import type { Sessions } from "./sessions.ts";
import type { Proxies } from "./socks5/proxies.ts";
import { createSocks5 } from "./socks5/socks5.ts";
import type { Socks5 } from "./socks5/socks5.ts";
import type { Timeouts } from "./timeouts.ts";

export interface EngineUses {
  /** Own full JID; undefined while offline. */
  readonly me: () => string | undefined;
  readonly ask: Asker;
  readonly after: Deps["after"];
  readonly now: Deps["now"];
  readonly outbox: Outbox;
  readonly sessions: Sessions;
  readonly streams: IbbStreams;
  readonly proxies: Proxies;
  readonly net: Net | undefined;
  readonly mayShowAddress: (peer: string) => boolean;
  readonly loopback: boolean;
  readonly ibbBytes: number;
  readonly timeouts: Timeouts;
}
export interface StartOptions extends Pick<RunnerUses, "session" | "onContent" | "onEnd">, Pick<CarrierUses, "flow"> {}
export interface Started {
  readonly runner: Runner;
  readonly carriers: Carriers;
}
export interface Carriers {
  /** The SOCKS5 bytestream of a content, made before it is offered or accepted; undefined where there are no sockets. */
  readonly socks5: (name: string, sid: string) => Socks5 | undefined;
}
export interface Engine extends EngineUses {
  readonly start: (options: StartOptions) => Started;
}

export function createEngine(uses: EngineUses): Engine {
  const { net, sessions } = uses;
  const start = ({ session, flow, onContent, onEnd }: StartOptions): Started => {
    const socks5s = new Map<string, Socks5>();
    const carriers = new Map<string, Carrier>();
    const [me, peer] = session.role === "viewer" ? [session.viewer, session.owner] : [session.owner, session.viewer];
    const carrierOf = (name: string): Carrier => {
      const made =
        carriers.get(name) ??
        createCarrier({ ...uses, role: session.role, peer, runner, flow, socks5: socks5s.get(name) });
      carriers.set(name, made);
      return made;
    };
    const runner = createRunner({
      ...uses,
      session,
      onContent(content: Content, before: Content | undefined) {
        onContent(content, before);
        if (before && content.state !== before.state) carrierOf(content.name).follow(content);
      },
      onEnd(last: Session, error: unknown) {
        sessions.remove(last);
        for (const socks5 of socks5s.values()) socks5.release();
        for (const carrier of carriers.values()) carrier.release();
        onEnd(last, error);
      },
    });
    sessions.add(runner);
    return {
      runner,
      carriers: {
        socks5(name, sid) {
          if (!net || socks5s.has(name)) return socks5s.get(name);
          const isDirectAllowed = uses.mayShowAddress(peer);
          const made = createSocks5({ ...uses, net, sid, me, peer, isDirectAllowed });
          socks5s.set(name, made);
          if (runner.session().state === "ended") made.release();
          return made;
        },
      },
    };
  };
  return { ...uses, start };
}

/** Ids that nobody guesses. */
export function newId(kind: "jgl" | "s5b" | "ibb"): string {
  return `${kind}-${crypto.randomUUID()}`;
}
