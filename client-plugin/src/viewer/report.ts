// Reporting what is shown of a contact to the operators of the service that it came from (draft, "Reporting"). Part of the
// plugin that is loaded when somebody wants it (parts.ts).
import { bareJid, encodeReportRequest, SchemeError, stanza } from "@status-scheme/protocol";
import type { ReportDraft, Shown } from "../api.ts";
import type { Host } from "../host/host.ts";
import type { Served } from "./source.ts";

export interface ReportUses {
  readonly ask: Host["ask"];
  readonly shown: (contact: string) => Shown | undefined;
  readonly servedBy: (contact: string) => Promise<Served>;
}

/** @throws SchemeError `not-found` where nothing is shown, `not-implemented` where nobody takes reports, and the service's */
export function createReport({ ask, shown, servedBy }: ReportUses): (draft: ReportDraft) => Promise<void> {
  return async ({ owner: address, state, reason, text = [] }) => {
    const owner = bareJid(address);
    const { stamp, look } = shown(owner) ?? {};
    if (stamp === undefined) throw new SchemeError("not-found", { reason: "nothing of a scheme is shown" });
    const { source } = await servedBy(owner);
    if (!source) throw new SchemeError("try-later", { reason: "no service is known" });
    if (source.isClient) throw new SchemeError("not-implemented", { reason: "the owner's client serves it" });
    // The service knows what a look has, unless it has changed since.
    const media = look && look.state === state ? look.media.map(({ hash }) => hash) : [];
    const request = { owner, stamp, media, reason, text, ...(state !== undefined && { state }) };
    await ask(stanza("iq", { type: "set", to: source.jid }, encodeReportRequest(request)));
  };
}
