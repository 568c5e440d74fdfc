// The kit as a library: runs that resolve to an outcome for each requirement.
export { runService, UnfitAccounts, type ServiceRun } from "./service/run.ts";
export { runClient, type ClientRun } from "./client/run.ts";
export { countOf, STATUSES, type Outcome, type Status } from "./kit/results.ts";
export { report, type ReportOptions } from "./report.ts";
export type { Account } from "./wire/actor.ts";
