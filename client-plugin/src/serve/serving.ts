// Serving a scheme from the owner's client (draft, sections 8.1 to 8.3): what is kept, who may have it, and how it is
// asked for, put together.
import {
  DEFAULT_LIMITS,
  decodeChanged,
  decodeShowing,
  encodeLimitsForm,
  encodeScheme,
  NS,
  NS_HASHES,
  NS_JINGLE,
  NS_JINGLE_IBB,
  NS_JINGLE_S5B,
  NS_SERVE,
  NS_SHA_256,
  SchemeError,
} from "@status-scheme/protocol";
import type { Access, AccessChange, Element, Medium, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { ServeSource } from "../api.ts";
import type { Host } from "../host/host.ts";
import type { ContactLists } from "../owner/contact-lists.ts";
import { prepare } from "../owner/drafts.ts";
import type { Publish } from "../owner/publish.ts";
import type { Transfers } from "../transfer/api.ts";
import { nodeNet } from "../transfer/net/node-net.ts";
import type { Deps } from "../viewer/deps.ts";
import { createAnswers } from "./answers.ts";
import { createLocalAccess } from "./local-access.ts";
import { createLocalScheme } from "./local-scheme.ts";
import { createMayAsk } from "./may-ask.ts";
import { memoryStore } from "./memory-store.ts";
import { createStamps } from "./stamps.ts";

export interface ServingUses {
  readonly host: Host;
  readonly deps: Pick<Deps, "now">;
  readonly source: ServeSource;
  /** The own bare JID. */
  readonly owner: string;
  readonly lists: ContactLists;
  readonly transfers: Transfers;
  readonly isInvisible: () => boolean;
  /** What a service has of the owner's, as far as is known. */
  readonly elsewhere: StampedScheme | undefined;
  /** The JID of the account's own service, as far as it is known. */
  readonly knownService: () => string | undefined;
  /** Features that the client has anyway. */
  readonly features: readonly string[];
  /** The own limit on a file in band. */
  readonly ibbBytes: number | undefined;
  /** Nothing may be left on the host any more. */
  readonly isStopped: () => boolean;
  /** There is another version, or others may see it. */
  readonly onChange: (scheme?: StampedScheme) => void;
}

export interface Serving {
  readonly held: () => StampedScheme | undefined;
  readonly publish: Publish;
  /** The bytes of a medium of the scheme. @throws SchemeError `no-such-medium` */
  readonly medium: (medium: Medium) => Promise<Uint8Array>;
  readonly access: () => Access;
  readonly setAccess: (change: AccessChange) => Promise<Access>;
  readonly isSeenByAll: () => boolean;
  readonly mayAsk: (viewer: string) => boolean;
  /** The account's lists are others than before: who may not ask any more is told no more. */
  readonly review: () => void;
  /** Ends what is under way, before presence is taken back. */
  readonly leave: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const FEATURES = [NS_SERVE, NS_JINGLE, NS_JINGLE_IBB, NS_HASHES, NS_SHA_256];

/** Begins to serve, once everything is in place. @throws SchemeError, `try-later` where it is stopped meanwhile */
export async function createServing(uses: ServingUses): Promise<Serving> {
  const { host, deps, source, owner, lists, transfers, isInvisible, ibbBytes, onChange } = uses;
  const { store = memoryStore(), looks } = source;
  const stamps = createStamps(deps.now);
  if (uses.elsewhere) stamps.note(uses.elsewhere.stamp);
  const scheme = createLocalScheme({ store, owner, stamps, onChange: (held) => onChange(held) });
  const access = createLocalAccess({ store, owner, lists, onChange: () => review() });
  let isServing = true;
  const isOwn = () => host.jid()?.startsWith(`${owner}/`) === true;
  const mayAskNow = createMayAsk({ host, allows: access.allows, isInvisible });
  const mayAsk = (viewer: string) => isServing && isOwn() && mayAskNow(viewer);
  const goOn = () => {
    if (uses.isStopped()) throw new SchemeError("try-later", { reason: "stopped" });
  };

  goOn();
  await Promise.all([scheme.open(), access.open(), lists.readSubscribers(), lists.readBlocked()]);
  if (looks && !(await isHeld(looks))) await scheme.publish(looks);
  const withdraw = () => host.offer({ features: uses.features });
  await host.offer({
    features: [...uses.features, ...FEATURES, ...(nodeNet() ? [NS_JINGLE_S5B] : [])],
    form:
      ibbBytes === undefined || ibbBytes === DEFAULT_LIMITS["ibb-bytes"]
        ? undefined
        : encodeLimitsForm({ "ibb-bytes": ibbBytes }),
  });
  if (uses.isStopped()) await withdraw();
  goOn();
  createAnswers({
    host,
    owner: () => owner,
    mayAsk,
    document: scheme.held,
    isAsking: () => source.ask !== undefined,
  });
  const sessions = transfers.serve({
    mayAsk,
    document: () => Promise.resolve(scheme.held()),
    media: scheme.medium,
    ...(source.ask && { ask: source.ask }),
  });
  const stopNoting = host.onStanza((stanza) => {
    const stamp = stampElsewhere(stanza, owner, uses.knownService());
    if (stamp !== undefined) stamps.note(stamp);
  });

  /** The same looks again are no new version. */
  async function isHeld(drafts: NonNullable<typeof looks>): Promise<boolean> {
    const held = scheme.held();
    const { scheme: wanted } = await prepare(owner, drafts);
    return held !== undefined && String(encodeScheme({ ...wanted, stamp: held.stamp })) === String(encodeScheme(held));
  }
  function review(): void {
    sessions.review();
    onChange();
  }
  return {
    held: () => (isOwn() ? scheme.held() : undefined),
    publish: scheme.publish,
    async medium({ kind, hash }) {
      const bytes = await scheme.medium(hash);
      if (!bytes) throw new SchemeError("no-such-medium", { medium: kind });
      return bytes;
    },
    access: access.get,
    setAccess: access.set,
    isSeenByAll: access.isSeenByAll,
    mayAsk,
    review,
    leave: sessions.leave,
    async stop() {
      isServing = false;
      stopNoting();
      await sessions.stop();
      await withdraw();
    },
  };
}

/** The stamp that someone else uses for the owner's scheme: another device, in its presence, or the own service, in a notice. */
function stampElsewhere(stanza: Element, owner: string, service: string | undefined): Stamp | undefined {
  const { from } = stanza.attrs;
  const showing = from?.startsWith(`${owner}/`) ? stanza.getChild("showing", NS) : undefined;
  const changed = from !== undefined && from === service ? stanza.getChild("changed", NS) : undefined;
  try {
    if (stanza.name === "presence" && showing) return decodeShowing(showing).stamp;
    if (stanza.name !== "message" || !changed) return undefined;
    const notice = decodeChanged(changed);
    return notice.owner === owner ? notice.stamp : undefined;
  } catch {
    return undefined; // not ours to refuse
  }
}
