// Reporting what is shown: by the stamp it is shown by, to the service it came from, and to nobody else.
import { expect, test } from "@jest/globals";
import { decodeReportRequest, element, NS, SchemeError } from "@status-scheme/protocol";
import type { Element, ReportRequest } from "@status-scheme/protocol";
import { idle } from "./support/clock.ts";
import { BALCONY, by, JULIET, looks, withScheme } from "./support/juliet.ts";
import { S1, schemeOf, SERVICE } from "./support/values.ts";
import { createWorld } from "./support/world.ts";
import type { World } from "./support/world.ts";

const TEXT = [{ lang: "en", text: "He jests at scars" }];

/** What the service is sent. What is in its answer does not matter. */
function taken(world: World): ReportRequest[] {
  const reports: ReportRequest[] = [];
  world.answers.set("report-look", async (iq: Element) => {
    reports.push(decodeReportRequest(iq.getChildElements()[0]!));
    return element(NS, "taken");
  });
  return reports;
}

test("says of whom, which stamp and state, and why", async () => {
  const world = await withScheme();
  const reports = taken(world);
  await world.viewer.report({ owner: `${JULIET}/balcony`, state: "dnd", reason: "abuse", text: TEXT });
  await world.viewer.report({ owner: JULIET, reason: "spam" });
  expect(reports).toEqual([
    { owner: JULIET, stamp: S1, state: "dnd", media: [], reason: "abuse", text: TEXT },
    { owner: JULIET, stamp: S1, media: [], reason: "spam", text: [] },
  ]);
  expect(world.askedFor("report-look").map(({ to }) => to)).toEqual([SERVICE, SERVICE]);
});

test("passes on what the service says", async () => {
  const world = await withScheme();
  world.answers.set("report-look", () => new SchemeError("rate-exceeded", { after: 100 }));
  const refused = world.viewer.report({ owner: JULIET, reason: "spam" });
  await expect(refused).rejects.toMatchObject({ code: "rate-exceeded", detail: { after: 100 } });
});

test("asks nobody where nothing is shown", async () => {
  const world = createWorld();
  await world.login();
  world.presence(BALCONY);
  await idle();
  for (const owner of [JULIET, "tybalt@capulet.lit"]) {
    await expect(world.viewer.report({ owner, reason: "spam" })).rejects.toMatchObject({ code: "not-found" });
  }
  expect(world.askedFor("report-look")).toEqual([]);
});

test("is told to try later while there is no connection", async () => {
  const world = await withScheme();
  world.logout();
  await expect(world.viewer.report({ owner: JULIET, reason: "spam" })).rejects.toMatchObject({ code: "try-later" });
});

test("nobody takes reports of what the owner's own client serves", async () => {
  const world = createWorld({ sync: false });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(BALCONY, { hint: by(S1) });
  await idle();
  world.presence(BALCONY, { hint: { stamp: S1 } });
  await idle();
  await expect(world.viewer.report({ owner: JULIET, reason: "spam" })).rejects.toMatchObject({
    code: "not-implemented",
  });
});
