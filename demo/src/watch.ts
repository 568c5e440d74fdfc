// Waiting for what a client is to show.
import type { StatusScheme } from "@status-scheme/client-plugin";
import { difference, type Expectation } from "./expectation.ts";

/** Resolves once the client shows what is expected of the contact, or, at `end`, to what is different. */
export function becomes(
  scheme: StatusScheme,
  contact: string,
  expected: Expectation,
  end: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (outcome: string | undefined) => {
      end.removeEventListener("abort", giveUp);
      scheme.off("look", look);
      resolve(outcome);
    };
    const now = () => difference(scheme.shown(contact), expected);
    const giveUp = () => settle(now());
    const look = () => {
      if (now() === undefined) settle(undefined);
    };
    end.addEventListener("abort", giveUp);
    scheme.on("look", look);
    look();
  });
}
