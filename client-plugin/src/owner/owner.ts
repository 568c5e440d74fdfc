// The owner's side: what a person does with their own scheme, and what their presence says of it.
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { OwnerSide, OwnLimits } from "../api.ts";
import { createBackOff } from "../viewer/back-off.ts";
import { createAccess } from "./access.ts";
import { createAnnouncing } from "./announcing.ts";
import { createClientStored } from "./client-stored.ts";
import { createContactLists } from "./contact-lists.ts";
import type { OwnerUses } from "./deps.ts";
import { createEdit } from "./edit.ts";
import { hintOf } from "./hint.ts";
import { createInvisible } from "./invisible.ts";
import { createOwnMedium } from "./own-medium.ts";
import { createOwnScheme } from "./own-scheme.ts";
import { createPublish } from "./publish.ts";
import type { Publish } from "./publish.ts";
import { createServiceCaller } from "./service.ts";
import { createState } from "./state.ts";
import { createUploader } from "./upload.ts";

export interface Owner {
  readonly side: OwnerSide;
  readonly isInvisible: () => boolean;
  readonly stop: () => void;
}

/** Hooks into the host at once; `stop` takes that back. */
export function createOwner(uses: OwnerUses): Owner {
  const { host, deps, emit } = uses;
  const backOff = createBackOff(deps);
  let cancelRetry = () => {};
  /** Something failed, and all of it is to be done again. */
  let isBehind = false;
  let isStopped = false;

  /** What the presence sent last says. */
  let said = "";
  const hint = () => {
    const { served } = clientStored;
    return uses.hint || served() ? hintOf({ own, access, state, caller, served }) : undefined;
  };
  const say = (): Element[] => {
    const saying = hint();
    said = String(saying);
    return saying ? [saying] : [];
  };
  const renewHint = () => {
    if (!isStopped && String(hint()) !== said) host.refreshPresence().catch(() => undefined);
  };

  const caller = createServiceCaller(uses);
  const own = createOwnScheme(caller, ({ stamp }) => {
    if (!clientStored.now()) {
      emit("own", stamp);
      announcing.schemeChanged();
    }
    renewHint();
    // Another device published first: what access takes was of no use before.
    if (isPublished() && !access.isSynced()) attempt(access.sync);
  });
  const isPublished = () => (own.held()?.looks.length ?? 0) > 0;
  const lists = createContactLists(host, () => {
    clientStored.now()?.review();
    // A retry that is to come reads them anyway.
    if (isPublished() && !isBehind) attempt(access.update);
  });
  const access = createAccess({ caller, lists, emit, onChange: renewHint });
  const held = () => clientStored.served()?.scheme ?? own.held();
  const state = createState(uses, (token) => held()?.looks.find((look) => look.state === token));
  const invisible = createInvisible({ host, deps, emit, caller, state });
  const clientStored = createClientStored({
    ...uses,
    self: caller.self,
    lists,
    elsewhere: own.held,
    knownService: () => caller.known()?.jid,
    isInvisible: invisible.is,
    onChange: (scheme) => {
      if (scheme) {
        emit("own", scheme.stamp);
        announcing.schemeChanged();
      }
      renewHint();
    },
  });
  const announcing = createAnnouncing({
    ...uses,
    held,
    serving: clientStored.now,
    allows: access.allows,
    isInvisible: invisible.is,
  });
  const publish = createPublish({
    caller,
    own,
    upload: createUploader({ ...uses, caller }),
    isInvisible: invisible.is,
    beforeFirst: access.sync,
  });

  /** What is owned: by the service, or kept here. */
  const fetch = () => {
    const serving = clientStored.now();
    return serving ? Promise.resolve(serving.held()) : own.fetch();
  };
  const ownMedium = createOwnMedium({ caller, own, deps });
  const limits = async (): Promise<OwnLimits> => {
    if (clientStored.now()) return { limits: DEFAULT_LIMITS, keeper: "client" };
    const service = await uses.service();
    return service ? { limits: service.limits, keeper: "service" } : { limits: DEFAULT_LIMITS, keeper: "nobody" };
  };
  const publishThere: Publish = (...given) => (clientStored.now()?.publish ?? publish)(...given);

  /** Does it now, or later where that fails: nobody waits for it. */
  const attempt = (job: () => Promise<void>) => {
    job().then(
      () => backOff.clear("owner"),
      (error: unknown) => {
        if (isStopped) return;
        isBehind = true;
        cancelRetry();
        // While offline it waits for the stream to be resumed, or for the next session.
        if (host.jid() !== undefined) cancelRetry = deps.after(backOff.fail("owner", error) - deps.now(), start);
      },
    );
  };
  const start = () => {
    cancelRetry();
    isBehind = false;
    attempt(begin);
  };
  const login = async () => {
    if (!(await uses.service())) return;
    const { jid } = await caller.find();
    // Most people have none, which the one question at login tells: another is not asked.
    if (own.held() || (await uses.mayOwn(jid))) await own.fetch();
    else own.holdNone();
    if (isPublished()) await access.sync();
    if (uses.push) await lists.readSubscribers();
    renewHint();
  };
  const begin = async () => {
    // In a new session nobody may ask until it is known who may.
    if (clientStored.now() && !lists.subscribers()) {
      await Promise.all([lists.readSubscribers(), lists.readBlocked()]);
      renewHint();
    }
    await login();
  };
  const undo = [
    host.decoratePresence(say),
    host.onStanza((stanza) => {
      if (stanza.name === "message") own.onMessage(stanza).catch(() => undefined);
    }),
    host.onOffline(() => cancelRetry()),
    host.onResumed(() => {
      if (isBehind) start();
    }),
    host.onOnline(() => {
      access.forget();
      start();
    }),
    ...[lists, state, invisible, clientStored, announcing].map(({ stop }) => stop),
  ];

  return {
    side: {
      own: fetch,
      ownMedium: async (medium) => (clientStored.now()?.medium ?? ownMedium)(medium),
      limits,
      publish: publishThere,
      ...createEdit({ fetch }, publishThere),
      access: async () => clientStored.now()?.access() ?? access.get(),
      setAccess: (change) => (clientStored.now()?.setAccess ?? access.set)(change),
      groups: lists.groups,
      serve: clientStored.serve,
      stopServing: clientStored.stopServing,
      setState: state.set,
      setInvisible: async (wanted) => {
        if (wanted) await clientStored.leave();
        await invisible.set(wanted);
      },
    },
    isInvisible: invisible.is,
    stop: () => {
      isStopped = true;
      cancelRetry();
      for (const takeBack of undo) takeBack();
    },
  };
}
