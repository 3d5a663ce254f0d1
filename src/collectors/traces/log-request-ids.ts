import { namesCalledRequest, namesOwnRequest } from "../../catalog/request-id-variables.ts";
import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import { filterLogEvents } from "../logs/filter-log-events.ts";
import { logGroupOf } from "../logs/log-group-of.ts";
import type { LogAccess } from "../logs/log-request.ts";
import type { LoggedIds } from "./trace-source.ts";

/** A busy log of a minute; what is beyond is not read. */
export const MOST_LOG_BYTES = 16e6;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const IS_NAMED = { called: namesCalledRequest, canary: namesOwnRequest } as const;

/** Every id in a line, lower case. */
export function requestIdsIn(line: string): string[] {
  return [...line.matchAll(UUID)].map(([id]) => id.toLowerCase());
}

/**
 * The log that tells of such requests; null where the Format does not name their ids, or the log cannot be read event by event. A
 * canary's requests have a log group of their own besides.
 */
export function requestIdsGroup(target: Target, which: keyof typeof IS_NAMED): string | null {
  const logGroup = logGroupOf(target);
  if (typeof logGroup !== "string") return null;
  if (!IS_NAMED[which](target.configuration?.accessLog?.format ?? "")) return null;
  return which === "canary" ? `${logGroup}/Canary` : logGroup;
}

/**
 * The request ids in a target's access log: an id is as good as unique, so it need not be known which field it is. Null where
 * the log does not tell or cannot be read.
 */
export async function logRequestIds(
  target: Target,
  window: Window,
  which: keyof typeof IS_NAMED,
  access: LogAccess,
): Promise<LoggedIds | null> {
  const logGroup = requestIdsGroup(target, which);
  if (logGroup === null) return null;
  const ids = new Set<string>();
  const reading = await filterLogEvents(
    {
      logGroup,
      slices: [window],
      maxBytes: MOST_LOG_BYTES,
      onEvents: (events) => {
        for (const { message } of events) for (const id of requestIdsIn(message)) ids.add(id);
      },
    },
    access,
  );
  const hasFailed = reading.failures.length > 0;
  return reading.events === 0 && hasFailed ? null : { ids, isWhole: !reading.isCut && !hasFailed };
}
