import { CronTime } from "cron";

import { errorMessage, ToolError } from "../../core/errors.ts";

/** When a schedule next comes round after a time, epoch ms. */
export type NextTime = (afterMs: number) => number;

/**
 * A cron expression of five fields, or six with seconds first, by the clock of a time zone: what a change of that clock skips comes
 * right after it.
 *
 * Errors: E_USAGE where it is none, or never comes round.
 */
export function cronSchedule(expression: string, timeZone: string): NextTime {
  const next = (afterMs: number): number => {
    try {
      const cron = new CronTime(expression, timeZone);
      return cron.getNextDateFrom(new Date(afterMs), timeZone).toMillis();
    } catch (cause) {
      throw new ToolError(
        "E_USAGE",
        `--cron "${expression}" is no schedule: ${firstLine(errorMessage(cause))}`,
        {
          hint: "Write minute, hour, day of month, month, day of week: '*/5 * * * *' is every five minutes.",
          cause,
        },
      );
    }
  };
  return next;
}

/** The library asks for bug reports in the lines below. */
function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
