import type { ReportView } from "../report/view/to-view.ts";

/** Where the report behind an event is kept, so that a message can link to it. */
export interface ReportArchive {
  readonly name: string;
  /**
   * Keeps the report of a run; the same run again replaces it.
   *
   * @param runAtMs the run's "now"; names the report.
   * Returns: where a person opens it; null where there is no such page.
   * Errors: ToolError.
   */
  put(view: ReportView, runAtMs: number): Promise<string | null>;
}
