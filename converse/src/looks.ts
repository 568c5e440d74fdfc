// What the parts of the page ask: what is shown for a contact, and when that changed. It stays over logins, while the
// plugin's core is another for each account.
import { createSignal } from "@status-scheme/client-plugin/host";
import type { Shown, StatusScheme } from "@status-scheme/client-plugin";

export interface Looks {
  /** What is shown of a contact by a look; undefined: as without this plugin. */
  readonly of: (contact: string) => Shown | undefined;
  /** `listener` is called when that may have changed. Returns a function that takes it back. */
  readonly follow: (contact: string, listener: () => void) => () => void;
  /** The core from now on, and whose looks are wanted: bare JIDs; undefined: everybody's. */
  readonly use: (schemes: StatusScheme | undefined, contacts: readonly string[] | undefined) => void;
}

export function createLooks(onError: (error: unknown) => void): Looks {
  let schemes: StatusScheme | undefined;
  let wanted: ReadonlySet<string> | undefined;
  const followers = new Map<string, ReturnType<typeof createSignal<[]>>>();
  const onLook = ({ contact }: Shown) => followers.get(contact)?.emit();
  return {
    of(contact) {
      if (!schemes || (wanted && !wanted.has(contact))) return undefined;
      const shown = schemes.shown(contact);
      return shown?.look && shown;
    },
    follow(contact, listener) {
      const signal = followers.get(contact) ?? createSignal<[]>(onError);
      followers.set(contact, signal);
      return signal.on(listener);
    },
    use(next, contacts) {
      if (next !== schemes) {
        schemes?.off("look", onLook);
        next?.on("look", onLook);
      }
      schemes = next;
      wanted = contacts && new Set(contacts);
      for (const signal of followers.values()) signal.emit();
    },
  };
}
