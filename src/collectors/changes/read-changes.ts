import { classifyError, isCredentialCode } from "../../aws/classify-error.ts";
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
import { firstAlone } from "./first-alone.ts";
import { trailItemSchema, type TrailEvent } from "./trail-event.ts";
import { unitedSpans, type Span } from "./united-spans.ts";

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
/** In a row: whoever could not be answered so often is not asked on. */
const MOST_FAILURES = 2;

/**
 * What was changed of targets in a region, from CloudTrail's event history and from alarms of what stands behind them that fired.
 * Time for which several targets are asked is asked once; the first questions have their answer first. Does not throw.
 */
export async function readChanges(
  questions: readonly ChangeQuestion[],
  access: ChangeAccess,
  onProgress: OnProgress,
): Promise<ChangeReading> {
  const readings = [await fromTrail(firstAlone(questions), access, onProgress)];
  // The alarms of a region are the same whatever the span.
  let alarms: ReturnType<AlarmAccess["readAlarms"]> | undefined;
  const once = { ...access, readAlarms: async () => (alarms ??= access.readAlarms()) };
  for (const { window, targets } of unitedSpans(questions))
    readings.push(await firedAlarms(window, targets, once));
  const isAsked = ({ target, atMs }: Change): boolean =>
    questions.some((question) => question.target.id === target && isWithin(atMs, question.window));
  return {
    changes: readings
      .flatMap(({ changes }) => changes)
      .filter(isAsked)
      .sort((left, right) => left.atMs - right.atMs),
    blindSpots: distinctBlindSpots(readings.flatMap(({ blindSpots }) => blindSpots)),
  };
}

const PARTIAL = "PARTIAL_DATA";

/** From the event history; the newest calls of a busy service where there are too many to read. @param spans most wanted first. */
async function fromTrail(
  spans: readonly Span[],
  access: ChangeAccess,
  onProgress: OnProgress,
): Promise<ChangeReading> {
  const { region } = access;
  const context = { action: "cloudtrail:LookupEvents", region };
  const lists = spans.flatMap((span, rank) =>
    sourcesOf(span.targets).map((source) => ({ ...span, source, isFirst: rank === 0 })),
  );
  const changes: Change[] = [];
  const blindSpots: BlindSpot[] = [];
  const failures: unknown[] = [];
  let [whole, events, failuresInARow] = [0, 0, 0];
  let left = MOST_CALLS;
  for (const [done, { window, targets, source, isFirst }] of lists.entries()) {
    const toCome = lists.length - done;
    if (left === 0) {
      blindSpots.push(leftOut(toCome, lists.length, region));
      break;
    }
    // Each list behind the first ones has a page; what a list does not need is there for those behind it.
    const share = isFirst ? left - (toCome - 1) : Math.ceil(left / toCome);
    const { pages, calls, isCut } = await readList(
      source,
      window,
      Math.min(MOST_PAGES, Math.max(1, share)),
      access,
    );
    left -= calls;
    events += pages.items.length;
    // A call at the end of a span is the next one's: the service counts both ends as within.
    const found = pages.items.flatMap((event) => changesOfEvent(event, targets));
    changes.push(...found.filter(({ atMs }) => isWithin(atMs, window)));
    blindSpots.push(...malformedItems("cloudtrail", null, pages, context));
    if (isCut) {
      const hint = `Only the latest ${calls * MAX_LOOKUP_EVENTS} calls of ${source} in ${region} were looked at: an earlier change of the same minutes is not seen.`;
      blindSpots.push({ source: "cloudtrail", target: null, code: PARTIAL, hint });
    }
    onProgress({ step: "changes", scope: region, done: done + 1, total: lists.length });
    if (pages.error === undefined) {
      [whole, failuresInARow] = [whole + 1, 0];
      continue;
    }
    failures.push(pages.error);
    failuresInARow += 1;
    const { code } = classifyError(pages.error, context);
    // Who may not look once will not be allowed to a second time.
    if (code === "ACCESS_DENIED" || isCredentialCode(code) || failuresInARow === MOST_FAILURES) break;
  }
  const lost = whole + events === 0 ? LOST : lostInPart(whole, lists.length);
  for (const error of failures) blindSpots.push(failedCall("cloudtrail", null, error, context, lost));
  return { changes, blindSpots };
}

const LOST =
  "What was changed just before an incident, and by whom, is not told; deployments and the time of a stage's last update are.";

function lostInPart(whole: number, of: number): string {
  return `What was changed just before an incident, and by whom, is told in part: ${whole} of ${of} lists of calls were read without a failure. Deployments and the time of a stage's last update are told.`;
}

function leftOut(count: number, of: number, region: string): BlindSpot {
  const hint = `${count} of ${of} lists of calls in ${region} were not looked at, those of the lesser findings: CloudTrail answers ${LOOKUP_EVENTS_PER_SECOND} calls a second, and a run makes ${MOST_CALLS} at most. What was changed around those findings is told in part or not at all.`;
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

function isWithin(atMs: number, { startMs, endMs }: Window): boolean {
  return atMs >= startMs && atMs < endMs;
}
