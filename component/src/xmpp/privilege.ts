// What the server lets us do in the name of its users (XEP-0356, versions 1 and 2): here, to read their rosters. It says
// so in a message that may come in one packet with the end of the handshake.
import { NS_PRIVILEGE } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import { createSeldom } from "../seldom.ts";
import { isFor } from "./address.ts";

export interface PrivilegeDeps {
  /** The component's own domain. */
  readonly domain: string;
  /** The domains whose word counts, each for itself. */
  readonly serves: readonly string[];
  readonly log: Log;
}

export interface Privilege {
  /** Takes a message; true if it was about privileges, believed or not. */
  readonly heard: (message: Element) => boolean;
  /** The server of this domain lets us read rosters. */
  readonly granted: (domain: string) => boolean;
  /** It lets us, as was found out without its word (untold.ts). */
  readonly assume: (domain: string) => void;
  /** What one domain, or all, had granted holds no longer. */
  readonly withdraw: (domain?: string) => void;
}

const READING: readonly (string | undefined)[] = ["get", "both"];

export function createPrivilege({ domain, serves, log }: PrivilegeDeps): Privilege {
  const granting = new Set<string>();
  const warn = createSeldom(log);

  return {
    heard: (message) => {
      const privileges = NS_PRIVILEGE.map((ns) => message.getChild("privilege", ns)).filter(
        (found) => found !== undefined,
      );
      if (privileges.length === 0) return false;
      const { from, to, type } = message.attrs;
      // XEP-0356 7: only the server itself grants, and its address is the bare domain: no user has that one.
      if (from === undefined || !serves.includes(from) || !isFor(domain, to) || type === "error") {
        warn({ jid: from }, "a privilege granted by somebody who cannot was ignored");
        return true;
      }
      const mayRead = privileges
        .flatMap((privilege) => privilege.getChildElements())
        .some(({ name, attrs }) => name === "perm" && attrs.access === "roster" && READING.includes(attrs.type));
      if (mayRead) granting.add(from);
      else granting.delete(from);
      log.info({ domain: from, rosters: mayRead }, "the server said what we may do");
      return true;
    },
    granted: (name) => granting.has(name),
    assume: (name) => {
      granting.add(name);
      log.warn(
        { domain: name },
        "we may read rosters, though the server did not say so: is another component connected by our name?",
      );
    },
    withdraw: (name) => {
      if (name === undefined) granting.clear();
      else granting.delete(name);
    },
  };
}
