// A client under test: the contact is there and the service is played before it logs in, then it is watched.
import { readRequirements } from "@status-scheme/draft";
import { parseStamp, stanza } from "@status-scheme/protocol";
import type { Need } from "../kit/check.ts";
import { account as accountFor, type Outcome } from "../kit/results.ts";
import { runChecks, type RunOptions } from "../kit/run.ts";
import { UnfitAccounts } from "../service/run.ts";
import { type Account, type Actor, login } from "../wire/actor.ts";
import type { ComponentAddress } from "../wire/component-link.ts";
import { startFakeService } from "./fake-service.ts";
import { CLIENT } from "./index.ts";
import { startMediaServer } from "./media-server.ts";
import { type ClientTimes, createClientWorld, DEFAULT_CLIENT_TIMES, isAvailable, trapScheme } from "./world.ts";

export interface ClientRun extends Pick<RunOptions, "onProgress" | "signal"> {
  /** Full JID. */
  readonly client: string;
  readonly server?: string | undefined;
  /** A contact of the client's, both ways. */
  readonly peer: Account;
  readonly stranger?: Account | undefined;
  /** The client's own account, for what another of its devices sees. */
  readonly account?: Account | undefined;
  /** The service to play, which the client's domain lists; on a free port without `httpPort`. */
  readonly component?: (ComponentAddress & { readonly httpPort?: number }) | undefined;
  /** How long to wait for the client to come. */
  readonly waitMs: number;
  /** Now the client may log in. */
  readonly onWaiting?: () => void;
  readonly times?: Partial<ClientTimes>;
}

/** @throws LoginError, UnfitAccounts */
export async function runClient(options: ClientRun): Promise<Outcome[]> {
  const { client, component, server } = options;
  const bare = client.slice(0, client.indexOf("/"));
  const ends: (() => Promise<void> | void)[] = [];
  const enter = async (who: Account | undefined): Promise<Actor | undefined> => {
    const actor = who && (await login(who, { server }));
    if (actor) ends.push(actor.leave);
    return actor;
  };
  try {
    const peer = (await enter(options.peer))!;
    const [stranger, own] = [await enter(options.stranger), await enter(options.account)];
    const media = component && (await startMediaServer(component.httpPort ?? 0));
    if (media) ends.push(media.stop);
    const service = component && (await startFakeService(component, media!.origin));
    if (service) {
      ends.push(service.close);
      service.schemes.set(peer.bare, trapScheme(peer.bare, media!));
      const looks = [{ state: "available", text: [{ lang: "en", text: "Here" }], media: [] }];
      service.schemes.set(bare, { owner: bare, stamp: parseStamp("2026-11-22T07:00:00.000Z"), looks });
    }
    await peer.send(stanza("presence", {}));
    const isHere = await peer.receives(isAvailable(client), 0, component ? 1_000 : 0);
    if (isHere && component) throw new UnfitAccounts(`${client} must log in after the kit has begun.`);
    options.onWaiting?.();
    if (!(await peer.receives(isAvailable(client), 0, options.waitMs))) {
      throw new UnfitAccounts(`${client} did not come, or ${peer.bare} is no contact of it.`);
    }
    const has = new Set<Need>();
    if (own) has.add("password");
    const times = { ...DEFAULT_CLIENT_TIMES, ...options.times };
    const world = createClientWorld({ client, peer, stranger, account: own, service, media, times });
    return accountFor(readRequirements(), await runChecks(CLIENT, world, { ...options, has }), CLIENT);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
