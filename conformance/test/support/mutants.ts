// Services that are broken in one place each, and the requirements that are not held then.
import { element, NS, NS_HTTP_UPLOAD, type Element } from "@status-scheme/protocol";
import { stanza as build } from "@status-scheme/protocol";
import type { Mutant } from "./proxy.ts";

export interface Broken {
  readonly name: string;
  readonly fails: readonly string[];
  /** Made afresh for each run. */
  readonly mutant: () => Mutant;
}

const payload = (stanza: Element, name: string) => stanza.getChild(name, NS);
const bare = (jid: string | undefined) => jid?.split("/")[0];
/** Changes an answer in place. */
const onOut =
  (name: string, change: (found: Element, stanza: Element) => void): (() => Mutant) =>
  () => ({
    out: (stanza) => {
      const found = payload(stanza, name);
      if (found && stanza.attrs.type !== "error") change(found, stanza);
      return stanza;
    },
  });
const onHttp =
  (drop: string): (() => Mutant) =>
  () => ({
    http: ({ status, headers }) => ({
      status,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== drop)),
    }),
  });

export const BROKEN: readonly Broken[] = [
  {
    name: "advertises the feature of attachments",
    fails: ["service-is-no-attachment-uploader"],
    mutant: () => ({
      out: (stanza) => {
        stanza
          .getChild("query", "http://jabber.org/protocol/disco#info")
          ?.append(element(NS_HTTP_UPLOAD, "feature", { xmlns: undefined, var: NS_HTTP_UPLOAD }));
        return stanza;
      },
    }),
  },
  {
    name: "says none to a stranger in other words",
    fails: ["none-indistinguishable"],
    mutant: onOut("check", (check) => {
      if (check.attrs.status === "none" && !check.attrs.owner?.startsWith("kit-")) check.attrs.known = "true";
    }),
  },
  {
    name: "has another error for who may not see",
    fails: ["not-found-indistinguishable", "blocked-see-nothing"],
    mutant: () => ({
      out: (stanza) => {
        const isRefusal = stanza.getChild("error")?.getChild("item-not-found") !== undefined;
        const fetch = isRefusal ? payload(stanza, "fetch") : undefined;
        const { owner } = fetch?.attrs ?? {};
        if (!fetch || owner?.startsWith("kit-") || owner === bare(stanza.attrs.to)) return stanza;
        const error = stanza.getChild("error")!;
        error.children = [element("urn:ietf:params:xml:ns:xmpp-stanzas", "forbidden")];
        return stanza;
      },
    }),
  },
  {
    name: "answers current to everyone who holds a stamp",
    fails: ["current-means-equal"],
    mutant: onOut("check", (check) => {
      if (check.attrs.status === "changed") check.attrs.status = "current";
    }),
  },
  {
    name: "lists open owners",
    fails: ["open-not-harvested"],
    mutant: () => {
      let owner: string | undefined;
      let isOpen = false;
      return {
        in: (stanza) => {
          const access = payload(stanza, "access");
          if (access?.attrs.model !== undefined)
            [owner, isOpen] = [bare(stanza.attrs.from), access.attrs.model === "open"];
          return stanza;
        },
        out: (stanza) => {
          const sync = payload(stanza, "sync");
          if (isOpen && sync) sync.append(element(NS, "changed", { owner, stamp: "2026-11-22T08:30:00.123Z" }));
          return stanza;
        },
      };
    },
  },
  {
    name: "knows no conflict",
    fails: ["publish-conflict"],
    mutant: () => ({
      in: (stanza) => {
        delete payload(stanza, "publish")?.attrs.replaces;
        return stanza;
      },
    }),
  },
  {
    name: "serves media without nosniff",
    fails: ["media-nosniff"],
    mutant: onHttp("x-content-type-options"),
  },
  {
    name: "takes uploads of any size and type",
    fails: ["upload-exact-size", "upload-announced-type"],
    mutant: () => ({
      http: (head, { method }) =>
        method === "PUT" && [400, 413, 415].includes(head.status) ? { ...head, status: 201 } : head,
    }),
  },
  {
    name: "tells everyone who listens",
    fails: ["notices-to-listeners-only"],
    mutant: () => {
      const listeners = new Set<string>();
      return {
        in: (stanza) => {
          if (stanza.name === "presence") {
            if (stanza.attrs.type === undefined) listeners.add(stanza.attrs.from!);
            else listeners.delete(stanza.attrs.from!);
          }
          return stanza;
        },
        out: (stanza, more) => {
          const publish = payload(stanza, "publish")?.getChild("scheme", NS);
          if (publish && stanza.attrs.type === "result") {
            const { owner, stamp } = publish.attrs;
            for (const to of listeners)
              more(
                build(
                  "message",
                  { type: "headline", from: stanza.attrs.from, to },
                  element(NS, "changed", { owner, stamp }),
                  element("urn:xmpp:hints", "no-store"),
                ),
              );
          }
          return stanza;
        },
      };
    },
  },
  {
    name: "tells of changes by messages that are stored",
    fails: ["notice-is-headline", "notice-not-stored"],
    mutant: () => ({
      out: (stanza) => {
        if (stanza.name !== "message") return stanza;
        stanza.attrs.type = "normal";
        stanza.remove("no-store", "urn:xmpp:hints");
        return stanza;
      },
    }),
  },
  {
    name: "says a wrong hash of what it stored",
    // Who is told a wrong hash cannot ask by it either.
    fails: ["answer-tells-what-is-stored", "bits-by-sight"],
    mutant: () => {
      const truth = new Map<string, string>();
      const wrong = (hash: string) => hash.slice(0, 10) + (hash[10] === "A" ? "B" : "A") + hash.slice(11);
      const hashes = (of: Element): Element[] =>
        of.getChildElements().flatMap((child) => (child.getName() === "hash" ? [child] : hashes(child)));
      return {
        in: (stanza) => {
          for (const hash of hashes(stanza)) hash.children = [truth.get(hash.getText()) ?? hash.getText()];
          return stanza;
        },
        out: (stanza) => {
          for (const hash of hashes(stanza)) {
            truth.set(wrong(hash.getText()), hash.getText());
            hash.children = [wrong(hash.getText())];
          }
          return stanza;
        },
      };
    },
  },
  {
    name: "keeps the stamp",
    // Where all versions have one stamp, none conflicts with another, and who held one is not told of the next.
    fails: ["stamp-strictly-increases", "publish-conflict", "cleared-scheme-is-shown"],
    mutant: () => {
      // One stamp for each owner, whatever the component's own is.
      const first = new Map<string, string>();
      const now = new Map<string, string>();
      const stamped = (of: Element): Element[] =>
        [of, ...of.getChildElements().flatMap(stamped)].filter((one, at, all) => all.indexOf(one) === at);
      const ownerOf = (one: Element, stanza: Element) => one.attrs.owner ?? bare(stanza.attrs.to)!;
      return {
        in: (stanza) => {
          for (const one of stamped(stanza)) {
            for (const name of ["stamp", "replaces"]) {
              const owner = one.attrs.owner ?? bare(stanza.attrs.from)!;
              if (one.attrs[name] === first.get(owner) && now.has(owner)) one.attrs[name] = now.get(owner)!;
            }
          }
          return stanza;
        },
        out: (stanza) => {
          if (stanza.attrs.type === "error") return stanza;
          for (const one of stamped(stanza)) {
            const { stamp } = one.attrs;
            if (stamp === undefined) continue;
            const owner = ownerOf(one, stanza);
            if (!first.has(owner)) first.set(owner, stamp);
            now.set(owner, stamp);
            one.attrs.stamp = first.get(owner)!;
          }
          return stanza;
        },
      };
    },
  },
  {
    name: "says too much in its errors",
    fails: ["errors-echo-no-content"],
    mutant: () => ({
      out: (stanza) => {
        if (stanza.attrs.type === "error")
          payload(stanza, "publish")?.append(element(NS, "scheme", { owner: bare(stanza.attrs.to) }));
        return stanza;
      },
    }),
  },
];
