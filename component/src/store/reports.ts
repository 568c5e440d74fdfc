// The part of the store's port for what viewers report (draft, "Reporting"; store.ts; held to it by
// component/test/store/contract/reports.ts). Open reports are kept, and forgotten when they are closed or one of their
// people is purged; the log says who closed which.
import type { LocalText, ReportReason, Stamp } from "@status-scheme/protocol";
import type { Order } from "./moderation.ts";

export interface NewReport {
  /** Bare JIDs. */
  readonly reporter: string;
  readonly owner: string;
  readonly stamp: Stamp;
  /** Absent: the scheme as a whole. */
  readonly state?: string;
  /** Hex SHA-256. */
  readonly media: readonly string[];
  /** The scheme was as the reporter had it: the media are its own. Else they are what the reporter says. */
  readonly isCurrent: boolean;
  readonly reason: ReportReason;
  readonly text: readonly LocalText[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}
export interface Report extends NewReport {
  /** Grows from 1; not used again. */
  readonly id: number;
}

/** How many open reports there may be. */
export interface ReportBounds {
  /** Of one reporter: its oldest makes room. */
  readonly perReporter: number;
  /** In all: there is no room then. */
  readonly total: number;
}

export interface ReportStore {
  /**
   * Durable. Takes the place of the same reporter's about the same owner, stamp and state. False where there is no room.
   */
  addReport(report: NewReport, bounds: ReportBounds): Promise<boolean>;
  /** Oldest first; those after a number, where it is given. */
  reports(query: { readonly after?: number; readonly limit: number }): Promise<readonly Report[]>;
  /** True where it was open. */
  closeReport(id: number, order: Order): Promise<boolean>;
}
