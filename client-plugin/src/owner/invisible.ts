// Invisible to everyone. Where the server has privacy lists (XEP-0016, used as XEP-0126 says) the owner stays logged in
// and sees others; otherwise by `unavailable`, after which contacts' presence stops coming too (RFC 6121 4.5), which the
// person is told. The service is let through: notices still come.
import { element, NS_DISCO_INFO, NS_PRIVACY, parseJid, stanza } from "@status-scheme/protocol";
import type { Element, SchemeError } from "@status-scheme/protocol";
import { createInTurn } from "../in-turn.ts";
import { createBackOff } from "../viewer/back-off.ts";
import type { OwnerUses } from "./deps.ts";
import type { ServiceCaller } from "./service.ts";
import type { StateKeeper } from "./state.ts";

export interface Invisible {
  readonly set: (invisible: boolean) => Promise<void>;
  readonly is: () => boolean;
  readonly stop: () => void;
}
export interface InvisibleUses extends Pick<OwnerUses, "host" | "emit"> {
  readonly deps: Pick<OwnerUses["deps"], "now" | "random" | "after">;
  readonly caller: ServiceCaller;
  readonly state: Pick<StateKeeper, "send">;
}

const LIST = "status-scheme-invisible";
const WARNING = {
  code: "invisible-unavailable",
  message: "The server has no privacy lists: while invisible, contacts' presence does not come either.",
} as const;
const HELD = {
  code: "presence-held",
  message: "The server does not keep presence from contacts now: while invisible, none is sent until it does.",
} as const;

export function createInvisible({ host, deps, emit, caller, state }: InvisibleUses): Invisible {
  let way: "list" | "unavailable" | undefined;
  /** Presence would be seen: the list that keeps it from contacts is not active yet, or there is none. */
  let isHeld = false;
  /** Some was held. */
  let hasHeld = false;
  /** Our list is the active one in this session. */
  let isListed = false;
  /** The list that was active before. */
  let before: string | undefined;

  /** What was wanted last is what is so in the end. */
  const inTurn = createInTurn();
  const backOff = createBackOff(deps);
  let cancelRetry = () => {};

  const privacy = async (type: "get" | "set", ...children: Element[]) =>
    (await host.ask(stanza("iq", { type }, element(NS_PRIVACY, "query", {}, ...children)))).getChild(
      "query",
      NS_PRIVACY,
    );
  const list = (name: string, ...items: Element[]) => element(NS_PRIVACY, "list", { name }, ...items);
  const activate = (name: string | undefined) => privacy("set", element(NS_PRIVACY, "active", { name }));

  const hasPrivacyLists = async () => {
    const { domain } = parseJid(caller.self());
    const reply = await host.ask(stanza("iq", { type: "get", to: domain }, element(NS_DISCO_INFO, "query")));
    const features = reply.getChild("query", NS_DISCO_INFO)?.getChildren("feature") ?? [];
    return features.some(({ attrs }) => attrs.var === NS_PRIVACY);
  };

  /** The owner's own rules stay in force behind ours: only one list is active (XEP-0016 2.1). */
  const defineList = async () => {
    const lists = await privacy("get");
    before = lists?.getChild("active")?.attrs.name;
    const inForce = before ?? lists?.getChild("default")?.attrs.name;
    const own = inForce === undefined || inForce === LIST ? undefined : await privacy("get", list(inForce));
    const service = caller.known();
    const rules = [...(service ? [{ type: "jid", value: service.jid, action: "allow" }] : []), { action: "deny" }];
    const ours = rules.map((rule, order) =>
      element(NS_PRIVACY, "item", { ...rule, order }, element(NS_PRIVACY, "presence-out")),
    );
    const theirs = own?.getChild("list")?.getChildren("item") ?? [];
    for (const item of theirs) item.attrs.order = String(Number(item.attrs.order) + rules.length);
    await privacy("set", list(LIST, ...ours, ...theirs));
  };

  const appearToNobody = async () => {
    await activate(LIST).catch(async (error: unknown) => {
      if (!isMissing(error)) throw error;
      // Another device has removed it.
      await defineList();
      await activate(LIST);
    });
    isListed = true;
    isHeld = false;
    backOff.clear(LIST);
    await state.send();
    // To go unavailable, or a new session, ended the service's notices.
    const service = caller.known();
    if (service) await host.send(stanza("presence", { to: service.jid }));
  };
  const hide = async () => {
    isHeld = true;
    hasHeld = false;
    try {
      const next = (await hasPrivacyLists()) ? "list" : "unavailable";
      if (next === "list") await defineList();
      await host.send(stanza("presence", { type: "unavailable" }));
      way = next;
    } finally {
      if (way === undefined) {
        isHeld = false;
        if (hasHeld) state.send().catch(() => undefined);
      }
    }
    if (way === "unavailable") emit("warning", WARNING);
    else await appearToNobody().catch(failed);
  };
  const show = async () => {
    // Where ours never became the active one, and there was none before, there is nothing to take back.
    if (way === "list" && (isListed || before !== undefined)) {
      await activate(before).catch((error: unknown) =>
        isMissing(error) ? activate(undefined) : Promise.reject(error),
      );
    }
    cancelRetry();
    isListed = false;
    const wasList = way === "list";
    way = undefined;
    isHeld = false;
    await state.send();
    // Another device may use it still.
    if (wasList) await privacy("set", list(LIST)).catch(() => undefined);
  };

  /** Presence stays held, and is not for ever: what failed is done again, later each time. */
  const failed = (error: unknown): never => {
    cancelRetry();
    // While offline it waits for the next session, or for the stream to be resumed.
    if (!isListed && host.jid() !== undefined) cancelRetry = deps.after(backOff.fail(LIST, error) - deps.now(), again);
    throw error;
  };
  const again = () => void retry().catch(() => undefined); // the program was told
  const retry = () =>
    inTurn(async () => {
      if (way === "list" && !isListed) await appearToNobody().catch(failed);
    });
  // Neither way outlives the session, invisibility does: the host's initial presence waits until nobody sees it.
  const goOn = () => {
    isHeld = way !== undefined && !isListed;
    retry().catch((error: unknown) => {
      if (way === "list" && !isListed && host.jid() !== undefined) emit("warning", { ...HELD, error });
    });
  };
  const undo = [
    host.holdPresence(() => (hasHeld ||= isHeld) && isHeld),
    host.onOffline(() => {
      cancelRetry();
      isHeld = way !== undefined;
    }),
    host.onResumed(goOn),
    host.onOnline(() => {
      isListed = false;
      goOn();
    }),
  ];
  return {
    set: (invisible) =>
      inTurn(async () => {
        if (invisible !== (way !== undefined)) await (invisible ? hide() : show());
        else if (way === "list" && !isListed) await appearToNobody().catch(failed);
      }),
    is: () => way !== undefined,
    stop: () => {
      cancelRetry();
      for (const takeBack of undo) takeBack();
    },
  };
}

/** There is no such list. */
function isMissing(error: unknown): boolean {
  return (error as Partial<SchemeError>).code === "not-found";
}
