// Every command of an operator, once: the command line (main.ts) and ad-hoc commands (xmpp/handlers/command.ts) are two ways to it.
import type { Moderation, Ordered } from "../service/moderation.ts";
import type { Answer, Column } from "./answer.ts";
import { AFTER, BEFORE, HASH, OWNER, REPORT } from "./arguments.ts";
import type { Argument } from "./arguments.ts";

export interface OperatorCommand {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly argument?: Argument;
  /** It changes something: the log says why, where a reason is given. */
  readonly isOrder: boolean;
  /** `target`: what its argument reads. */
  readonly run: (moderation: Moderation, target: string | undefined, order: Ordered) => Promise<Answer>;
}

/** Entries of a list. */
const PAGE = 100;

export const COMMANDS: readonly OperatorCommand[] = [
  order("block-hash", HASH, "takes a medium out of every scheme, for now and for good", async (to, target, by) => {
    const { isNew, schemes } = await to.block(target, by);
    return `${isNew ? "Blocked" : "Was blocked already"}: ${target}. Schemes that lost it: ${schemes}.`;
  }),
  order("unblock-hash", HASH, "lets a medium be published again", async (to, target, by) =>
    (await to.unblock(target, by)) ? `No longer blocked: ${target}.` : `Was not blocked: ${target}.`,
  ),
  order(
    "suspend",
    OWNER,
    "shows an owner's scheme to nobody, and lets the owner publish none",
    async (to, target, by) =>
      (await to.suspend(target, by)) ? `Suspended ${target}.` : `${target} was suspended already.`,
  ),
  order("resume", OWNER, "takes a suspension back", async (to, target, by) =>
    (await to.resume(target, by)) ? `${target} is no longer suspended.` : `${target} was not suspended.`,
  ),
  order("purge", OWNER, "forgets everything about an owner, but for a suspension", async (to, target, by) =>
    (await to.purge(target, by)) ? `Forgot ${target}.` : `There was nothing of ${target}.`,
  ),
  order("close-report", REPORT, "forgets a report that is dealt with", async (to, target, by) =>
    (await to.closeReport(Number(target), by)) ? `Closed report ${target}.` : `There is no open report ${target}.`,
  ),
  {
    name: "reports",
    title: "lists what viewers reported, oldest first",
    argument: AFTER,
    isOrder: false,
    run: async (moderation, after) => {
      const found = await moderation.reports({ limit: PAGE, ...(after && { after: Number(after) }) });
      const rows = found.map((report) => [
        ...[String(report.id), timeOf(report.at), report.reporter, report.owner, report.stamp, report.state ?? ""],
        ...[report.reason, report.isCurrent ? "yes" : "no", report.media.join(" ")],
        report.text.map(({ text }) => text).join(" / "),
      ]);
      return listing(rows, "Open reports", columns(REPORT_COLUMNS));
    },
  },
  {
    name: "blocked",
    title: "lists blocked media and suspended owners",
    isOrder: false,
    run: async (moderation) => {
      const media = (await moderation.blocks()).map(({ hash, at }) => ["medium", hash, timeOf(at)]);
      const owners = (await moderation.suspended()).map((owner) => ["owner", owner, ""]);
      return listing([...media, ...owners], "Entries", columns({ kind: "Kind", what: "What", since: "Since" }));
    },
  },
  {
    name: "audit",
    title: "lists who did what, newest first",
    argument: BEFORE,
    isOrder: false,
    run: async (moderation, before) => {
      const found = await moderation.audit({ limit: PAGE, ...(before && { before: Number(before) }) });
      const rows = found.map(({ id, at, by, operation, target, reason = "" }) => [
        ...[String(id), timeOf(at), by, operation, target, reason],
      ]);
      return listing(rows, "Entries", columns(AUDIT_COLUMNS));
    },
  },
];

const REPORT_COLUMNS = {
  ...{ number: "Number", time: "Time", reporter: "Reporter", owner: "Owner", stamp: "Stamp", state: "State" },
  ...{ reason: "Reason", current: "Scheme still the same", media: "Media", text: "Text" },
};
const AUDIT_COLUMNS = { number: "Number", time: "Time", by: "By", operation: "Operation", target: "To", reason: "Why" };

export function commandOf(name: string): OperatorCommand | undefined {
  return COMMANDS.find((command) => command.name === name);
}

function order(
  name: string,
  argument: Argument,
  title: string,
  obey: (moderation: Moderation, target: string, order: Ordered) => Promise<string>,
): OperatorCommand {
  return {
    ...{ name, title, argument, isOrder: true },
    run: async (moderation, target, by) => ({ text: await obey(moderation, target!, by) }),
  };
}

function listing(rows: readonly string[][], what: string, all: readonly Column[]): Answer {
  if (rows.length === 0) return { text: `No ${what.toLowerCase()}.`, table: { columns: all, rows } };
  const more = rows.length === PAGE ? " There may be more." : "";
  return { text: `${what}: ${rows.length}.${more}`, table: { columns: all, rows } };
}

function columns(labels: Readonly<Record<string, string>>): readonly Column[] {
  return Object.entries(labels).map(([name, label]) => ({ name, label }));
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
