import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { readPages, type Pages } from "../../aws/read-pages.ts";
import { LOOKUP_EVENTS_PER_SECOND, MAX_LOOKUP_EVENTS } from "../../catalog/api-limits.ts";
import type { ChangeEventSource } from "../../catalog/change-events.ts";
import type { Window } from "../../core/window.ts";
import type { Change } from "../../model/change.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { ChangeQuestion, ChangeReading, OnProgress } from "../account-reader.ts";
import { distinctBlindSpots, failedCall, malformedItems } from "../blind-spots.ts";
import { changesOfEvent } from "./changes-of-event.ts";
import { firedAlarms, type AlarmAccess } from "./fired-alarms.ts";
import { trailItemSchema, type TrailEvent } from "./trail-event.ts";

/** How the changes of one region are read. */
export interface ChangeAccess extends AlarmAccess {
  readonly clients: AwsClients;
  readonly budget: RateBudget;
  readonly region: string;
}

/** Of one service and one span. Reading calls of others are in the list too. */
const MOST_PAGES = 12;
/** Of one Region in one run: a minute, at the rate that CloudTrail answers, is as long as whoever has an incident waits for a part of its cause. */
const MOST_CALLS = 60 * LOOKUP_EVENTS_PER_SECOND;
const LOST =
  "What was changed just before an incident, and by whom, is not told; deployments and the time of a stage's last update are.";

/**
 * What was changed of targets in a region, from CloudTrail's event history and from alarms of what stands behind them that fired.
 * Spans of several targets that overlap are asked once; the first questions have their answer first. Does not throw.
 */
export async function readChanges(
  questions: readonly ChangeQuestion[],
  access: ChangeAccess,
  onProgress: OnProgress,
): Promise<ChangeReading> {
  const spans = unitedSpans(questions);
  const readings = [await fromTrail(spans, access, onProgress)];
  // The alarms of a region are the same whatever the span.
  let alarms: ReturnType<AlarmAccess["readAlarms"]> | undefined;
  const once = { ...access, readAlarms: async () => (alarms ??= access.readAlarms()) };
  for (const { window, targets } of spans) readings.push(await firedAlarms(window, targets, once));
  const isAsked = ({ target, atMs }: Change): boolean =>
    questions.some(
      (question) =>
        question.target.id === target && atMs >= question.window.startMs && atMs < question.window.endMs,
    );
  return {
    changes: readings
      .flatMap(({ changes }) => changes)
      .filter(isAsked)
      .sort((left, right) => left.atMs - right.atMs),
    blindSpots: distinctBlindSpots(readings.flatMap(({ blindSpots }) => blindSpots)),
  };
}

const PARTIAL = "PARTIAL_DATA";

/** From the event history; the newest calls of a busy service where there are too many to read. */
async function fromTrail(
  spans: readonly Span[],
  access: ChangeAccess,
  onProgress: OnProgress,
): Promise<ChangeReading> {
  const { region } = access;
  const context = { action: "cloudtrail:LookupEvents", region };
  const lists = spans.flatMap((span) => sourcesOf(span.targets).map((source) => ({ ...span, source })));
  const changes: Change[] = [];
  const blindSpots: BlindSpot[] = [];
  let left = MOST_CALLS;
  for (const [done, { window, targets, source }] of lists.entries()) {
    if (left === 0) {
      blindSpots.push(leftOut(lists.length - done, lists.length, region));
      break;
    }
    // What a list does not need is there for those behind it.
    const most = Math.min(MOST_PAGES, Math.max(1, Math.floor(left / (lists.length - done))));
    const { pages, calls, isCut } = await readList(source, window, most, access);
    left -= calls;
    changes.push(...pages.items.flatMap((event) => changesOfEvent(event, targets)));
    blindSpots.push(...malformedItems("cloudtrail", null, pages, context));
    if (isCut) {
      const hint = `Only the latest ${calls * MAX_LOOKUP_EVENTS} calls of ${source} in ${region} were looked at: an earlier change of the same minutes is not seen.`;
      blindSpots.push({ source: "cloudtrail", target: null, code: PARTIAL, hint });
    }
    onProgress({ step: "changes", scope: region, done: done + 1, total: lists.length });
    if (pages.error !== undefined) {
      // Who may not look once will not be allowed to a second time.
      blindSpots.push(failedCall("cloudtrail", null, pages.error, context, LOST));
      break;
    }
  }
  return { changes, blindSpots };
}

function leftOut(count: number, of: number, region: string): BlindSpot {
  const hint = `${count} of ${of} lists of calls in ${region} were not looked at, those of the lesser findings: CloudTrail answers ${LOOKUP_EVENTS_PER_SECOND} calls a second, and a run makes ${MOST_CALLS} at most. What was changed around those findings is not told.`;
  return { source: "cloudtrail", target: null, code: PARTIAL, hint };
}

/** The latest calls of one service in a span, on so many pages at most. */
async function readList(
  source: ChangeEventSource,
  window: Window,
  mostPages: number,
  { clients, budget }: ChangeAccess,
): Promise<{ pages: Pages<TrailEvent>; calls: number; isCut: boolean }> {
  let calls = 0;
  let isCut = false;
  const pages = await readPages(trailItemSchema, async (NextToken) => {
    const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
    const client = await clients.cloudTrail();
    calls += 1;
    const page = await budget("lookup-events", () =>
      client.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: "EventSource", AttributeValue: source }],
          StartTime: new Date(window.startMs),
          EndTime: new Date(window.endMs),
          MaxResults: MAX_LOOKUP_EVENTS,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      ),
    );
    isCut = calls >= mostPages && (page.NextToken ?? "") !== "";
    return { items: page.Events, next: isCut ? undefined : page.NextToken };
  });
  return { pages, calls, isCut };
}

/** Whose calls can change these targets. */
function sourcesOf(targets: readonly Target[]): ChangeEventSource[] {
  const configurations = targets.flatMap(({ configuration }) => configuration ?? []);
  const hasFunction = configurations.some(({ routes }) =>
    routes.some(({ integration }) => integration.startsWith("lambda")),
  );
  // Also one that has none: it may have been taken away.
  const canHaveWebAcl = targets.some(({ kind, configuration }) => kind === "rest" && configuration !== null);
  return [
    "apigateway.amazonaws.com",
    ...(hasFunction ? (["lambda.amazonaws.com"] as const) : []),
    ...(canHaveWebAcl ? (["wafv2.amazonaws.com"] as const) : []),
  ];
}

interface Span {
  readonly window: Window;
  readonly targets: readonly Target[];
}

/** The same time without overlap, each with the targets that it is asked for; in the order in which they are asked for first. */
function unitedSpans(questions: readonly ChangeQuestion[]): Span[] {
  const spans: { rank: number; window: Window; targets: Map<string, Target> }[] = [];
  const ranked = questions.map(({ window, target }, rank) => ({ rank, window, target }));
  for (const { rank, window, target } of ranked.toSorted(
    (left, right) => left.window.startMs - right.window.startMs,
  )) {
    const last = spans.at(-1);
    if (last === undefined || window.startMs > last.window.endMs)
      spans.push({ rank, window, targets: new Map([[target.id, target]]) });
    else {
      last.rank = Math.min(last.rank, rank);
      last.window = { startMs: last.window.startMs, endMs: Math.max(last.window.endMs, window.endMs) };
      last.targets.set(target.id, target);
    }
  }
  return spans
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ window, targets }) => ({ window, targets: [...targets.values()] }));
}
