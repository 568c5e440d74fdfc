// Where starter looks come from: scheme folders beside each other, and `index.json`, the list of them.
import type { LookDraft } from "@status-scheme/client-plugin";
import { importFolder } from "../parts.ts";

export interface StarterSet {
  readonly id: string;
  /** By language. */
  readonly title: Readonly<Record<string, string>>;
  readonly description: Readonly<Record<string, string>>;
  /** Some of its pictures, to choose by. */
  readonly pictures: readonly string[];
  readonly load: () => Promise<readonly LookDraft[]>;
}
/** The URL of the folder of all sets, or what gets them. */
export type StarterSource = string | (() => Promise<readonly StarterSet[]>);

interface Listed extends Pick<StarterSet, "id" | "title" | "description"> {
  readonly files: readonly string[];
}

const PICTURED = ["available", "away", "dnd", "offline"];

/** @throws where they cannot be had */
export async function loadStarterSets(source: StarterSource): Promise<readonly StarterSet[]> {
  if (typeof source === "function") return source();
  const base = new URL(source.endsWith("/") ? source : `${source}/`, location.href);
  const listed = (await (await get(new URL("index.json", base))).json()) as readonly Listed[];
  return listed.map(({ files, ...about }) => {
    const folder = new URL(`${about.id}/`, base);
    const urlOf = (name: string) => new URL(name, folder);
    const picture = (state: string) =>
      files.find((name) => name.replace(/\.\w+$/, "") === state && !name.endsWith(".yaml"));
    const read = async (name: string) => new Uint8Array(await (await get(urlOf(name))).arrayBuffer());
    return {
      ...about,
      pictures: PICTURED.map(picture).flatMap((name) => (name === undefined ? [] : [urlOf(name).href])),
      async load() {
        const { draftsOf } = await importFolder();
        return draftsOf(await read("scheme.yaml"), read);
      },
    };
  });
}

async function get(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${String(response.status)}`);
  return response;
}
