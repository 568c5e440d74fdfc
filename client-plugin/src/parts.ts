// The parts of the plugin that not everyone needs: each is loaded when it is first wanted. The dynamic imports are all
// here, by which bundlers put each part, with what it alone uses, into a file of its own, and Node loads it as any other.
// A part is one module with a factory. What stands for it until then (`owner/on-demand.ts`, `viewer/media-on-demand.ts`)
// has the same interface, imports nothing of it but types, and forwards.
import { SchemeError } from "@status-scheme/protocol/viewing";

/** Publishing, states, access: what the owner of a scheme does. */
export const importOwner = () => import("./owner/owner.ts");
/** Serving a scheme from this client. */
export const importServing = () => import("./serve/serving.ts");
/** Telling contacts of changes, and pushing schemes to them. */
export const importAnnouncer = () => import("./announce/announcer.ts");
/** What contacts' clients can do. */
export const importPeerCaps = () => import("./peers/peer-caps.ts");
/** Sessions with contacts' clients. */
export const importTransfers = () => import("./transfer/transfers.ts");
/** Getting schemes and media from contacts' clients. */
export const importClientSource = () => import("./viewer/client-source.ts");
/** Fetching and showing media: what a viewer does whose contacts' looks have some. */
export const importMedia = () => import("./viewer/media.ts");
/** Reporting a look. */
export const importReport = () => import("./viewer/report.ts");

export interface Part<T> {
  /** It, once it is there. */
  readonly here: () => T | undefined;
  /** Loads it, where it is not there. @throws SchemeError `try-later` where that fails: it is tried again at the next call */
  readonly load: () => Promise<T>;
  /** Stops it: at once, or as soon as it is there. */
  readonly stop: () => void;
}

/** `create` is called once, when the module is there. */
export function createPart<M, T>(importModule: () => Promise<M>, create: (module: M) => T): Part<T> {
  let part: T | undefined;
  let loading: Promise<T> | undefined;
  let isStopped = false;
  const load = async () => {
    try {
      part = create(await importModule());
      if (isStopped) stop();
      return part;
    } catch (cause) {
      loading = undefined;
      throw new SchemeError("try-later", { reason: "a part of the program did not load" }, { cause });
    }
  };
  const stop = () => {
    isStopped = true;
    (part as { readonly stop?: () => void } | undefined)?.stop?.();
  };
  return { here: () => part, load: () => (loading ??= load()), stop };
}
