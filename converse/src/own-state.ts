// The own state: chosen here by name, or in Converse's own dialog as one of the base states; and the look that contacts
// see in it.
import { createSignal } from "@status-scheme/client-plugin/host";
import { lookFor, pickText } from "@status-scheme/client-plugin/showing";
import type { Shown, ShownMedium, StatusScheme } from "@status-scheme/client-plugin";
import type { BaseState, LocalText, Look, Medium, StampedScheme } from "@status-scheme/protocol";
import { languagesOf } from "./i18n/index.ts";
import type { Session } from "./session.ts";
import type { Converse } from "./types.ts";

export interface OwnState {
  /** What contacts see; undefined: nobody is logged in. */
  readonly shown: () => Shown | undefined;
  /** The own looks, as published; undefined: not known, or none. */
  readonly looks: () => readonly Look[] | undefined;
  /** Sends presence. `until`: when the state ends. @throws SchemeError */
  readonly set: (state: string, options: { readonly status?: string; readonly until?: Date }) => Promise<void>;
  readonly onChange: (listener: () => void) => () => void;
  /** From now on; undefined: nobody is logged in. */
  readonly use: (session: Pick<Session, "account" | "schemes" | "ownMedium" | "ownState"> | undefined) => void;
}

type Current = Pick<Shown, "state" | "show" | "status" | "until">;

/** Browsers' timers wait no longer. */
const LONGEST_MS = 2 ** 31 - 1;

export function createOwnState(converse: Converse, onError: (error: unknown) => void): OwnState {
  const changed = createSignal<[]>(onError);
  let schemes: StatusScheme | undefined;
  let account = "";
  let ownMedium: Session["ownMedium"];
  let scheme: StampedScheme | undefined;
  /** What was chosen here; without, it is Converse's own state. */
  let kept: Session["ownState"] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let picture: { readonly medium: Medium; readonly url: string; readonly bytes: Uint8Array } | undefined;
  let profile: Converse["state"]["profile"];

  const showOf = (): BaseState => {
    const show = profile?.get("show");
    return show === "away" || show === "xa" || show === "dnd" || show === "chat" ? show : "available";
  };
  const current = (): Current => {
    const chosen = kept?.get();
    if (!chosen || hasEnded(chosen) || chosen.show !== showOf()) return { state: showOf(), show: showOf() };
    const { until, ...rest } = chosen;
    return { ...rest, ...(until && { until: until.getTime() }) };
  };
  /** As contacts' looks are read. */
  const read = (texts: readonly LocalText[]) => pickText(texts, languagesOf(converse.api));
  const shownMedium = ({ medium, url, bytes }: NonNullable<typeof picture>): ShownMedium => {
    const { desc, ...facts } = medium;
    const said = read(desc);
    return { ...facts, ...(said !== undefined && { desc: said }), bytes, url };
  };
  const look = () => scheme && lookFor(scheme.looks, current());
  const refresh = () => {
    loadPicture().catch(drop);
    changed.emit();
  };
  const drop = () => {
    if (picture) URL.revokeObjectURL(picture.url);
    picture = undefined;
  };
  const loadPicture = async () => {
    const medium = look()?.media.find(({ kind }) => kind === "image");
    if (medium?.hash === picture?.medium.hash) return;
    drop();
    if (!medium || !schemes) return;
    const bytes = await ownMedium(medium);
    if (medium.hash !== look()?.media.find(({ kind }) => kind === "image")?.hash || picture) return;
    const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: medium.mediaType }));
    picture = { medium, url, bytes };
    changed.emit();
  };
  const learn = () => {
    const asked = schemes;
    asked?.own().then(
      (found) => {
        if (asked !== schemes) return;
        scheme = found;
        refresh();
      },
      () => undefined, // no service, or not now: plain states
    );
  };
  const onProfile = () => {
    const chosen = kept?.get();
    if (chosen && chosen.show !== showOf()) {
      kept?.set(undefined);
      // Or Converse would send it in the place of what was chosen in its own dialog.
      profile?.save({ status: undefined }, { silent: true });
    }
    refresh();
  };
  const follow = (next: typeof profile) => {
    if (next !== profile) {
      profile?.off("change", onProfile);
      next?.on("change", onProfile);
    }
    profile = next;
    endInTime();
    changed.emit();
  };
  /** Converse goes back to available when a state ends: one that ended while the page was away, at once. */
  const endInTime = () => {
    clearTimeout(timer);
    const chosen = kept?.get();
    if (!profile || !chosen?.until) return;
    if (!hasEnded(chosen)) {
      timer = setTimeout(endInTime, Math.min(chosen.until.getTime() - Date.now(), LONGEST_MS));
      return;
    }
    kept?.set(undefined);
    if (chosen.show === showOf()) profile.save({ show: undefined, status: undefined, status_message: undefined });
  };
  converse.api.listen.on("statusInitialized", () => follow(converse.state.profile));

  return {
    shown() {
      if (account === "") return undefined;
      const now = current();
      const found = look();
      const text = found && read(found.text);
      return {
        contact: account,
        loggedIn: true,
        ...now,
        ...(found && {
          look: {
            state: found.state,
            ...(text !== undefined && { text }),
            texts: found.text,
            offered: found.media.map(({ kind }) => kind),
            media: picture && picture.medium.hash === imageOf(found)?.hash ? [shownMedium(picture)] : [],
          },
        }),
        fresh: true,
      };
    },
    looks: () => scheme?.looks,
    async set(state, { status, until }) {
      const asked = schemes;
      await asked?.setState(state, { ...(status !== undefined && { status }), ...(until && { until }) });
      if (asked !== schemes || !asked) return;
      const own = scheme?.looks.find((one) => one.state === state);
      const show = own?.show ?? (state as BaseState);
      if (show === "offline") return;
      kept?.set({ state, show, ...(status !== undefined && { status }), ...(until && { until }) });
      // Converse must not send it once more; `status` is what it sends of itself, e.g. when the person is idle.
      const named = show === "available" ? undefined : show;
      profile?.save({ show: named, status: named, status_message: status }, { silent: true });
      endInTime();
      refresh();
    },
    onChange: changed.on,
    use(session) {
      const [next, jid] = [session?.schemes(), session?.account ?? ""];
      if (next === schemes && jid === account) return;
      if (session) ownMedium = session.ownMedium;
      const isOther = jid !== account;
      // It ends with the login.
      if (isOther) kept?.set(undefined);
      kept = session?.ownState;
      schemes?.off("own", learn).off("settled", learn);
      [schemes, account, scheme] = [next, jid, undefined];
      drop();
      next?.on("own", learn).on("settled", learn);
      // Converse's own of somebody else is not there yet.
      follow(isOther ? undefined : profile);
    },
  };
}

function hasEnded({ until }: { readonly until?: Date }): boolean {
  return until !== undefined && until.getTime() <= Date.now();
}

function imageOf(look: Look): Medium | undefined {
  return look.media.find(({ kind }) => kind === "image");
}
