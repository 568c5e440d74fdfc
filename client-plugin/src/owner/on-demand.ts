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
  let isStopped = false;
  const part = createPart(importOwner, ({ createOwner }) => {
    const owner = createOwner(uses);
    if (isStopped) owner.stop();
    return owner;
  });
  const side = async () => (await part.load()).side;
  const wake = () => void part.load().catch(() => undefined); // the next session, notice or call tries again
  if (uses.state) uses.host.onOnline(wake);
  return {
    side: {
      own: async () => (await side()).own(),
      ownMedium: async (...given) => (await side()).ownMedium(...given),
      limits: async () => (await side()).limits(),
      publish: async (...given) => (await side()).publish(...given),
      edit: async (...given) => (await side()).edit(...given),
      removeLook: async (...given) => (await side()).removeLook(...given),
      clear: async () => (await side()).clear(),
      access: async () => (await side()).access(),
      setAccess: async (...given) => (await side()).setAccess(...given),
      groups: async () => (await side()).groups(),
      serve: async (...given) => (await side()).serve(...given),
      stopServing: async () => part.here()?.side.stopServing(),
      setState: async (...given) => (await side()).setState(...given),
      setInvisible: async (...given) => (await side()).setInvisible(...given),
    },
    isInvisible: () => part.here()?.isInvisible() ?? false,
    wake(stamp) {
      if (part.here()) return;
      // Once it is there it tells of changes itself; this one it takes for what it begins with.
      if (stamp !== undefined) uses.emit("own", stamp);
      wake();
    },
    stop() {
      isStopped = true;
      part.here()?.stop();
    },
  };
}
