// A page of a real browser that runs one module.
import { startBrowser } from "@status-scheme/testbed";
import type { TestBrowser } from "@status-scheme/testbed";
import type { Page } from "playwright-core";

export interface BrowserPage extends TestBrowser {
  readonly page: Page;
}

/** A page that runs this module, bundled for browsers. */
export async function openPage(entry: string): Promise<BrowserPage> {
  const browser = await startBrowser({ entry });
  return { ...browser, page: await browser.open() };
}
