// Changing a part of the own scheme: the rest is kept, media by hash, and an edit that another device was ahead of is
// made again on what that device published (draft, "Editing").
import { SchemeError } from "@status-scheme/protocol";
import type { StampedScheme } from "@status-scheme/protocol";
import type { LookDraft, OwnerSide, PublishOptions } from "../api.ts";
import { keep } from "./drafts.ts";
import type { OwnScheme } from "./own-scheme.ts";
import type { Publish } from "./publish.ts";

const MAX_TRIES = 5;

export function createEdit(
  own: Pick<OwnScheme, "fetch">,
  publish: Publish,
): Pick<OwnerSide, "edit" | "removeLook" | "clear"> {
  /** @throws SchemeError `conflict` where others keep being ahead, and all of `publish` */
  const change = async (
    alter: (looks: readonly LookDraft[], current: StampedScheme | undefined) => readonly LookDraft[] | undefined,
    options: Omit<PublishOptions, "replaces">,
  ): Promise<StampedScheme> => {
    for (let tries = 1; ; tries += 1) {
      const current = await own.fetch();
      const looks = alter(current?.looks.map(keep) ?? [], current);
      if (looks === undefined) return current!;
      try {
        return await publish(looks, { ...options, ...(current && { replaces: current.stamp }) });
      } catch (error) {
        if ((error as Partial<SchemeError>).code !== "conflict" || tries === MAX_TRIES) throw error;
      }
    }
  };
  return {
    edit: (look, options = {}) =>
      change((looks) => {
        const at = looks.findIndex(({ state }) => state === look.state);
        return at < 0 ? [...looks, look] : looks.with(at, look);
      }, options),
    removeLook: (state) =>
      change((looks, current) => {
        if (current === undefined) throw new SchemeError("not-found", { reason: "nothing is published" });
        const rest = looks.filter((look) => look.state !== state);
        // Nothing to remove is nothing to publish.
        return rest.length < looks.length ? rest : undefined;
      }, {}),
    clear: () => publish([]),
  };
}
