// The configuration, as a schema: every setting with its type, allowed values, default and purpose. The file's keys, the
// variables' names, `--help` and the type `Config` all derive from here.
import { DEFAULT_LIMITS, LIMIT_NAMES, MEDIUM_KINDS, parseJid } from "@status-scheme/protocol";
import type { Limits } from "@status-scheme/protocol";
import { dirname, join } from "node:path";
import { z } from "zod";
import { OWNER } from "./operator/arguments.ts";
import { LOG_LEVELS } from "./log.ts";

/** What a person is told about a setting. */
export interface SettingNotes {
  /** What it is for. */
  readonly about: string;
  /** What it may be, in words. */
  readonly allowed: string;
  /** How a variable's text becomes its value. */
  readonly kind: "text" | "number" | "list" | "path";
  /** Never to be shown. */
  readonly isSecret?: boolean;
}
export const notes = z.registry<SettingNotes>();

const DAY_SECONDS = 86_400;
const MAX_INTEGER = 2_147_483_647;

const number = (min: number, max: number, fallback: number, about: string) =>
  z
    .int()
    .min(min)
    .max(max)
    .default(fallback)
    .register(notes, { about, allowed: `a whole number from ${min} to ${max}`, kind: "number" });

const choice = <const T extends readonly string[]>(values: T, fallback: NoInfer<T[number]>, about: string) =>
  z
    .enum(values)
    .default(fallback as never)
    .register(notes, { about, allowed: `one of ${values.join(", ")}`, kind: "text" });

const path = (fallback: string, about: string) =>
  z.string().min(1).default(fallback).register(notes, { about, allowed: "a path", kind: "path" });

const domainName = z.string().refine(isDomain).transform(canonicalDomain);

const bareAddress = z
  .string()
  .refine((text) => OWNER.parse(text) !== undefined)
  .transform((text) => OWNER.parse(text)!);

const xmpp = z.strictObject({
  service: z.string().refine(isService).default("xmpp://127.0.0.1:5347").register(notes, {
    about: "Where the XMPP server listens for components (XEP-0114).",
    allowed: "xmpp://HOST or xmpp://HOST:PORT",
    kind: "text",
  }),
  domain: domainName.register(notes, {
    about: "The component's own domain, as the server knows it.",
    allowed: "a domain, such as schemes.capulet.lit",
    kind: "text",
  }),
  secret: z
    .string()
    // xmpp.js hashes other characters in a way servers do not.
    .regex(/^[\x20-\x7e]{1,1024}$/)
    .register(notes, {
      about: "The secret shared with the server; better given by secret_file or a variable.",
      allowed: "1 to 1024 printable ASCII characters",
      kind: "text",
      isSecret: true,
    }),
  secret_file: z.string().min(1).optional().register(notes, {
    about: "A file that holds the secret, instead of it.",
    allowed: "the path of a readable file",
    kind: "path",
  }),
  serves: z.array(domainName).min(1).register(notes, {
    about: "The domains whose users may publish here.",
    allowed: "a list of at least one domain, such as [capulet.lit]",
    kind: "list",
  }),
  admins: z.array(bareAddress).optional().register(notes, {
    about: "Who may give operators' commands by ad-hoc commands (XEP-0050).",
    allowed: "a list of bare JIDs, such as [escalus@capulet.lit]",
    kind: "list",
  }),
  name: z.string().min(1).max(256).default("Status schemes").register(notes, {
    about: "The service's name, as people may see it (XEP-0030).",
    allowed: "1 to 256 characters",
    kind: "text",
  }),
  stanza_bytes: number(
    131_072,
    16_777_216,
    1_048_576,
    "The largest stanza read. Rosters come in one stanza: about 130 bytes a contact.",
  ),
});

const http = z.strictObject({
  host: z.string().min(1).default("127.0.0.1").register(notes, {
    about: "The address to listen on for uploads and media.",
    allowed: "an IP address or host name of this machine",
    kind: "text",
  }),
  port: number(0, 65_535, 5380, "The port to listen on; 0 for any free one."),
  url: z.string().refine(isHttpUrl).optional().register(notes, {
    about: "The base URL by which clients reach it, through a reverse proxy if there is one. Default: host and port.",
    allowed: "an http:// or https:// URL without query or fragment",
    kind: "text",
  }),
  slot_seconds: number(10, 3600, 300, "How long an upload slot waits for its upload to begin."),
  media_seconds: number(300, 30 * DAY_SECONDS, DAY_SECONDS, "How long a media URL is good for, at least."),
});

const store = z.strictObject({
  kind: choice(["sqlite", "memory"], "sqlite", "Where schemes are kept; memory forgets them all at the end."),
  path: path("var/schemes.sqlite", "The database of kind sqlite."),
});

const media = z.strictObject({
  kind: choice(["folder", "memory"], "folder", "Where media are kept; memory forgets them all at the end."),
  path: path("var/media", "The folder of kind folder."),
  kinds: z
    .array(z.enum(MEDIUM_KINDS))
    .default([...MEDIUM_KINDS])
    .register(notes, {
      about: "Kinds of media that are taken.",
      allowed: `a list of some of ${MEDIUM_KINDS.join(", ")}`,
      kind: "list",
    }),
  ffmpeg: z
    .string()
    .regex(/^(auto|off|\/.+)$/)
    .default("auto")
    .register(notes, {
      about: "Decodes sounds and videos once to their end, and makes stills of videos; auto for where it usually is.",
      allowed: "auto, off, or the absolute path of ffmpeg",
      kind: "text",
    }),
});

const limits = z.strictObject(
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, number(1, MAX_INTEGER, DEFAULT_LIMITS[name], limitAbout(name))])),
);

const owners = z.strictObject({
  sight_seconds: number(
    5,
    60,
    60,
    "Who is no contact of an owner any more sees nothing after so long, also not media whose URLs they hold. Owners' rosters " +
      "are read that often while they are asked about.",
  ),
  purge_after_days: number(
    0,
    36_500,
    0,
    "Forget owners that neither published nor changed access for so long; 0 for never.",
  ),
});

const control = z.strictObject({
  path: z.string().min(1).optional().register(notes, {
    about: "The Unix socket for commands to the running service. Default: control.sock beside store.path.",
    allowed: "a path",
    kind: "path",
  }),
});

const shutdown = z.strictObject({
  seconds: number(0, 600, 10, "How long a stop waits for what was accepted to be finished."),
});

const log = z.strictObject({
  level: choice(LOG_LEVELS, "info", "What is logged; addresses are shown at debug and trace only."),
});

export const configSchema = z
  .strictObject({
    xmpp,
    http: http.prefault({}),
    store: store.prefault({}),
    media: media.prefault({}),
    limits: limits.prefault({}) as unknown as z.ZodType<Limits>,
    owners: owners.prefault({}),
    control: control.prefault({}),
    shutdown: shutdown.prefault({}),
    log: log.prefault({}),
  })
  .transform((config) => ({
    ...config,
    control: { path: config.control.path ?? join(dirname(config.store.path), "control.sock") },
  }));

export type Config = Readonly<z.infer<typeof configSchema>>;

const SECTIONS = { xmpp, http, store, media, limits, owners, control, shutdown, log };
export type SectionName = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];

export interface Setting extends SettingNotes {
  /** `xmpp.service` */
  readonly key: string;
  readonly section: SectionName;
  readonly name: string;
  /** `STATUS_SCHEME_XMPP_SERVICE` */
  readonly variable: string;
  /** As text; absent: none, and unless optional it must be given. */
  readonly fallback?: string;
  readonly isRequired: boolean;
}

export const VARIABLE_PREFIX = "STATUS_SCHEME_";

/** Every setting, in the order of the schema. */
export const SETTINGS: readonly Setting[] = SECTION_NAMES.flatMap((section) =>
  Object.entries<z.ZodType>(SECTIONS[section].shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    return {
      ...notes.get(schema)!,
      key: `${section}.${name}`,
      section,
      name,
      variable: VARIABLE_PREFIX + `${section}_${name}`.replaceAll("-", "_").toUpperCase(),
      isRequired: !fallback.success,
      ...(fallback.success && fallback.data !== undefined && { fallback: String(fallback.data) }),
    };
  }),
);

function limitAbout(name: string): string {
  return `Limit ${name} of the protocol (draft, "Limits").`;
}

function isDomain(text: string): boolean {
  try {
    const { local, resource } = parseJid(text);
    return local === undefined && resource === undefined;
  } catch {
    return false;
  }
}

function canonicalDomain(text: string): string {
  return isDomain(text) ? parseJid(text).domain : text;
}

function isService(text: string): boolean {
  return /^xmpp:\/\/(\[[\da-fA-F:.]+\]|[^\s/:?#@[\]]+)(:\d{1,5})?$/.test(text) && URL.canParse(text);
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "" && url.username === "";
}
