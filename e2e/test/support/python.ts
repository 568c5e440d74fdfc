// The owner and the viewer in e2e/slixmpp: commands go in and events come out, a JSON object a line. They share no code with
// this project and know the protocol from its draft.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Testbed } from "@status-scheme/testbed";
import { startScript } from "./script.ts";
import type { Script } from "./script.ts";

/** What a program said: `event` is its name; which of the rest is there depends on that. */
export interface Said {
  readonly event: string;
  readonly tag?: number;
  readonly owner?: string;
  readonly stamp?: string | null;
  readonly state?: string;
  readonly text?: string | null;
  readonly there?: boolean;
  readonly fresh?: boolean;
  readonly look?: string | null;
  readonly media?: readonly Medium[];
  readonly scheme?: SaidScheme;
  readonly access?: { readonly version: string };
  readonly contacts?: readonly string[];
  readonly status?: string | number;
  readonly hash?: string;
  readonly size?: number;
  readonly sources?: readonly string[];
  readonly since?: string | null;
}
export interface SaidScheme {
  readonly stamp: string;
  readonly looks: readonly { readonly state: string; readonly media: readonly Medium[] }[];
}
export interface Medium {
  readonly hash: string;
  readonly ready?: boolean;
  readonly url?: string;
}

export interface Program extends Pick<Script<Said>, "said" | "says"> {
  /** What was said under this name, oldest first. */
  readonly all: (event: string) => Said[];
  /** Resolves to what a viewer shows of a contact, once it is as wanted. */
  readonly sees: (owner: string, wanted: (shown: Said) => boolean | undefined) => Promise<Said>;
  /** Obeys a command; resolves to the `done` or `refused` that answers it. */
  readonly asked: (command: { readonly do: string } & Readonly<Record<string, unknown>>) => Promise<Said>;
  readonly leave: () => Promise<void>;
}

/** What Juliet looks like in her states, to be uploaded. */
export const PICTURES = fileURLToPath(new URL("../../../fixtures/schemes/juliet/", import.meta.url));
const image = (name: string, desc: string) => ({
  kind: "image",
  type: "image/png",
  file: join(PICTURES, `${name}.png`),
  desc: { en: desc },
});
/** Looks as `owner.py` takes them: two with an image. */
export const LOOKS = [
  {
    state: "available",
    texts: { en: "Out on the balcony", it: "Sono sul balcone" },
    media: [image("available", "Juliet waves")],
  },
  { state: "dnd", texts: { en: "Please do not disturb" }, media: [image("dnd", "A closed door")] },
  { state: "in_a_meeting", show: "dnd", texts: { en: "With the nurse" } },
  { state: "offline", texts: { en: "Good night, good night!" } },
];
/** Whether a viewer shows a look with all its media, and knows that it is current. */
export const wholeLook = ({ look, fresh, media }: Said) =>
  look !== null && fresh === true && media!.every(({ ready }) => ready);

/** Starts `viewer.py` or `owner.py` for an account and waits until it has logged in and asked its first questions. */
export async function startPython(
  bed: Testbed,
  program: "viewer" | "owner",
  jid: string,
  options: readonly string[] = [],
): Promise<Program> {
  const script = await startScript<Said>(bed, program, jid, { after: ["--plain", ...options] });
  const { said, says, found } = script;
  const all = (event: string) => said.filter((one) => one.event === event);
  let commands = 0;
  return {
    said,
    all,
    says,
    sees: (owner, wanted) =>
      found(() => {
        const shown = all("show").findLast((one) => one.owner === owner);
        return shown && wanted(shown) ? shown : undefined;
      }, `viewer.py sees ${owner} as wanted`),
    asked: async (command) => {
      const tag = ++commands;
      script.write(JSON.stringify({ ...command, tag }));
      return found(
        () => said.find(({ event, tag: of }) => (event === "done" || event === "refused") && of === tag),
        `${program}.py obeys ${command.do}`,
      );
    },
    leave: () => script.end(),
  };
}
