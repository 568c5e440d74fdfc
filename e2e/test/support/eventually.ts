// What clients do while a service is away: try again.
import { SchemeError } from "@status-scheme/protocol";

/** Tries until it works, for 20 seconds. @throws what is no SchemeError, at once; the last failure otherwise */
export async function eventually<T>(act: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 20_000; ;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end || !(error instanceof SchemeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
