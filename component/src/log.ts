// Structured logs: JSON lines by pino, without content, secrets or addresses. A field named `jid` is written as a tag: the
// same for the same address while the process runs, and meaningless to anyone else. At `debug` and below it is written plainly.
import { createHmac, randomBytes } from "node:crypto";
import pino from "pino";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Write {
  (fields: object, message: string): void;
  (message: string): void;
}

/** The part of pino's logger used here: fields first, then a message that says the same each time. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  /** For defects; the cause goes into the field `err`. */
  readonly error: Write;
  readonly child: (fields: object) => Log;
}

const TAG_CHARACTERS = 8;

/** A log that writes to `destination` (default: standard output). */
export function createLog(level: LogLevel, destination?: { write: (line: string) => void }): Log {
  const key = randomBytes(16);
  const tag = (jid: unknown) =>
    `#${createHmac("sha256", key).update(String(jid)).digest("base64url").slice(0, TAG_CHARACTERS)}`;
  const isPlain = level === "debug" || level === "trace";
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.errWithCause, ...(!isPlain && { jid: tag }) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Says nothing: for callers that want no log. */
export const silentLog: Log = createLog("silent");
