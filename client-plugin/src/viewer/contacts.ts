// The contacts that are looked at: soon, once for whatever arrives together, until everything about them is settled.
import type { StampedScheme } from "@status-scheme/protocol";
import type { Contact } from "./contact.ts";

export interface Contacts {
  readonly get: (jid: string) => Contact | undefined;
  /** This one's client pushed its scheme; nothing happens where it is no contact. */
  readonly push: (from: string, scheme: StampedScheme) => void;
  /** Something may be different about this one: looks at them soon. */
  readonly lookAt: (jid: string) => void;
  /** About everyone who was looked at before. */
  readonly lookAtAll: () => void;
  /** The account is another one: everybody is forgotten, and nothing of them shown. */
  readonly forget: () => void;
  /** Nobody is to be looked at, and nobody waits for anything. */
  readonly areSettled: () => boolean;
  readonly stop: () => void;
}

export interface ContactsUses {
  readonly isContact: (jid: string) => boolean;
  readonly create: (jid: string) => Contact;
  /** Nothing of this one is to be shown any more. */
  readonly hide: (jid: string) => void;
  /** This one was a contact, and is none any more. */
  readonly onGone: (jid: string) => void;
  /** All who were to be looked at were. */
  readonly onLooked: () => void;
}

export function createContacts({ isContact, create, hide, onGone, onLooked }: ContactsUses): Contacts {
  const contacts = new Map<string, Contact>();
  const toLookAt = new Set<string>();

  const contactOf = (jid: string): Contact => {
    let contact = contacts.get(jid);
    if (!contact) contacts.set(jid, (contact = create(jid)));
    return contact;
  };
  const forget = (jid: string): boolean => {
    const contact = contacts.get(jid);
    contact?.stop();
    contacts.delete(jid);
    if (contact) hide(jid);
    return contact !== undefined;
  };
  const lookNow = () => {
    const jids = [...toLookAt];
    toLookAt.clear();
    for (const jid of jids) {
      if (isContact(jid)) contactOf(jid).look();
      else if (forget(jid)) onGone(jid);
    }
    onLooked();
  };
  const lookAt = (jid: string) => {
    if (toLookAt.size === 0) queueMicrotask(lookNow);
    toLookAt.add(jid);
  };

  return {
    get: (jid) => contacts.get(jid),
    push(from, scheme) {
      if (isContact(scheme.owner)) void contactOf(scheme.owner).push(from, scheme);
    },
    lookAt,
    lookAtAll() {
      for (const jid of contacts.keys()) lookAt(jid);
      onLooked();
    },
    forget() {
      for (const jid of contacts.keys()) forget(jid);
    },
    areSettled() {
      if (toLookAt.size > 0) return false;
      for (const contact of contacts.values()) if (contact.isPending()) return false;
      return true;
    },
    stop() {
      for (const contact of contacts.values()) contact.stop();
    },
  };
}
