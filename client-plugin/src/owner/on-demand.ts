// Stands for the owner's side until it is needed (parts.ts): until the person does something with a scheme of theirs, or
// their service has one, of which their presence is to tell, or a state of theirs goes on.
import type { Stamp } from "@status-scheme/protocol";
import { createPart, importOwner } from "../parts.ts";
import type { OwnerUses } from "./deps.ts";
import type { Owner } from "./owner.ts";

export interface OwnerOnDemand extends Owner {
  /** There is a scheme of the person's, or may be. `stamp`: it is another than before. */
  readonly wake: (stamp?: Stamp) => void;
}

export function createOwnerOnDemand(uses: OwnerUses): OwnerOnDemand {
  const part = createPart(importOwner, ({ createOwner }) => createOwner(uses));
  type Side = Owner["side"];
  const forward = <V extends keyof Side>(verb: V) =>
    (async (...given: unknown[]) =>
      ((await part.load()).side[verb] as (...given: unknown[]) => unknown)(...given)) as unknown as Side[V];
  const wake = () => void part.load().catch(() => undefined); // the next session, notice or call tries again
  const stopWaking = uses.state && uses.host.onOnline(wake);
  return {
    side: {
      own: forward("own"),
      ownMedium: forward("ownMedium"),
      limits: forward("limits"),
      publish: forward("publish"),
      edit: forward("edit"),
      removeLook: forward("removeLook"),
      clear: forward("clear"),
      access: forward("access"),
      setAccess: forward("setAccess"),
      groups: forward("groups"),
      serve: forward("serve"),
      stopServing: async () => part.here()?.side.stopServing(),
      setState: forward("setState"),
      setInvisible: forward("setInvisible"),
    },
    isInvisible: () => part.here()?.isInvisible() ?? false,
    wake(stamp) {
      if (part.here()) return;
      // Once it is there it tells of changes itself; this one it takes for what it begins with.
      if (stamp !== undefined) uses.emit("own", stamp);
      wake();
    },
    stop() {
      stopWaking?.();
      part.stop();
    },
  };
}
