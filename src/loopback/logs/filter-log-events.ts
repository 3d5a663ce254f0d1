import { z } from "zod";

import {
  LOG_EVENTS_PAGE,
  LOG_EVENTS_PAGE_BYTES,
  MAX_FILTERED_STREAMS,
  MAX_FILTER_PATTERN,
} from "../../catalog/answer-limits.ts";
import type { LogEvent } from "../../simulate/account.ts";
import { inSpans } from "../in-spans.ts";
import { operation } from "../operation.ts";
import { decodeToken, encodeToken } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { parseFilterPattern } from "./filter-pattern.ts";
import { findGroup, groupReference, invalidToken } from "./log-group.ts";
import { logEventsOf } from "./span-log.ts";

/** Events looked at for one page. A rare match leaves pages empty, with a token, as in AWS. */
const SCANNED_PER_PAGE = 50_000;

const input = z.object({
  ...groupReference,
  logStreamNames: z.array(z.string()).min(1).max(MAX_FILTERED_STREAMS).optional(),
  logStreamNamePrefix: z.string().min(1).optional(),
  startTime: z.number().int().min(0).optional(),
  endTime: z.number().int().min(0).optional(),
  filterPattern: z.string().max(MAX_FILTER_PATTERN).default(""),
  limit: z.number().int().min(1).max(LOG_EVENTS_PAGE).default(LOG_EVENTS_PAGE),
  nextToken: z.string().optional(),
});

/** Both ends of the window belong to it. The code by which AWS refuses a group of Infrequent Access is not documented. */
export const filterLogEvents = operation({
  service: "logs",
  name: "FilterLogEvents",
  paging: { tokenIn: "nextToken", tokenOut: "nextToken", list: "events" },
  input,
  answer: ({ nextToken, limit, ...question }, { account, nowMs }) => {
    const { logStreamNames: names, logStreamNamePrefix: prefix } = question;
    if (names !== undefined && prefix !== undefined) {
      throw new ServiceError(
        "InvalidParameterException",
        "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.",
      );
    }
    const group = findGroup(account, question);
    if (group.isInfrequentAccess === true) {
      throw new ServiceError(
        "InvalidParameterException",
        "FilterLogEvents is not supported for log groups of the Infrequent Access class.",
      );
    }
    const matches = parseFilterPattern(question.filterPattern);
    const [fromMs, skip] = positionOf(question, nextToken) ?? [question.startTime ?? group.createdMs, 0];
    const isWanted = ({ streamName, message }: LogEvent): boolean =>
      (names === undefined || names.includes(streamName)) &&
      (prefix === undefined || streamName.startsWith(prefix)) &&
      matches(message);
    const window = { startMs: fromMs, endMs: (question.endTime ?? nowMs) + 1 };
    const { events, next } = scan(
      inSpans(window, (span) => logEventsOf(account, group.name, span)),
      [fromMs, skip],
      limit,
      isWanted,
    );
    return {
      events: events.map(({ eventId, streamName, timestampMs, message }) => ({
        logStreamName: streamName,
        timestamp: timestampMs,
        message,
        ingestionTime: timestampMs,
        eventId,
      })),
      searchedLogStreams: [],
      nextToken: next && encodeToken(question, next),
    };
  },
});

function positionOf(question: unknown, token: string | undefined): [number, number] | undefined {
  if (token === undefined) return undefined;
  const [fromMs, skip] = decodeToken(question, token) ?? [];
  if (fromMs === undefined || skip === undefined) throw invalidToken();
  return [fromMs, skip];
}

/**
 * One page's worth of events.
 *
 * Shape: a position is a time to go on from and how many events of that very millisecond were seen.
 */
function scan(
  all: Iterable<LogEvent>,
  [fromMs, skip]: readonly [number, number],
  limit: number,
  isWanted: (event: LogEvent) => boolean,
): { events: LogEvent[]; next: [number, number] | undefined } {
  const events: LogEvent[] = [];
  let bytes = 0;
  let scanned = 0;
  let lastMs = -1;
  let atLastMs = 0;
  for (const event of all) {
    const size = Buffer.byteLength(event.message);
    const isFull = events.length >= limit || scanned >= SCANNED_PER_PAGE;
    const overflows = events.length > 0 && bytes + size > LOG_EVENTS_PAGE_BYTES;
    const seenHere = event.timestampMs === lastMs ? atLastMs : 0;
    const isSeen = event.timestampMs === fromMs && seenHere < skip;
    if (!isSeen && (isFull || overflows)) return { events, next: [event.timestampMs, seenHere] };
    lastMs = event.timestampMs;
    atLastMs = seenHere + 1;
    if (isSeen) continue;
    scanned += 1;
    if (!isWanted(event)) continue;
    events.push(event);
    bytes += size;
  }
  return { events, next: undefined };
}
