// Where the password comes from: a file, the environment, or a person who is asked for it. Never from the command line.
import { readFile } from "node:fs/promises";
import { Interrupted, UsageError } from "./usage.ts";

export interface PasswordSources {
  readonly file: string | undefined;
  readonly environment: string | undefined;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** How to give it, for who runs this without a terminal. */
  readonly howTo?: string;
}
const HOW_TO = "set STATUS_SCHEME_PASSWORD or name a file by --password-file.";

/** @throws UsageError where there is none to be had; Interrupted */
export async function readPassword(
  jid: string,
  { file, environment, input, output, howTo = HOW_TO }: PasswordSources,
): Promise<string> {
  if (file !== undefined) {
    const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
      throw new UsageError(`--password-file ${file}: it cannot be read (${cause.code}).`, { cause });
    });
    const password = text.replace(/\r?\n$/, "");
    if (password === "") throw new UsageError(`--password-file ${file}: it is empty.`);
    return password;
  }
  if (environment !== undefined && environment !== "") return environment;
  if (!input.isTTY) {
    throw new UsageError(`No password: ${howTo}`);
  }
  return ask(`Password of ${jid}: `, input, output);
}

/** Asks without echo. */
function ask(prompt: string, input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = "";
    const end = (settle: () => void) => {
      input.off("data", onData);
      input.setRawMode(false);
      input.pause();
      output.write("\n");
      settle();
    };
    const onData = (chunk: string) => {
      for (const char of chunk) {
        if (char === "\r" || char === "\n" || char === "\u0004") return end(() => resolve(typed));
        if (char === "\u0003") return end(() => reject(new Interrupted("No password was given.")));
        if (char === "\u007f" || char === "\b") typed = [...typed].slice(0, -1).join("");
        else typed += char;
      }
    };
    // Before the prompt: whoever types at once is not to be echoed either.
    input.setRawMode(true);
    input.setEncoding("utf8");
    input.on("data", onData);
    input.resume();
    output.write(prompt);
  });
}
