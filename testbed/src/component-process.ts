// The real component beside a testbed's Prosody: a process of its own with SQLite and a blob folder in the bed's directory,
// to be restarted and killed like one in the field.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Guard } from "./guard.ts";
import { freePorts } from "./ports.ts";
import { until } from "./until.ts";

export interface ComponentOptions {
  /** Settings over the testbed's own, by section: `{ limits: { "scheme-looks": 4 } }`. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Port of its HTTP side. Default: a free one, the same through restarts. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ComponentProcess {
  /** Base URL of its HTTP side. */
  readonly url: string;
  readonly configPath: string;
  /** Its SQLite database and its folder of media. */
  readonly storePath: string;
  readonly mediaPath: string;
  readonly pid: () => number | undefined;
  /** What it logged, over all its starts. */
  readonly log: () => string;
  /** Starts it again, with the same configuration and data, and waits until it answers. */
  readonly start: () => Promise<void>;
  /** Sends a signal and waits for the end. Resolves to the exit code, null where the signal ended it. */
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>;
  /** Asks it to stop, and waits. Resolves to the exit code. */
  readonly stop: () => Promise<number | null>;
  readonly restart: () => Promise<void>;
}

/** What of a testbed the component runs beside. */
export interface ComponentDeps {
  readonly domain: string;
  readonly componentDomain: string;
  readonly componentSecret: string;
  readonly componentService: string;
  readonly directory: string;
  readonly guard: Guard;
  /** Resolves to whether an IQ to this address is answered, asked by some account. */
  readonly answers: (jid: string) => Promise<boolean>;
}

const MAIN = fileURLToPath(new URL("../../component/src/main.ts", import.meta.url));
const STOP_MS = 20_000;
const HEALTH_MS = 20_000;
const LOG_CHARACTERS = 4_000_000;

/** Starts the component and waits until it answers on both sides. @throws Error with its log where it does not */
export async function startComponent(deps: ComponentDeps, options: ComponentOptions = {}): Promise<ComponentProcess> {
  const port = options.port ?? (await freePorts(1))[0]!;
  const url = `http://127.0.0.1:${port}`;
  const folder = join(deps.directory, `component-${port}`);
  const [configPath, storePath, mediaPath] = ["component.yaml", "schemes.sqlite", "media"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await mkdir(folder, { recursive: true });
  const settings = configuration(deps, { port, storePath, mediaPath }, options.config);
  // JSON is YAML.
  await writeFile(configPath, JSON.stringify(settings, undefined, 2), { mode: 0o600 });

  let child: ChildProcess | undefined;
  let text = "";

  const start = async () => {
    if (child) throw new Error("The component is running already.");
    // A process group of its own: Ctrl-C in a terminal is for its owner, who stops it in order.
    const started = spawn(process.execPath, [MAIN, "--config", configPath], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, ...options.env },
    });
    child = started;
    deps.guard.watch(started.pid!);
    const read = (chunk: string) => (text = (text + chunk).slice(-LOG_CHARACTERS));
    started.stdout.setEncoding("utf8").on("data", read);
    started.stderr.setEncoding("utf8").on("data", read);
    started.once("exit", () => {
      deps.guard.forget(started.pid!);
      if (child === started) child = undefined;
    });
    try {
      const answers = async () => (await isHealthy(url)) && (await deps.answers(deps.componentDomain));
      await until("an answer of the component's", async () => !child || (await answers()));
    } catch (cause) {
      await kill("SIGKILL");
      throw new Error(`The component does not answer:\n${text}`, { cause });
    }
    if (!child) throw new Error(`The component ended:\n${text}`);
  };
  const kill = async (signal: NodeJS.Signals) => {
    if (!child) return null;
    const ended = once(child, "close");
    child.kill(signal);
    const late = setTimeout(() => child?.kill("SIGKILL"), STOP_MS);
    const [code] = (await ended) as [number | null];
    clearTimeout(late);
    return code;
  };
  const stop = () => kill("SIGTERM");

  await start();
  return {
    url,
    configPath,
    storePath,
    mediaPath,
    pid: () => child?.pid,
    log: () => text,
    start,
    kill,
    stop,
    restart: async () => {
      await stop();
      await start();
    },
  };
}

function configuration(
  deps: ComponentDeps,
  own: { readonly port: number; readonly storePath: string; readonly mediaPath: string },
  over: ComponentOptions["config"] = {},
) {
  const settings: Record<string, Readonly<Record<string, unknown>>> = {
    xmpp: {
      service: deps.componentService,
      domain: deps.componentDomain,
      secret: deps.componentSecret,
      serves: [deps.domain],
    },
    http: { host: "127.0.0.1", port: own.port },
    store: { kind: "sqlite", path: own.storePath },
    media: { kind: "folder", path: own.mediaPath },
  };
  for (const [section, values] of Object.entries(over)) settings[section] = { ...settings[section], ...values };
  return settings;
}

async function isHealthy(url: string): Promise<boolean> {
  // Whoever else listens there may never answer.
  return fetch(`${url}/health`, { signal: AbortSignal.timeout(HEALTH_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
