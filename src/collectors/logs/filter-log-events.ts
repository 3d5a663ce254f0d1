import type { ClassifiedError } from "../../aws/classify-error.ts";
import { LOG_EVENTS_AT_ONCE } from "../../aws/rate-budget.ts";
import type { Window } from "../../core/window.ts";
import type { LogAccess } from "./log-request.ts";
import { readSlice, type EventPage } from "./read-slice.ts";
import type { LogEvent } from "./seen-events.ts";

export interface EventQuestion {
  /** A name or an ARN. */
  readonly logGroup: string;
  /** Apart from each other; read in this order, several at a time. */
  readonly slices: readonly Window[];
  /** No page is asked for where messages of so many bytes have been read. */
  readonly maxBytes: number;
  /** Only events that match this filter pattern; left out: all. */
  readonly pattern?: string;
  /** Told every event once, in no particular order of slices. */
  readonly onEvents: (events: readonly LogEvent[], bytes: number) => void;
}

export interface EventReading {
  /** Of the slices, how much time was read. */
  readonly coveredMs: number;
  readonly events: number;
  /** Of the messages, in UTF-8. */
  readonly bytes: number;
  /** What was no event. */
  readonly malformed: number;
  /** One for each kind. */
  readonly failures: readonly ClassifiedError[];
  /** Whether reading ended for its bytes, or because it was told to. */
  readonly isCut: boolean;
}

/** Where these stand in the way of one slice, they do of all. */
const FOR_GOOD: readonly string[] = ["ACCESS_DENIED", "NOT_FOUND", "INVALID_REQUEST", "WRONG_REGION"];

/**
 * Reads the events of a log group.
 *
 * Errors: does not throw; what stood in the way is in the result.
 */
export async function filterLogEvents(question: EventQuestion, access: LogAccess): Promise<EventReading> {
  const failures = new Map<string, ClassifiedError>();
  let [coveredMs, events, bytes, malformed, isCut] = [0, 0, 0, 0, false];
  const mayGoOn = (): boolean => {
    if ([...failures.keys()].some((code) => FOR_GOOD.includes(code))) return false;
    if (bytes < question.maxBytes && !access.signal.aborted) return true;
    isCut = true;
    return false;
  };
  const source = {
    fetch: async (span: Window, token: string | undefined): Promise<EventPage> => {
      const page = await fetchPage(question, span, token, access);
      malformed += page.malformed;
      return page;
    },
    onEvents: (fresh: readonly LogEvent[]): void => {
      const added = fresh.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
      events += fresh.length;
      bytes += added;
      question.onEvents(fresh, added);
    },
    mayGoOn,
    pause: access.pause,
    signal: access.signal,
    region: access.region,
  };
  const waiting = question.slices.values();
  const readNext = async (): Promise<void> => {
    for (const slice of waiting) {
      if (!mayGoOn()) return;
      const { readToMs, failure } = await readSlice(slice, source);
      coveredMs += readToMs - slice.startMs;
      if (failure) failures.set(failure.code, failure);
    }
  };
  await Promise.all(Array.from({ length: LOG_EVENTS_AT_ONCE }, readNext));
  return { coveredMs, events, bytes, malformed, failures: [...failures.values()], isCut };
}

/**
 * The end of a window is part of it for AWS; whoever takes it as not part of it shall lose nothing either. So the
 * millisecond behind a slice is asked for as well, and left out by the slice.
 */
async function fetchPage(
  { logGroup, pattern }: Pick<EventQuestion, "logGroup" | "pattern">,
  { startMs, endMs }: Window,
  token: string | undefined,
  access: LogAccess,
): Promise<EventPage & { readonly malformed: number }> {
  const { FilterLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = await access.logs();
  const command = new FilterLogEventsCommand({
    ...(logGroup.startsWith("arn:") ? { logGroupIdentifier: logGroup } : { logGroupName: logGroup }),
    startTime: startMs,
    endTime: endMs,
    filterPattern: pattern,
    nextToken: token,
  });
  const output = await access.budget("filter-log-events", async () => {
    access.signal.throwIfAborted();
    return client.send(command, { abortSignal: access.signal });
  });
  const found: readonly unknown[] = Array.isArray(output.events) ? output.events : [];
  const events = found.map(toEvent).filter((event) => event !== undefined);
  return { events, token: output.nextToken, malformed: found.length - events.length };
}

function toEvent(value: unknown): LogEvent | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!("timestamp" in value && "message" in value)) return undefined;
  const { timestamp, message } = value;
  if (typeof timestamp !== "number" || !Number.isFinite(timestamp) || typeof message !== "string")
    return undefined;
  const id = "eventId" in value && typeof value.eventId === "string" ? value.eventId : null;
  return { id, timestampMs: timestamp, message };
}
