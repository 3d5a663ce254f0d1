import { isCredentialCode } from "../../aws/classify-error.ts";
import { compileFormat } from "../../logs/layout/compile-format.ts";
import type { Layout } from "../../logs/layout/layout.ts";
import { Scanner } from "../../logs/scanner/scanner.ts";
import { COUNT_DIMENSIONS, LATENCY_DIMENSIONS, toLogSlice } from "../../logs/to-log-slice.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { LogSlice } from "../../model/log-slice.ts";
import type { Target } from "../../model/target.ts";
import type { LogQuestion } from "../account-reader.ts";
import { EventLines } from "./event-lines.ts";
import { filterLogEvents, type EventReading } from "./filter-log-events.ts";
import type { LogAccess } from "./log-request.ts";
import { ofTarget } from "./of-target.ts";
import { planSlices } from "./plan-slices.ts";
import { readFailure } from "./read-failure.ts";

/** About what is read for one question at most: some 64 pages, so seconds where 10 a second are allowed. */
export const LOCAL_BYTES = 64 << 20;
/** The estimate can be wrong; here reading ends, wherever it is. */
const MOST_BYTES = 2 * LOCAL_BYTES;

export interface SliceAnswer {
  /** Null where nothing could be read, or nothing of it understood. */
  readonly slice: LogSlice | null;
  readonly blindSpots: readonly BlindSpot[];
}

/**
 * Answers a question by reading the log, or an even sample of it.
 *
 * Errors: E_CREDENTIALS where there are none that work. What cannot be read is a blind spot.
 */
export async function localSlice(
  { target, window }: LogQuestion,
  logGroup: string,
  estimatedBytes: number | null,
  access: LogAccess,
): Promise<SliceAnswer> {
  const layout = layoutOf(target);
  const filter = ofTarget(target, (field) => layout?.fields.includes(field) ?? false);
  const byOutcome = new Scanner({ by: COUNT_DIMENSIONS, filter, cells: true });
  const byRoute = new Scanner({ by: LATENCY_DIMENSIONS, filter, cells: false });
  const lines = new EventLines([byOutcome, byRoute], layout);
  const slices = planSlices(window, estimatedBytes, LOCAL_BYTES);
  const reading = await filterLogEvents(
    { logGroup, slices, maxBytes: MOST_BYTES, onEvents: (events) => lines.add(events) },
    access,
  );
  const refused = reading.failures.find(({ code }) => isCredentialCode(code));
  if (refused) throw readFailure(`the log group ${logGroup}`, refused);
  const { fields } = lines.end();
  const plannedMs = slices.reduce((sum, slice) => sum + slice.endMs - slice.startMs, 0);
  const sampledShare = reading.coveredMs / (window.endMs - window.startMs);
  const slice = toLogSlice(
    {
      target: target.id,
      startMs: window.startMs,
      endMs: window.endMs,
      engine: "local",
      sampledShare,
      isComplete: reading.coveredMs === plannedMs && reading.failures.length === 0,
      bytes: reading.bytes,
      fields,
    },
    byOutcome.finish(),
    byRoute.finish(),
  );
  const isMute = slice.requests === 0 && slice.unparsed > 0;
  const isUnread = reading.events === 0 && reading.coveredMs === 0;
  return {
    slice: isMute || isUnread ? null : slice,
    blindSpots: blindSpotsOf(target.id, logGroup, reading, slice, isMute),
  };
}

/** A Format that cannot be compiled is no reason not to look at the lines. */
function layoutOf(target: Target): Layout | null {
  const format = target.configuration?.accessLog?.format ?? "";
  try {
    return compileFormat(format);
  } catch {
    return null;
  }
}

function blindSpotsOf(
  target: string,
  logGroup: string,
  reading: EventReading,
  slice: LogSlice,
  isMute: boolean,
): BlindSpot[] {
  const source = "access-logs";
  const spots = reading.failures.map(({ code, hint }): BlindSpot => ({
    source,
    target,
    code,
    hint: `${hint} The log group is ${logGroup}.`,
  }));
  const percent = `${(100 * slice.sampledShare).toPrecision(2)} % of the time`;
  if (isMute) {
    const hint = `None of the ${slice.unparsed} lines read of ${logGroup} is an access log that can be understood; see "gatewatch logs --log-group ${logGroup}".`;
    spots.push({ source, target, code: "UNPARSED", hint });
  } else if (!slice.isComplete && reading.failures.length === 0) {
    const hint = `Reading ${logGroup} ended after ${reading.bytes} bytes, with ${percent} read: rare requests may not be seen. Look at a shorter window, or let Logs Insights read it.`;
    spots.push({ source, target, code: "CUT_SHORT", hint });
  } else if (slice.sampledShare < 0.999 && slice.isComplete) {
    const hint = `Of ${logGroup} an even sample was read, ${percent}, since there is too much to read: rare requests may not be seen. Logs Insights reads all of it, at a price.`;
    spots.push({ source, target, code: "SAMPLED", hint });
  }
  if (reading.malformed > 0) {
    const hint = `${reading.malformed} events of ${logGroup} did not have the documented shape and were left out.`;
    spots.push({ source, target, code: "BAD_RESPONSE", hint });
  }
  return spots;
}
