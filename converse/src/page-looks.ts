// The page's `<status-look>` elements: where their looks come from, and how the person wants them. The element is loaded
// when somebody logs in who wants looks.
import type { StatusScheme } from "@status-scheme/client-plugin";
import type { Choices } from "./choices.ts";
import { createPart, importElement } from "./parts.ts";

export interface PageLooks {
  /** From now on. */
  readonly use: (schemes: StatusScheme | undefined, choices: Choices | undefined) => void;
}

export function createPageLooks(onError: (error: unknown) => void): PageLooks {
  const element = createPart(importElement);
  let isLoading = false;
  let schemes: StatusScheme | undefined;
  let choices: Choices | undefined;
  const apply = async () => {
    const { defineStatusLook, preferLooks, showLooks } = await element();
    if (choices) preferLooks({ motion: choices.motion, sound: choices.sound === "click" });
    showLooks(schemes);
    defineStatusLook();
  };
  return {
    use(...now) {
      [schemes, choices] = now;
      isLoading ||= schemes !== undefined;
      if (isLoading) apply().catch(onError);
    },
  };
}
