import { ToolError } from "../../../core/errors.ts";

const SAID: Readonly<Record<string, string>> = {
  Failed: "failed",
  Timeout: "took longer than the 60 minutes that a query may take",
  Cancelled: "was cancelled by somebody else",
};

/** A query that CloudWatch Logs Insights did not bring to its end. */
export class QueryFailure extends ToolError {
  constructor(status: string) {
    super(
      "E_NOTHING_READABLE",
      `a query of CloudWatch Logs Insights ${SAID[status] ?? `ended as ${status}`}`,
      {
        hint:
          status === "Timeout"
            ? "Look at a shorter window with --since and --until."
            : "Run again; what was scanned is billed.",
      },
    );
  }
}

/** A query that was not asked, or ended early, for its price. */
export function beyondAllowance(): ToolError {
  return new ToolError(
    "E_COST_LIMIT",
    "a query of CloudWatch Logs Insights was left out or stopped: the log holds more than AWS had said, and scanning it costs more than the limit",
    {
      hint: "Give a higher --max-cost, look at a shorter window, or give --engine local, which costs nothing.",
    },
  );
}
