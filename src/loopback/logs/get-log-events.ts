import { z } from "zod";

import { LOG_EVENTS_PAGE, LOG_EVENTS_PAGE_BYTES } from "../../catalog/answer-limits.ts";
import { MINUTE_MS } from "../../core/window.ts";
import type { LogEvent } from "../../simulate/account.ts";
import { operation } from "../operation.ts";
import { decodeToken, encodeToken } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { findGroup, groupReference, invalidToken } from "./log-group.ts";
import { recentStreams } from "./log-streams.ts";
import { logEventsOf } from "./span-log.ts";

const input = z.object({
  ...groupReference,
  logStreamName: z.string().min(1).max(512),
  startTime: z.number().int().min(0).optional(),
  endTime: z.number().int().min(0).optional(),
  limit: z.number().int().min(1).max(LOG_EVENTS_PAGE).default(LOG_EVENTS_PAGE),
  startFromHead: z.boolean().default(false),
  nextToken: z.string().optional(),
});

/** A place between two events of a stream: before the event with that number among those of that millisecond. */
type Place = readonly [timeMs: number, index: number];

/**
 * Tokens point forward and backward and never end: a page that gives back the token it was asked with is the
 * last. A stream exists where the latest events before the window's end show it.
 */
export const getLogEvents = operation({
  service: "logs",
  name: "GetLogEvents",
  input,
  answer: ({ nextToken, limit, ...question }, { account, nowMs }) => {
    const group = findGroup(account, question);
    const window = {
      startMs: Math.max(question.startTime ?? 0, group.createdMs),
      endMs: question.endTime ?? nowMs + 1,
    };
    const streams = recentStreams(account, group.name, Math.min(window.endMs, nowMs + 1));
    if (!streams.some(({ name }) => name === question.logStreamName)) {
      throw new ServiceError("ResourceNotFoundException", "The specified log stream does not exist.");
    }
    const token = nextToken === undefined ? undefined : parseToken(question, nextToken);
    const isForward = token?.isForward ?? question.startFromHead;
    const read = (startMs: number, endMs: number): LogEvent[] =>
      [...logEventsOf(account, group.name, { startMs, endMs })].filter(
        ({ streamName }) => streamName === question.logStreamName,
      );
    const page = isForward
      ? readForward(read, token?.place ?? [window.startMs, 0], window.endMs, limit)
      : readBackward(read, window.startMs, token?.place ?? [window.endMs, 0], limit);
    return {
      events: page.events.map(({ timestampMs, message }) => ({
        timestamp: timestampMs,
        message,
        ingestionTime: timestampMs,
      })),
      nextForwardToken: `f/${encodeToken(question, page.after)}`,
      nextBackwardToken: `b/${encodeToken(question, page.before)}`,
    };
  },
});

function parseToken(question: unknown, token: string): { isForward: boolean; place: Place } {
  const [timeMs, index] = /^[fb]\//.test(token) ? (decodeToken(question, token.slice(2)) ?? []) : [];
  if (timeMs === undefined || index === undefined) throw invalidToken();
  return { isForward: token.startsWith("f"), place: [timeMs, index] };
}

type Read = (startMs: number, endMs: number) => LogEvent[];

interface StreamPage {
  readonly events: readonly LogEvent[];
  readonly before: Place;
  readonly after: Place;
}

/** Reads a minute, then twice as much and so on, so that a page near the start costs little. */
function readForward(read: Read, place: Place, endMs: number, limit: number): StreamPage {
  const found: { event: LogEvent; place: Place }[] = [];
  let fromMs = place[0];
  for (let spanMs = MINUTE_MS; fromMs < endMs && found.length < limit; spanMs *= 2) {
    const toMs = Math.min(endMs, fromMs + spanMs);
    found.push(...numbered(read(fromMs, toMs)).filter((item) => !isBefore(item.place, place)));
    fromMs = toMs;
  }
  return toPage(withinBytes(found.slice(0, limit)), place);
}

function readBackward(read: Read, startMs: number, place: Place, limit: number): StreamPage {
  const newestFirst: { event: LogEvent; place: Place }[] = [];
  // The millisecond of the place itself may have events before it.
  let toMs = place[0] + (place[1] > 0 ? 1 : 0);
  for (let spanMs = MINUTE_MS; toMs > startMs && newestFirst.length < limit; spanMs *= 2) {
    const fromMs = Math.max(startMs, toMs - spanMs);
    const found = numbered(read(fromMs, toMs)).filter((item) => isBefore(item.place, place));
    newestFirst.push(...found.reverse());
    toMs = fromMs;
  }
  return toPage(withinBytes(newestFirst.slice(0, limit)).reverse(), place);
}

function toPage(found: readonly { event: LogEvent; place: Place }[], place: Place): StreamPage {
  const last = found.at(-1)?.place;
  return {
    events: found.map(({ event }) => event),
    before: found[0]?.place ?? place,
    after: last ? [last[0], last[1] + 1] : place,
  };
}

function numbered(events: readonly LogEvent[]): { event: LogEvent; place: Place }[] {
  let lastMs = -1;
  let index = 0;
  return events.map((event) => {
    index = event.timestampMs === lastMs ? index + 1 : 0;
    lastMs = event.timestampMs;
    return { event, place: [lastMs, index] };
  });
}

function isBefore(left: Place, right: Place): boolean {
  return left[0] < right[0] || (left[0] === right[0] && left[1] < right[1]);
}

function withinBytes<T extends { readonly event: LogEvent }>(found: readonly T[]): T[] {
  let bytes = 0;
  const end = found.findIndex(({ event }, index) => {
    bytes += Buffer.byteLength(event.message);
    return index > 0 && bytes > LOG_EVENTS_PAGE_BYTES;
  });
  return end === -1 ? [...found] : found.slice(0, end);
}
