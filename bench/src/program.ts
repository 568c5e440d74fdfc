// A program of the bench on the command line: its arguments, its usage, and its exit code.
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

export interface Program<O extends ParseArgsOptionsConfig, T> {
  readonly usage: string;
  readonly options: O;
  /** What is to be done, or what is wrong with the arguments. */
  readonly read: (values: Values<O>, positionals: readonly string[]) => T | string;
  /** Resolves to the exit code. */
  readonly run: (given: T) => Promise<number>;
}
type Values<O extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

/** Runs it with this process's arguments; `--help` and wrong ones, whose exit code is 2, show the usage. */
export async function runProgram<O extends ParseArgsOptionsConfig, T extends object>(
  program: Program<O, T>,
): Promise<void> {
  const given = readArguments(program);
  if (typeof given === "string") {
    console.error(`${given}\n${program.usage}`);
    process.exitCode = 2;
  } else if (given === undefined) {
    console.log(program.usage);
  } else {
    process.exitCode = await program.run(given);
  }
}

/** Undefined where help is wanted. */
function readArguments<O extends ParseArgsOptionsConfig, T>(program: Program<O, T>): T | string | undefined {
  try {
    const options = { ...program.options, help: { type: "boolean", short: "h" } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    return (values as { readonly help?: boolean }).help ? undefined : program.read(values as Values<O>, positionals);
  } catch (error) {
    return (error as Error).message;
  }
}

/** From 1; undefined where it is none. */
export function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
