// What clients do while a service is away: try again.
import { SchemeError } from "@status-scheme/protocol";
import { eventually } from "@status-scheme/testbed";

/** Tries until it works. @throws what is no SchemeError, at once; Error with the last failure otherwise */
export async function keepTrying<T>(act: () => Promise<T>): Promise<T> {
  const [outcome] = await eventually(
    "it works",
    () => Promise.allSettled([act()]),
    ([now]) => now.status === "fulfilled" || !(now.reason instanceof SchemeError),
  );
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
