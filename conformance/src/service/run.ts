// A service under test: log in, keep what is there, run the checks, put back what was there.
import { readRequirements } from "@status-scheme/draft";
import { element, NS, NS_ROSTER } from "@status-scheme/protocol";
import { type Need, present } from "../kit/check.ts";
import { account, type Outcome } from "../kit/results.ts";
import { runChecks, type RunOptions } from "../kit/run.ts";
import { type Account, type Actor, login } from "../wire/actor.ts";
import { SERVICE } from "./index.ts";
import { putBack, takeDown } from "./keep.ts";
import { resultOf } from "./verbs.ts";
import { createServiceWorld, DEFAULT_TIMES, readInfo, type Times } from "./world.ts";

export interface ServiceRun extends Pick<RunOptions, "onProgress" | "signal"> {
  readonly service: string;
  /** Where the XMPP server listens. Default: found by the accounts' domains. */
  readonly server?: string | undefined;
  readonly owner: Account;
  /** A contact of the owner's, both ways. */
  readonly peer?: Account | undefined;
  /** Nobody's contact. */
  readonly stranger?: Account | undefined;
  readonly slow?: boolean;
  readonly times?: Partial<Times>;
}

/** The accounts are not what the checks need them to be. */
export class UnfitAccounts extends Error {}

/** The owner's scheme or access is not as it was. */
export class NotPutBack extends Error {}

/** @throws LoginError, UnfitAccounts, NotPutBack, and Failure where the run cannot begin */
export async function runService(options: ServiceRun): Promise<Outcome[]> {
  const { service, server, signal } = options;
  const sessions: Actor[] = [];
  const enter = async (who: Account, signal?: AbortSignal) => {
    const actor = await login(who, { server, signal });
    sessions.push(actor);
    return actor;
  };
  try {
    const [owner, device] = [await enter(options.owner, signal), await enter(options.owner, signal)];
    const { peer } = options;
    const peers = peer && ([await enter(peer, signal), await enter(peer, signal)] as const);
    const stranger = options.stranger && (await enter(options.stranger, signal));
    await expectContacts(owner, peers?.[0], stranger);
    const info = await readInfo(owner, service);
    // What is put back after an interruption is sent by a session that nothing interrupts.
    const keeper = await enter(options.owner);
    const kept = await takeDown(keeper, service);
    const world = createServiceWorld({
      ...{ owner, device, service, info },
      ...(peers && { peers }),
      ...(stranger && { stranger }),
      times: { ...DEFAULT_TIMES, ...options.times },
      login: (as) => enter(as === "owner" ? options.owner : present(peer, "peer"), signal),
    });
    const has = new Set<Need>();
    if (peer) has.add("peer");
    if (stranger) has.add("stranger");
    if (stranger && stranger.domain !== owner.domain) has.add("foreigner");
    if (options.slow) has.add("slow");
    try {
      if (kept.access.roster === "owner" && peers) await world.setAccess({ more: contactsOf(peers[0]) });
      return account(readRequirements(), await runChecks(SERVICE, world, { ...options, has }), SERVICE);
    } finally {
      // A check that was interrupted may have had something under way.
      await Promise.all(sessions.map((actor) => actor.idle()));
      await putBack(keeper, service, kept).catch((cause: unknown) => {
        throw new NotPutBack(`what ${owner.bare} had could not be put back: ${(cause as Error).message}`, { cause });
      });
    }
  } finally {
    await Promise.all(sessions.map((actor) => actor.leave()));
  }
}

function contactsOf(peer: Actor) {
  return element(NS, "contacts", {}, element(NS, "item", { jid: peer.bare }));
}

/** The peer sees the owner's presence and shows its own; the stranger neither. @throws UnfitAccounts */
async function expectContacts(owner: Actor, peer: Actor | undefined, stranger: Actor | undefined): Promise<void> {
  const roster = resultOf(await owner.ask(undefined, "get", element(NS_ROSTER, "query")), "query", NS_ROSTER);
  const subscription = (jid: string) =>
    roster.getChildren("item", NS_ROSTER).find(({ attrs }) => attrs.jid === jid)?.attrs.subscription ?? "none";
  if (peer && subscription(peer.bare) !== "both") {
    throw new UnfitAccounts(
      `${owner.bare} and ${peer.bare} must be each other's contacts (it is "${subscription(peer.bare)}").`,
    );
  }
  if (stranger && subscription(stranger.bare) !== "none") {
    throw new UnfitAccounts(`${stranger.bare} must be no contact of ${owner.bare}.`);
  }
}
