import { z } from "zod";

import { ToolError } from "../../core/errors.ts";

/** What an invocation asks for. */
export type Wish =
  | {
      readonly kind: "run";
      /** When it should have begun, epoch ms; null: now. */
      readonly scheduledMs: number | null;
    }
  | {
      readonly kind: "report";
      readonly since: string | undefined;
      readonly until: string | undefined;
      /** Globs over API names and ids; one of them has to match. */
      readonly apis: readonly string[];
      readonly stage: string | null;
      readonly format: string;
    };

const reportSchema = z.strictObject({
  since: z.string().optional(),
  until: z.string().optional(),
  apis: z.union([z.string(), z.array(z.string())]).optional(),
  stage: z.string().optional(),
  format: z.string().optional(),
});
const ASKS_FOR_REPORT = Object.keys(reportSchema.shape);
const DEFAULT_FORMAT = "json";

/**
 * An event of the schedule (EventBridge Scheduler's input, or an EventBridge rule's event) is a run; one that names what a report
 * is about asks for that report.
 *
 * Errors: E_USAGE where it asks for a report and says something that is not known.
 */
export function parseEvent(event: unknown): Wish {
  const fields: Readonly<Record<string, unknown>> =
    typeof event === "object" && event !== null ? { ...event } : {};
  if (!ASKS_FOR_REPORT.some((name) => name in fields)) {
    return { kind: "run", scheduledMs: timeOf(fields["scheduledTime"] ?? fields["time"]) };
  }
  const parsed = reportSchema.safeParse(fields);
  if (!parsed.success) {
    throw new ToolError("E_USAGE", `cannot read the event: ${z.prettifyError(parsed.error)}`, {
      hint: `Write {"since": "3h", "apis": ["orders*"], "format": "json"}; all of them can be left out.`,
    });
  }
  const { since, until, apis = [], stage = null, format = DEFAULT_FORMAT } = parsed.data;
  return { kind: "report", since, until, apis: [apis].flat(), stage, format };
}

/** Null where it is no time: then the run's own counts. */
function timeOf(value: unknown): number | null {
  const timeMs = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs;
}
