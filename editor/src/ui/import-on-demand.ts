// Stands for the importer until it is wanted, and forwards.
import { importImporter } from "../parts.ts";
import type { Context } from "./context.ts";
import type { Importer } from "./import.ts";

export function createImporter(context: Context): Importer {
  let importer: Promise<Importer> | undefined;
  const load = async () => {
    try {
      return await (importer ??= importImporter().then((part) => part.createImporter(context)));
    } catch {
      importer = undefined;
      context.live.say(context.words.files["not-loaded"], "bad");
      return undefined;
    }
  };
  return {
    take: async (file) => (await load())?.take(file),
    open: async (ask) => (await load())?.open(ask),
  };
}
