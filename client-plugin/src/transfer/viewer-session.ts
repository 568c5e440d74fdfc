// One session from the viewer's side (draft, sections 8.5 to 8.14): asks for the first file, adds the others, takes and
// verifies what comes, and ends the session when there is nothing more to get.
import { destinationAddress } from "@status-scheme/protocol/transfer";
import type { JingleReason } from "@status-scheme/protocol/transfer";
import type { TransferProgress } from "./api.ts";
import { reasonOf } from "./carrier.ts";
import { createCollector } from "./collector.ts";
import type { Collector } from "./collector.ts";
import { newId } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { tooLargeInBand, TransferError } from "./errors.ts";
import { BLOCK_SIZE, hashOf, isLive, rangeOf } from "./machine/state.ts";
import type { Content, Session, Transport } from "./machine/state.ts";
import type { Pipe } from "./pipe.ts";
import type { Want } from "./wants.ts";

export interface ViewerSessionOptions {
  /** Full JIDs. */
  readonly viewer: string;
  readonly owner: string;
  readonly ibbBytes: number;
  /** Files to get, the first first; more may be pushed while the session goes on. Taken out when they are asked for. */
  readonly wants: Want[];
  /** By which transport to ask for it; undefined: there is none. */
  readonly method: (want: Want) => Promise<Transport["method"] | undefined>;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: TransferProgress) => void) | undefined;
  /** What came of a file, in order, that did not come whole; `isWrong`: it cannot be the beginning of it. */
  readonly onPart: (want: Want, bytes: Uint8Array, isWrong: boolean) => void;
  readonly onSocks5Failed: () => void;
}
export interface SessionEnd {
  readonly session: Session;
  /** The error in reply to the request, if that ended it. */
  readonly error: unknown;
}

/** Files asked for at the same time: one on its way, and the next getting ready. */
const AT_ONCE = 2;

interface File {
  readonly want: Want;
  readonly content: Content;
  collector?: Collector;
  isChecking?: boolean;
  isWrong?: boolean;
}

/** Resolves when it has ended; what is left of `wants` was not asked for. */
export function runViewerSession(engine: Engine, options: ViewerSessionOptions): Promise<SessionEnd> {
  const { viewer, owner, ibbBytes, wants, signal, onProgress } = options;
  const sid = newId("jgl");
  const files = new Map<string, File>();
  let isAsking = false;

  return new Promise((resolve) => {
    const { runner, carriers } = engine.start({
      session: { role: "viewer", sid, viewer, owner, state: "pending", ibbBytes, contents: [] },
      flow,
      onContent,
      onEnd(session, error) {
        signal?.removeEventListener("abort", cancel);
        resolve({ session, error });
      },
    });
    // Before anything was asked for there is nobody to tell.
    const isUnasked = () => runner.session().contents.length === 0;
    const cancel = () =>
      void runner.dispatch(isUnasked() ? { is: "lost" } : { is: "finish", reason: { condition: "cancel" } });
    signal?.addEventListener("abort", cancel);
    void askForMore();

    /** As many as may be, then, when nothing is left, the end. */
    async function askForMore(): Promise<void> {
      if (isAsking) return;
      isAsking = true;
      for (let want = next(); want; want = next()) await ask(want);
      isAsking = false;
      const { contents, state } = runner.session();
      if (isUnasked()) runner.dispatch({ is: "lost" });
      if (state === "active" && wants.length === 0 && !contents.some(isLive)) {
        runner.dispatch({ is: "finish", reason: { condition: "success" } });
      }
    }
    function next(): Want | undefined {
      const { contents, state } = runner.session();
      const most = state === "active" ? AT_ONCE : state === "pending" && contents.length === 0 ? 1 : 0;
      return contents.filter(isLive).length < most ? wants.shift() : undefined;
    }
    async function ask(want: Want): Promise<void> {
      const name = want.medium ? `m${files.size}` : "scheme";
      const spare = { method: "ibb", sid: newId("ibb"), blockSize: BLOCK_SIZE, stanza: "iq" } as const;
      const method = await options.method(want);
      if (!method) {
        want.settle({ error: failureOf(want, { condition: "connectivity-error" }, "us") });
        return;
      }
      const offer = method === "ibb" ? spare : await offerSocks5(name);
      const content: Content = { name, state: "requested", asked: want.asked, offer, spare, most: want.most };
      if (runner.session().state === "ended") {
        wants.unshift(want);
        return;
      }
      files.set(name, { want, content });
      runner.dispatch({ is: "add", content });
    }
    async function offerSocks5(name: string): Promise<Transport> {
      const id = newId("s5b");
      const candidates = await carriers.socks5(name, id)!.candidates();
      const dstaddr = await destinationAddress(id, viewer, owner);
      return { method: "s5b", sid: id, dstaddr, mode: "tcp", candidates };
    }

    function onContent(content: Content, before: Content | undefined): void {
      const file = files.get(content.name);
      if (!file || !before) return;
      if (content.state === "verifying") void check(file, content);
      if (content.state === before.state) return;
      if (content.state === "replacing") options.onSocks5Failed();
      if (content.state === "connecting" || content.state === "opening") void askForMore();
      if (content.state === "failed") {
        const { reason = { condition: "general-error" }, failedBy = "nobody" } = content;
        if (reason.condition === "connectivity-error") options.onSocks5Failed();
        options.onPart(file.want, file.collector?.bytes() ?? file.want.beginning, file.isWrong ?? false);
        delete file.collector;
        file.want.settle({ error: failureOf(file.want, reason, failedBy) });
        void askForMore();
      }
    }
    /** With no connection there is only the way in band, which some are too large for. */
    function failureOf({ medium }: Want, reason: JingleReason, by: TransferError["by"]): TransferError {
      const isForWantOfWay = reason.condition === "connectivity-error";
      const tooLarge = isForWantOfWay && medium ? tooLargeInBand(medium, ibbBytes) : undefined;
      return new TransferError(reason, by, tooLarge && { tooLarge });
    }
    function flow(pipe: Pipe, content: Content): void {
      const { name } = content;
      const file = files.get(name)!;
      const { want } = file;
      const { offset, length } = rangeOf(content);
      const collector = createCollector(want.beginning.subarray(0, offset), length);
      file.collector = collector;
      const { method } = content.answer!;
      const moved = () => {
        void pipe.end();
        if (method === "s5b") pipe.release();
        runner.dispatch({ is: "moved", name });
      };
      if (length === 0) return moved();
      let isOver = false;
      pipe.read({
        bytes(bytes) {
          if (isOver) return;
          const state = collector.add(bytes);
          isOver = state !== "more";
          runner.touch(name);
          file.isWrong = state === "too-many";
          if (file.isWrong) return fail(name, { condition: "media-error", fileError: "file-too-large" });
          const progress = { received: collector.received(), total: content.file!.size!, method };
          onProgress?.({ ...progress, ...(want.medium && { medium: want.medium }) });
          if (state === "all") moved();
        },
        end() {
          if (isOver) return;
          isOver = true;
          fail(name, { condition: method === "ibb" ? "failed-transport" : "media-error" });
        },
      });
    }
    async function check(file: File, content: Content): Promise<void> {
      const hash = hashOf(content);
      if (hash === undefined || file.isChecking) return;
      file.isChecking = true;
      const { name } = content;
      const bytes = file.collector!.bytes();
      try {
        await file.want.check(bytes, hash, content.file!);
      } catch (error) {
        file.isWrong = true;
        return fail(name, reasonOf(error));
      }
      if (runner.session().state === "ended") return;
      delete file.collector;
      file.want.settle({ bytes });
      runner.dispatch({ is: "verified", name });
      void askForMore();
    }
    function fail(name: string, reason: JingleReason): void {
      runner.dispatch({ is: "failed", name, reason });
    }
  });
}
