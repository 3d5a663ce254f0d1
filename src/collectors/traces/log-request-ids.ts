import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import { filterLogEvents } from "../logs/filter-log-events.ts";
import { logGroupOf } from "../logs/log-group-of.ts";
import type { LogAccess } from "../logs/log-request.ts";

/** A busy log of a minute; what is beyond is not read, and its traces stay unmatched. */
const MOST_BYTES = 16e6;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Both name the request of the called service. */
const NAMES_THEM = /\$context\.(?:integration\.requestId|awsEndpointRequestId)\b/;

/**
 * The request ids in a target's access log: an id is as good as unique, so it need not be known which field it is. Null where
 * the Format names none of the service that was called, or the log cannot be read event by event.
 */
export async function logRequestIds(
  target: Target,
  window: Window,
  access: LogAccess,
): Promise<ReadonlySet<string> | null> {
  const logGroup = logGroupOf(target);
  if (typeof logGroup !== "string") return null;
  if (!NAMES_THEM.test(target.configuration?.accessLog?.format ?? "")) return null;
  const ids = new Set<string>();
  const reading = await filterLogEvents(
    {
      logGroup,
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
