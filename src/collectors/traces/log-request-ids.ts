import { namesCalledRequest, namesOwnRequest } from "../../catalog/request-id-variables.ts";
import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import { filterLogEvents } from "../logs/filter-log-events.ts";
import { logGroupOf } from "../logs/log-group-of.ts";
import type { LogAccess } from "../logs/log-request.ts";

/** A busy log of a minute; what is beyond is not read, and its traces stay unmatched. */
const MOST_BYTES = 16e6;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const IS_NAMED = { called: namesCalledRequest, canary: namesOwnRequest } as const;

/**
 * The request ids in a target's access log: an id is as good as unique, so it need not be known which field it is. Null where
 * the Format does not name those asked for, or the log cannot be read event by event. A canary's requests have a log group of their own
 * besides.
 */
export async function logRequestIds(
  target: Target,
  window: Window,
  which: keyof typeof IS_NAMED,
  access: LogAccess,
): Promise<ReadonlySet<string> | null> {
  const logGroup = logGroupOf(target);
  if (typeof logGroup !== "string") return null;
  if (!IS_NAMED[which](target.configuration?.accessLog?.format ?? "")) return null;
  const own = which === "canary" ? `${logGroup}/Canary` : logGroup;
  const ids = new Set<string>();
  const reading = await filterLogEvents(
    {
      logGroup: own,
      slices: [window],
      maxBytes: MOST_BYTES,
      onEvents: (events) => {
        for (const { message } of events)
          for (const [id] of message.matchAll(UUID)) ids.add(id.toLowerCase());
      },
    },
    access,
  );
  return reading.events === 0 && reading.failures.length > 0 ? null : ids;
}
