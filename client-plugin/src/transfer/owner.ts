// The owner's side of sessions (draft, sections 8.4 to 8.6): who is answered, what is served, and how many at a time.
import { encodeError, encodeScheme, SchemeError } from "@status-scheme/protocol";
import type { Stamp, StampedScheme } from "@status-scheme/protocol";
import type { Jingle, TransferFile } from "@status-scheme/protocol/transfer";
import type { Serving, ServeOptions } from "./api.ts";
import { reasonOf } from "./carrier.ts";
import type { Engine } from "./engine.ts";
import type { Answer } from "./incoming.ts";
import { BLOCK_SIZE, rangeOf } from "./machine/state.ts";
import type { Content, Session, Transport } from "./machine/state.ts";
import { requested } from "./machine/received.ts";
import type { Pipe } from "./pipe.ts";
import { writeAll } from "./pipe.ts";
import { refusal, ServeRefusal } from "./refusal.ts";
import type { Runner } from "./runner.ts";
import { sha256 } from "../digest.ts";
import { createSlots } from "./slots.ts";

export interface OwnerSide {
  readonly serve: (options: ServeOptions) => Serving;
  readonly mayAsk: (peer: string) => boolean;
  readonly isOurs: (jingle: Jingle) => boolean;
  readonly begin: (peer: string, jingle: Jingle) => Answer;
}

const MAX_ACTIVE = 2;
const MAX_PENDING = 20;
/** Of all states: those that were let in beside others that take long among them. */
const MAX_SESSIONS = 40;
/** So long a whole scheme takes in band, over a way that is not worth waiting for. */
const LONG_MS = 180_000;
const MAX_OF_ONE = 2;
const RETRY_S = 60;

interface Served {
  readonly file: TransferFile;
  readonly bytes: Uint8Array;
}

export function createOwnerSide(engine: Engine): OwnerSide {
  const { sessions, outbox, ibbBytes } = engine;
  const slots = createSlots({ ...engine, count: MAX_ACTIVE, longMs: LONG_MS });
  let serving: ServeOptions | undefined;
  const served = () => sessions.all().filter((runner) => runner.session().role === "owner");

  const begin = (viewer: string, { sid, contents }: Jingle): Answer => {
    const owner = engine.me();
    const [content, another] = contents;
    const all = served();
    const theirs = all.filter(({ peer }) => peer === viewer);
    const pending = all.filter((runner) => runner.session().state === "pending");
    if (!owner || !content || another || content.creator !== "initiator") {
      return encodeError(new SchemeError("bad-request", { what: "content" }));
    }
    if (theirs.length >= MAX_OF_ONE || pending.length >= MAX_PENDING || all.length >= MAX_SESSIONS) {
      return encodeError(new SchemeError("rate-exceeded", { after: RETRY_S }));
    }
    const options = serving!;
    const ended = new AbortController();
    const files = new Map<string, Uint8Array>();
    /** Hashes of what this session's documents have: they may be asked for, whatever is served by then. */
    const sent = new Set<string>();
    let agreed: Promise<void> | undefined;
    const session: Session = { role: "owner", sid, viewer, owner, state: "pending", ibbBytes, contents: [] };

    const decide = async (asked: Content): Promise<void> => {
      try {
        const { file, bytes } = await find(options, asked, ibbBytes, sent);
        await (agreed ??= agree(options, viewer, ended.signal));
        const transport = await answerTo(asked);
        files.set(asked.name, bytes);
        runner.dispatch({ is: "accept", name: asked.name, file, transport });
      } catch (error) {
        const reason = error instanceof ServeRefusal ? error.reason : reasonOf(error);
        runner.dispatch({ is: "reject", name: asked.name, reason });
      }
    };
    const answerTo = async ({ name, offer }: Content): Promise<Transport> => {
      if (offer.method === "ibb") return { ...offer, blockSize: Math.min(offer.blockSize, BLOCK_SIZE) };
      const candidates = await carriers.socks5(name, offer.sid)?.candidates(offer.candidates);
      if (!candidates) throw refusal("unsupported-transports");
      return { method: "s5b", sid: offer.sid, candidates };
    };
    const agree = async (policy: ServeOptions, peer: string, signal: AbortSignal) => {
      if (policy.ask && !(await policy.ask(peer, signal))) throw refusal("decline");
      await slots.take(signal);
    };
    const flow = (pipe: Pipe, content: Content) => {
      const { name } = content;
      const { offset, length } = rangeOf(content);
      const on = {
        progress: () => runner.touch(name),
        moved: () => void runner.dispatch({ is: "moved", name }),
      };
      writeAll(pipe, files.get(name)!.subarray(offset, offset + length), on).catch((error: unknown) =>
        runner.dispatch({ is: "failed", name, reason: reasonOf(error) }),
      );
    };
    const { runner, carriers } = engine.start({
      session,
      flow,
      onContent(one, before) {
        if (one.state === "done" || one.state === "failed") files.delete(one.name);
        if (!before) void decide(one);
      },
      onEnd({ contents: asked, reason, endedBy }) {
        ended.abort();
        const received = asked.filter(({ state }) => state === "done").length;
        const told = endedBy !== "nobody" && reason && { reason: reason.condition };
        options.onSession?.({ viewer, received, ...told });
      },
    });
    const first = requested(content);
    if (typeof first === "string") {
      runner.dispatch({ is: "finish", reason: { condition: first } });
    } else {
      runner.dispatch({ is: "ask", content: first });
    }
    return true;
  };

  const end = (isToEnd: (runner: Runner) => boolean, condition: "gone" | "decline") => {
    for (const runner of served()) if (isToEnd(runner)) runner.dispatch({ is: "finish", reason: { condition } });
  };
  return {
    serve(options) {
      serving = options;
      const leave = async () => {
        end(() => true, "gone");
        await outbox.flushed();
      };
      return {
        review: () => end(({ peer }) => !options.mayAsk(peer), "decline"),
        leave,
        async stop() {
          if (serving === options) serving = undefined;
          await leave();
        },
      };
    },
    mayAsk: (peer) => serving?.mayAsk(peer) ?? false,
    isOurs: ({ contents: [content] }) => {
      const file = content?.description;
      return !!file && !("unsupported" in file) && (file.document !== undefined || file.hash !== undefined);
    },
    begin,
  };
}

/** The file that is asked for. @throws ServeRefusal (draft, section 8.6) */
async function find(
  options: ServeOptions,
  { asked, offer }: Content,
  ibbBytes: number,
  sent: Set<string>,
): Promise<Served> {
  const scheme = await options.document();
  const { document, hash, range } = asked;
  if (document) {
    if (!scheme) throw refusal("failed-application", "file-not-available");
    if (scheme.stamp === document.stamp) throw current(scheme.stamp);
  }
  const bytes = document ? documentOf(scheme!) : await mediumOf(options, scheme, hash, sent);
  if (!bytes) throw refusal("failed-application", "file-not-available");
  const medium = scheme?.looks.flatMap(({ media }) => media).find((one) => one.hash === hash);
  // A document is never resumed.
  const part = document ? undefined : range;
  if ((part?.offset ?? 0) > bytes.length) throw refusal("incompatible-parameters");
  if (offer.method === "ibb" && bytes.length > ibbBytes) throw refusal("media-error", "file-too-large");
  if (document) for (const one of hashesOf(scheme!)) sent.add(one);
  return {
    bytes,
    file: {
      ...(document
        ? { mediaType: "application/xml", name: "scheme.xml", document: { stamp: scheme!.stamp } }
        : medium && { mediaType: medium.mediaType }),
      size: bytes.length,
      ...(part && { range: { offset: part.offset, ...(part.length !== undefined && { length: part.length }) } }),
      hash: await sha256(bytes),
      hashUsed: false,
    },
  };
}

function documentOf(scheme: StampedScheme): Uint8Array {
  return new TextEncoder().encode(encodeScheme(scheme).toString());
}
async function mediumOf(
  options: ServeOptions,
  scheme: StampedScheme | undefined,
  hash: string | undefined,
  sent: ReadonlySet<string>,
): Promise<Uint8Array | undefined> {
  const isServed = hash !== undefined && (sent.has(hash) || (scheme && hashesOf(scheme).includes(hash)));
  return isServed ? options.media(hash) : undefined;
}
function hashesOf({ looks }: StampedScheme): readonly string[] {
  return looks.flatMap(({ media }) => media.map(({ hash }) => hash));
}
function current(stamp: Stamp): ServeRefusal {
  return new ServeRefusal({ condition: "success", document: { stamp } });
}
