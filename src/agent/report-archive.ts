import type { ReportView } from "../report/view/to-view.ts";

interface KeptReport {
  /** Where a person opens it; null where there is no such page. */
  readonly url: string | null;
  /** Why each form of the report that is missing there could not be kept; empty: all are there. */
  readonly lost: readonly string[];
}

/** Where the report behind an event is kept, so that a message can link to it. */
export interface ReportArchive {
  readonly name: string;
  /**
   * Keeps the report of a run; the same run again replaces it.
   *
   * @param runAtMs the run's "now"; names the report.
   * @param onThere told where a person opens what is there already, while the rest is still being kept.
   * Errors: ToolError, where it could not even be tried.
   */
  put(view: ReportView, runAtMs: number, onThere: (url: string) => void): Promise<KeptReport>;
}
