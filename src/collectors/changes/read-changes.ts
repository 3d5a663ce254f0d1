import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { readPages } from "../../aws/read-pages.ts";
import { MAX_LOOKUP_EVENTS } from "../../catalog/api-limits.ts";
import type { ChangeEventSource } from "../../catalog/change-events.ts";
import type { Window } from "../../core/window.ts";
import type { Change } from "../../model/change.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { ChangeQuestion, ChangeReading } from "../account-reader.ts";
import { distinctBlindSpots, failedCall, malformedItems } from "../blind-spots.ts";
import { changesOfEvent } from "./changes-of-event.ts";
import { firedAlarms, type AlarmAccess } from "./fired-alarms.ts";
import { trailItemSchema } from "./trail-event.ts";

/** How the changes of one region are read. */
export interface ChangeAccess extends AlarmAccess {
  readonly clients: AwsClients;
  readonly budget: RateBudget;
  readonly region: string;
}

/** Of one service and one span. Reading calls of others are in the list too, and two pages a second is all that there is. */
const MOST_PAGES = 12;
const LOST =
  "What was changed just before an incident, and by whom, is not told; deployments and the time of a stage's last update are.";

/**
 * What was changed of targets in a region, from CloudTrail's event history and from alarms of what stands behind them that fired.
 * Spans of several targets that overlap are asked once. Does not throw.
 */
export async function readChanges(
  questions: readonly ChangeQuestion[],
  access: ChangeAccess,
): Promise<ChangeReading> {
  const spans = unitedSpans(questions);
  const readings: ChangeReading[] = [];
  for (const { window, targets } of spans) {
    readings.push(await fromTrail(window, targets, access));
    // Who may not look once will not be allowed to a second time.
    if (readings.some(({ blindSpots }) => blindSpots.some(({ code }) => !SOME_LOST.has(code)))) break;
  }
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
/** With these the call was answered: some of it is missing, and other spans may be whole. */
const SOME_LOST: ReadonlySet<string> = new Set([PARTIAL, "BAD_RESPONSE"]);

/** From the event history; the newest calls of a busy service where there are too many to read. */
async function fromTrail(
  window: Window,
  targets: readonly Target[],
  { clients, budget, region }: ChangeAccess,
): Promise<ChangeReading> {
  const changes: Change[] = [];
  const blindSpots: BlindSpot[] = [];
  const context = { action: "cloudtrail:LookupEvents", region };
  for (const source of sourcesOf(targets)) {
    let read = 0;
    let isCut = false;
    const pages = await readPages(trailItemSchema, async (NextToken) => {
      const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
      const client = await clients.cloudTrail();
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
      read += 1;
      isCut = read >= MOST_PAGES && (page.NextToken ?? "") !== "";
      return { items: page.Events, next: isCut ? undefined : page.NextToken };
    });
    changes.push(...pages.items.flatMap((event) => changesOfEvent(event, targets)));
    blindSpots.push(...malformedItems("cloudtrail", null, pages, context));
    if (isCut) {
      const hint = `Only the latest ${MOST_PAGES * MAX_LOOKUP_EVENTS} calls of ${source} in ${region} were looked at: an earlier change of the same minutes is not seen.`;
      blindSpots.push({ source: "cloudtrail", target: null, code: PARTIAL, hint });
    }
    if (pages.error !== undefined) {
      blindSpots.push(failedCall("cloudtrail", null, pages.error, context, LOST));
      break;
    }
  }
  return { changes, blindSpots };
}

/** Whose calls can change these targets. */
function sourcesOf(targets: readonly Target[]): ChangeEventSource[] {
  const configurations = targets.flatMap(({ configuration }) => configuration ?? []);
  const hasFunction = configurations.some(({ routes }) =>
    routes.some(({ integration }) => integration.startsWith("lambda")),
  );
  const hasWebAcl = configurations.some(({ webAclArn }) => webAclArn !== null);
  return [
    "apigateway.amazonaws.com",
    ...(hasFunction ? (["lambda.amazonaws.com"] as const) : []),
    ...(hasWebAcl ? (["wafv2.amazonaws.com"] as const) : []),
  ];
}

interface Span {
  readonly window: Window;
  readonly targets: readonly Target[];
}

/** The same time, ascending and without overlap, each with the targets that it is asked for. */
function unitedSpans(questions: readonly ChangeQuestion[]): Span[] {
  const spans: { window: Window; targets: Map<string, Target> }[] = [];
  for (const { window, target } of questions.toSorted(
    (left, right) => left.window.startMs - right.window.startMs,
  )) {
    const last = spans.at(-1);
    if (last === undefined || window.startMs > last.window.endMs)
      spans.push({ window, targets: new Map([[target.id, target]]) });
    else {
      last.window = { startMs: last.window.startMs, endMs: Math.max(last.window.endMs, window.endMs) };
      last.targets.set(target.id, target);
    }
  }
  return spans.map(({ window, targets }) => ({ window, targets: [...targets.values()] }));
}
