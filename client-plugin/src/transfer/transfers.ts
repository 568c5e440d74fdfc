// Client-stored transfer, both sides of it, on a host (draft, section 8). Loaded on demand; see api.ts.
import { bareJid, fullJid } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { TransferUses, Transfers } from "./api.ts";
import { createAsker } from "./asker.ts";
import { createBeginnings } from "./beginnings.ts";
import { createEngine } from "./engine.ts";
import { createIbbStreams } from "./ibb/streams.ts";
import { answerTransfers } from "./incoming.ts";
import { nodeNet } from "./net/node-net.ts";
import { createOutbox } from "./outbox.ts";
import { createOwnerSide } from "./owner.ts";
import { createSessions } from "./sessions.ts";
import { createProxies } from "./socks5/proxies.ts";
import { TIMEOUTS } from "./timeouts.ts";
import { createViewerSide, isOf } from "./viewer.ts";

const IBB_BYTES = 262_144;

/** Hooks into the host at once; one engine a host. */
export function createTransfers(uses: TransferUses): Transfers {
  const { host, deps } = uses;
  const ask = createAsker(uses);
  const sessions = createSessions();
  const streams = createIbbStreams();
  const outbox = createOutbox(deps);
  const proxies = createProxies(ask);
  const beginnings = createBeginnings();
  const engine = createEngine({
    me: () => ownJid(host.jid()),
    ask,
    after: deps.after,
    now: deps.now,
    outbox,
    sessions,
    streams,
    proxies,
    net: "net" in uses ? uses.net : nodeNet(),
    mayShowAddress: uses.mayShowAddress ?? (() => false),
    loopback: uses.loopback ?? false,
    ibbBytes: uses.ibbBytes ?? IBB_BYTES,
    timeouts: { ...TIMEOUTS, ...uses.timeouts },
  });
  const owner = createOwnerSide(engine);
  const viewer = createViewerSide(engine, beginnings);
  answerTransfers({ ...owner, host, outbox, sessions, streams });

  const lose = () => {
    sessions.lose(() => true);
    proxies.forget();
    viewer.forget();
  };
  const undo = [
    host.onOffline(lose),
    host.onStanza((stanza) => {
      const gone = goneOf(stanza);
      if (gone !== undefined) sessions.lose((peer) => isOf(gone, peer));
    }),
  ];
  return {
    fetchDocument: viewer.fetchDocument,
    fetchMedia: viewer.fetchMedia,
    serve: owner.serve,
    stop() {
      for (const takeBack of undo) takeBack();
      viewer.stop();
      lose();
      beginnings.clear();
    },
  };
}

function ownJid(jid: string | undefined): string | undefined {
  return jid === undefined ? undefined : fullJid(jid);
}

/** Whose presence became unavailable, if that is what the stanza says. */
function goneOf({ name, attrs: { type, from } }: Element): string | undefined {
  if (name !== "presence" || type !== "unavailable" || from === undefined) return undefined;
  try {
    return from.includes("/") ? fullJid(from) : bareJid(from);
  } catch {
    return undefined;
  }
}
