// What each command does. Output for people or scripts goes to `out`, what is on the way to `note`.
import type { StatusScheme } from "@status-scheme/client-plugin";
import { readSchemeFolder, writeSchemeFolder } from "@status-scheme/folder/node";
import { ACCESS_MODELS, onlyBareJid, parseStamp, SchemeError } from "@status-scheme/protocol";
import type { AccessChange, AccessModel, Stamp } from "@status-scheme/protocol";
import { stat } from "node:fs/promises";
import type { CommandOptions } from "./arguments.ts";
import { printAccess, printScheme } from "./print.ts";
import { UsageError } from "./usage.ts";

export interface CommandUses {
  readonly operand: string | undefined;
  readonly options: CommandOptions;
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
  readonly session: <T>(use: (scheme: StatusScheme, self: string) => Promise<T>) => Promise<T>;
}
type Run = (uses: CommandUses) => Promise<void>;

const publish: Run = async ({ operand, options, out, note, signal, session }) => {
  const looks = await readSchemeFolder(operand!);
  const replaces = options.replaces === undefined ? undefined : stampOf("--replaces", options.replaces);
  const { stamp, looks: stored } = await session((scheme) =>
    scheme.publish(looks, {
      signal,
      ...(replaces !== undefined && { replaces }),
      onProgress: ({ sent, total }) => total > 0 && note(`uploading ${Math.floor((100 * sent) / total)} %`),
    }),
  );
  out(`published ${stored.length} looks ${stamp}\n`);
};

const check: Run = async ({ operand, options, out, session }) => {
  if (!operand!.includes("@") || (await isFolder(operand!))) {
    const looks = await readSchemeFolder(operand!);
    out(options.json ? json({ looks: looks.length }) : `${operand}: ${looks.length} looks, nothing wrong\n`);
    return;
  }
  const contact = jidOf(operand!);
  const held = options.stamp === undefined ? undefined : stampOf("--stamp", options.stamp);
  const scheme = await session((plugin) => plugin.check(contact));
  const status = scheme?.stamp === undefined ? "none" : scheme.stamp === held ? "current" : "changed";
  const stamp = scheme?.stamp;
  out(options.json ? json({ contact, status, stamp }) : `${[status, stamp].filter(Boolean).join(" ")}\n`);
};

const show: Run = async ({ operand, options, out, session }) => {
  const contact = operand === undefined ? undefined : jidOf(operand);
  const scheme = await session((plugin) => (contact === undefined ? plugin.own() : plugin.check(contact)));
  if (!scheme) throw new SchemeError("not-found");
  out(options.json ? json(scheme) : printScheme(scheme));
};

const exportScheme: Run = async ({ operand, options, out, note, signal, session }) => {
  const bytes = new Map<string, Uint8Array>();
  const scheme = await session(async (plugin) => {
    const own = await plugin.own();
    for (const { state, media } of own?.looks ?? []) {
      for (const medium of media) {
        if (bytes.has(medium.hash)) continue;
        note(`${state}, ${medium.kind}`);
        bytes.set(medium.hash, await plugin.ownMedium(medium));
      }
    }
    return own;
  });
  if (!scheme?.looks.length) throw new SchemeError("not-found");
  await writeSchemeFolder(operand!, scheme.looks, ({ hash }) => bytes.get(hash)!, {
    replace: options.force ?? false,
    signal,
  });
  out(`${operand}: ${scheme.looks.length} looks ${scheme.stamp}\n`);
};

const access: Run = async ({ operand, options, out, session }) => {
  const change: { -readonly [K in keyof AccessChange]: AccessChange[K] } = {};
  if (operand !== undefined) change.model = modelOf(operand);
  if (options.group) change.groups = options.group;
  if (options.allow) change.allowed = options.allow.map(jidOf);
  const isChange = Object.keys(change).length > 0;
  const now = await session((plugin) => (isChange ? plugin.setAccess(change) : plugin.access()));
  out(options.json ? json(now) : printAccess(now));
};

const clear: Run = async ({ out, session }) => {
  const { stamp } = await session((plugin) => plugin.clear());
  out(`cleared ${stamp}\n`);
};

export const COMMANDS = { publish, check, show, export: exportScheme, access, clear };

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function jidOf(text: string): string {
  try {
    return onlyBareJid(text, "jid");
  } catch (error) {
    throw new UsageError(`${text}: not an address like user@domain.`, { cause: error });
  }
}

function stampOf(option: string, text: string): Stamp {
  try {
    return parseStamp(text);
  } catch (error) {
    throw new UsageError(`${option} ${text}: not a stamp like 2026-11-22T08:30:00.123Z.`, { cause: error });
  }
}

function modelOf(text: string): AccessModel {
  const model = ACCESS_MODELS.find((known) => known === text);
  if (model === undefined) throw new UsageError(`access ${text}: none of ${ACCESS_MODELS.join(", ")}.`);
  return model;
}
