// The owner's side: what a person does with their own scheme, and what their presence says of it.
import type { Element } from "@status-scheme/protocol";
import type { OwnerSide } from "../api.ts";
import { createBackOff } from "../viewer/back-off.ts";
import { createAccess } from "./access.ts";
import { createContactLists } from "./contact-lists.ts";
import type { OwnerUses } from "./deps.ts";
import { createEdit } from "./edit.ts";
import { hintOf } from "./hint.ts";
import { createInvisible } from "./invisible.ts";
import { createOwnScheme } from "./own-scheme.ts";
import { createPublish } from "./publish.ts";
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
  let cancelRetry: (() => void) | undefined;

  /** What the presence sent last says. */
  let said = "";
  const say = (): Element[] => {
    const hint = uses.hint ? hintOf({ own, access, state, caller }) : undefined;
    said = String(hint);
    return hint ? [hint] : [];
  };
  const renewHint = () => {
    if (uses.hint && String(hintOf({ own, access, state, caller })) !== said) {
      host.refreshPresence().catch(() => undefined);
    }
  };

  const caller = createServiceCaller(uses);
  const own = createOwnScheme(caller, ({ stamp }) => {
    emit("own", stamp);
    renewHint();
    // Another device published first: what access takes was of no use before.
    if (isPublished() && !access.isSynced()) attempt(access.sync);
  });
  const isPublished = () => (own.held()?.looks.length ?? 0) > 0;
  const lists = createContactLists(host, () => {
    // A retry that is to come reads them anyway.
    if (isPublished() && !cancelRetry) attempt(access.update);
  });
  const access = createAccess({ caller, lists, emit, onChange: renewHint });
  const state = createState(uses, (token) => own.held()?.looks.find((look) => look.state === token));
  const invisible = createInvisible({ host, emit, caller, state });
  const publish = createPublish({
    caller,
    own,
    upload: createUploader(caller, uses.fetch),
    isInvisible: invisible.is,
    beforeFirst: access.sync,
  });

  /** Does it now, or later where that fails: nobody waits for it. */
  const attempt = (job: () => Promise<void>) => {
    cancelRetry?.();
    cancelRetry = undefined;
    job().then(
      () => backOff.clear("owner"),
      (error: unknown) => {
        // Without a service there is nothing to own, which whoever wants to publish is told.
        if (host.jid() === undefined) return;
        cancelRetry = deps.after(backOff.fail("owner", error) - deps.now(), () => attempt(login));
      },
    );
  };
  const login = async () => {
    if (!(await uses.service())) return;
    const { jid } = await caller.find();
    // Most people have none, which the one question at login tells: another is not asked.
    if (own.held() || (await uses.mayOwn(jid))) await own.fetch();
    else own.holdNone();
    if (isPublished()) await access.sync();
    renewHint();
  };
  const undo = [
    host.decoratePresence(say),
    host.onStanza((stanza) => {
      if (stanza.name === "message") own.onMessage(stanza).catch(() => undefined);
    }),
    host.onOffline(() => cancelRetry?.()),
    host.onOnline(() => {
      access.forget();
      attempt(login);
    }),
  ];

  return {
    side: {
      own: own.fetch,
      publish,
      ...createEdit(own, publish),
      access: access.get,
      setAccess: access.set,
      setState: state.set,
      setInvisible: invisible.set,
    },
    isInvisible: invisible.is,
    stop: () => {
      cancelRetry?.();
      for (const takeBack of [...undo, lists.stop, state.stop, invisible.stop]) takeBack();
    },
  };
}
