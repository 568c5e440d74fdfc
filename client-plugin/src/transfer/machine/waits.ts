// What a session waits for in its present state (draft, section 8.13), as far as it waits for the other party's next
// action. Waits for the answer to an IQ, for a connection and for a proxy are kept where those are made.
import type { Wait } from "../timeouts.ts";
import { hashOf, isLive } from "./state.ts";
import type { Content, Session } from "./state.ts";

export interface Waiting {
  readonly wait: Wait;
  /** The content that ends where it is in vain; absent: the session. */
  readonly name?: string;
}

export function waitsOf(session: Session): readonly Waiting[] {
  const { state, role, contents } = session;
  if (state === "ended") return [];
  if (state === "pending") return [{ wait: "sessionAccept" }];
  const waits = contents.flatMap((content): Waiting[] => {
    const wait = role === "viewer" ? ofViewer(content) : ofOwner(content);
    return wait ? [{ wait, name: content.name }] : [];
  });
  const isUnderWay = (content: Content) => isLive(content) && content.state !== "verifying";
  return role === "owner" && !contents.some(isUnderWay) ? [...waits, { wait: "idle" }] : waits;
}

function ofViewer(content: Content): Wait | undefined {
  if (content.state === "requested") return "contentAccept";
  if (content.state === "replacing") return "replacementAnswer";
  if (content.state === "verifying") return hashOf(content) === undefined ? "checksum" : undefined;
  return ofBoth(content, "viewer");
}
function ofOwner(content: Content): Wait | undefined {
  if (content.state === "replacing") return "replacement";
  if (content.state === "opening") return "open";
  return ofBoth(content, "owner");
}
function ofBoth({ state, own, nominee }: Content, role: Session["role"]): Wait | undefined {
  if (state === "connecting") return own && "verdict";
  if (state === "activating") return nominee!.offeredBy === role ? undefined : "activated";
  return state === "transferring" ? "progress" : undefined;
}
