// The main thread's work for a roster of elements: for tests and measurements, on a page that runs page.ts.
import type { Page } from "playwright-core";
import type { MediumSketch, PageApi } from "./page.ts";

declare const api: PageApi;

export interface RosterOptions {
  readonly count: number;
  /** What everybody shows. */
  readonly image: MediumSketch;
  /** Rows without elements, to compare with. */
  readonly isBare?: boolean;
}
export interface RosterWork {
  /** Elements with something inside, at the end. */
  readonly near: number;
  /** At the source. */
  readonly listeners: number;
  /** Of the main thread, scripts and style and layout and all: until the rows are there; to scroll through them; for a look of everybody. */
  readonly milliseconds: Readonly<Record<"appear" | "scroll" | "looks", number>>;
}

export async function measureRoster(page: Page, { count, image, isBare = false }: RosterOptions): Promise<RosterWork> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const taskMs = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1_000 * metrics.find(({ name }) => name === "TaskDuration")!.value;
  };
  const rest = () =>
    page.evaluate(async () => {
      // Until two frames have been and gone with nothing to be done.
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestIdleCallback(resolve));
    });
  const work = async (what: () => Promise<unknown>) => {
    await rest();
    const before = await taskMs();
    await what();
    await rest();
    return (await taskMs()) - before;
  };

  await page.evaluate(
    ([people, media]) => {
      api.clear();
      document.body.style.display = "block";
      api.showLooks(api.fake.source);
      for (let index = 0; index < people; index++) api.fake.look({ contact: `guest-${index}@capulet.lit`, media });
    },
    [count, [image]] as const,
  );
  const appear = await work(() =>
    page.evaluate(
      ([people, bare]) => {
        const rows = document.createDocumentFragment();
        for (let index = 0; index < people; index++) {
          const row = document.createElement("div");
          row.style.height = "40px";
          const look = document.createElement(bare ? "span" : "status-look");
          look.setAttribute("contact", `guest-${index}@capulet.lit`);
          row.append(look, `Guest ${index}`);
          rows.append(row);
        }
        document.body.append(rows);
      },
      [count, isBare] as const,
    ),
  );
  const scroll = await work(() =>
    page.evaluate(async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
        scrollTo(0, y);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      scrollTo(0, 0);
    }),
  );
  const looks = await work(() =>
    page.evaluate((people) => {
      for (let index = 0; index < people; index++)
        api.fake.look({ contact: `guest-${index}@capulet.lit`, show: "dnd", look: false });
    }, count),
  );
  const { near, listeners } = await page.evaluate(() => ({
    near: Array.from(document.querySelectorAll("status-look")).filter((one) => api.inside(one)).length,
    listeners: api.fake.listeners.size,
  }));
  await session.detach();
  return { near, listeners, milliseconds: { appear, scroll, looks } };
}
