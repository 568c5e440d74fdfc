// Carries one content over its transport, in step with the machine: each state of the content begins what it stands for,
// and what comes of it goes back to the machine.
import { TransferError } from "./errors.ts";
import { createIbb } from "./ibb/ibb.ts";
import type { Ibb, IbbUses } from "./ibb/ibb.ts";
import type { Content, Role } from "./machine/state.ts";
import type { Pipe } from "./pipe.ts";
import type { Runner } from "./runner.ts";
import type { Socks5 } from "./socks5/socks5.ts";

export interface CarrierUses extends Omit<IbbUses, "transport" | "onOpen" | "onProgress"> {
  readonly role: Role;
  readonly runner: Pick<Runner, "dispatch" | "touch">;
  readonly socks5: Socks5 | undefined;
  /** The way is there: bytes may flow. */
  readonly flow: (pipe: Pipe, content: Content) => void;
}
export interface Carrier {
  /** The content has come into another state. */
  readonly follow: (content: Content) => void;
  readonly release: () => void;
}

export function createCarrier(uses: CarrierUses): Carrier {
  const { role, runner, socks5, flow } = uses;
  let ibb: Ibb | undefined;
  let pipe: Pipe | undefined;

  const agree = (content: Content): Ibb => {
    const { answer, name } = content;
    if (answer?.method !== "ibb") throw new TransferError({ condition: "failed-transport" }, "us");
    const onProgress = () => runner.touch(name);
    const onOpen = role === "owner" && { onOpen: () => void runner.dispatch({ is: "opened", name }) };
    return createIbb({ ...uses, transport: answer, onProgress, ...onOpen });
  };
  const connect = async ({ name, offer, answer }: Content) => {
    const theirs = role === "viewer" ? answer : offer;
    const verdict = await socks5!.connect(theirs?.method === "s5b" ? theirs.candidates : []);
    runner.dispatch({ is: "verdict", name, verdict });
  };
  const activate = async ({ name, nominee }: Content) => {
    try {
      await socks5!.activate(nominee!.candidate);
      runner.dispatch({ is: "activated", name });
    } catch {
      runner.dispatch({ is: "proxy-failed", name });
    }
  };
  const open = async (content: Content) => {
    ibb = agree(content);
    if (role === "owner") return;
    await ibb.open();
    runner.dispatch({ is: "opened", name: content.name });
  };
  const carry = (content: Content) => {
    pipe = ibb ?? socks5!.pipe(content.nominee!, content.nominee!.offeredBy === role);
    flow(pipe, content);
  };

  const begin = async (content: Content) => {
    try {
      if (content.state === "connecting") await connect(content);
      if (content.state === "activating" && content.nominee!.offeredBy === role) await activate(content);
      if (content.state === "replacing") socks5!.release();
      if (content.state === "opening") await open(content);
      if (content.state === "transferring") carry(content);
    } catch (error) {
      runner.dispatch({ is: "failed", name: content.name, reason: reasonOf(error) });
    }
  };
  const release = () => {
    ibb?.release();
    socks5?.release();
    pipe?.release();
  };
  return {
    follow(content) {
      if (content.state === "done" || content.state === "failed") release();
      else void begin(content);
    },
    release,
  };
}

/** What of a failure is told to the other party. */
export function reasonOf(error: unknown) {
  return error instanceof TransferError ? error.reason : ({ condition: "general-error" } as const);
}
