import type { KeptHistory, LintContext, TopicState } from "../../alarms/lint/lint-context.ts";
import { topicActions } from "../../alarms/lint/topic-actions.ts";
import { trafficKeys } from "../../alarms/lint/traffic-keys.ts";
import { withDeployed } from "../../alarms/lint/with-deployed.ts";
import type { MetricQuery, OnProgress } from "../../collectors/account-reader.ts";
import { addCosts } from "../../collectors/add-costs.ts";
import { distinctBlindSpots } from "../../collectors/blind-spots.ts";
import { findTargets } from "../../collectors/find-targets.ts";
import { planCost } from "../../collectors/plan-metrics.ts";
import { ToolError } from "../../core/errors.ts";
import { DAY_MS, floorTo } from "../../core/window.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { NO_COST, type BlindSpot, type Cost } from "../../model/snapshot.ts";
import type { Series } from "../../model/series.ts";
import type { LintReader } from "./lint-reader.ts";

/** What an account says of alarms; what it does not say is null in the context, and a blind spot. */
export interface LintAccount extends Pick<
  LintContext,
  "deployed" | "partial" | "region" | "targets" | "inventoried" | "series" | "metrics" | "topics" | "history"
> {
  /** What is to be judged: those of the files, or all that are deployed. */
  readonly alarms: readonly DeclaredAlarm[];
  readonly blindSpots: readonly BlindSpot[];
  readonly cost: Cost;
}

/** CloudWatch says that it keeps so much. */
const HISTORY_MS = 30 * DAY_MS;
/** A whole week, since weekends have another rhythm. */
const TRAFFIC_MS = 7 * DAY_MS;
const TRAFFIC_PERIOD_SECONDS = 300;
const EVERYTHING = { api: null, stage: null };

/**
 * Reads all that lint rules can use, from all Regions at once.
 *
 * @param files alarms to judge instead of those that are deployed; they are for the only Region.
 * Errors: E_CREDENTIALS; E_NOTHING_READABLE where there is nothing to judge because no alarm could be read; E_COST_LIMIT before
 * anything is spent on metrics.
 */
export async function readLintAccount(
  readers: readonly LintReader[],
  files: readonly DeclaredAlarm[] | null,
  options: { readonly nowMs: number; readonly maxCostUsd: number | null },
  onProgress: OnProgress,
): Promise<LintAccount> {
  const { nowMs, maxCostUsd } = options;
  const regions = await Promise.all(
    readers.map(async (reader) => {
      const [alarms, found, history] = await Promise.all([
        reader.readAlarms(),
        findTargets(reader, EVERYTHING, onProgress),
        reader.readAlarmHistory({ startMs: nowMs - HISTORY_MS, endMs: nowMs }, null),
      ]);
      return { reader, alarms, found, history };
    }),
  );
  const failed = regions.filter(({ alarms }) => alarms.isPartial && alarms.alarms.length === 0);
  if (files === null && failed.length === regions.length) refuse(failed[0]?.alarms.blindSpots[0]);
  const deployed = regions.flatMap(({ alarms }) => alarms.alarms);
  const judged = files === null ? deployed : withDeployed(files, deployed);

  const plans = regions.map(({ reader, found }) => {
    const own = files === null ? judged.filter(({ place }) => place.file === reader.region) : judged;
    const keys = trafficKeys(own, found.listed ?? [], nowMs);
    return { reader, arns: arnsOf(own, reader.region), queries: keys.map((key) => toQuery(key, nowMs)) };
  });
  checkPrice(
    plans.flatMap(({ queries }) => queries),
    maxCostUsd,
  );
  const [topics, traffic] = await Promise.all([
    Promise.all(plans.map(({ reader, arns }) => reader.readTopics(arns))),
    Promise.all(
      plans
        .filter(({ queries }) => queries.length > 0)
        .map(({ reader, queries }) => reader.readMetrics(queries, onProgress)),
    ),
  ]);

  const seen = regions.filter(({ found }) => !found.isBlind);
  const whole = regions.filter(({ found }) => !found.blindSpots.some(({ source }) => source === "inventory"));
  return {
    alarms: judged,
    deployed: files === null ? null : deployed,
    partial: new Set(regions.flatMap(({ alarms, reader }) => (alarms.isPartial ? [reader.region] : []))),
    region: files === null ? null : (readers[0]?.region ?? null),
    targets: seen.length === 0 ? null : seen.flatMap(({ found }) => found.targets),
    inventoried: new Set(whole.map(({ reader }) => reader.region)),
    series: traffic.flatMap(({ series }): readonly Series[] => series),
    metrics: new Map(
      regions.flatMap(({ reader, found }) =>
        found.listed === null || found.isListPartial ? [] : [[reader.region, found.listed] as const],
      ),
    ),
    topics: new Map(topics.flatMap((reading): (readonly [string, TopicState])[] => [...reading.topics])),
    history: new Map(
      regions.flatMap(({ reader, history }) =>
        history.isPartial ? [] : [[reader.region, toKept(history.transitions, nowMs)] as const],
      ),
    ),
    blindSpots: distinctBlindSpots([
      ...regions.flatMap(({ alarms, found, history }) => [
        ...alarms.blindSpots,
        ...found.blindSpots,
        ...history.blindSpots,
      ]),
      ...[...topics, ...traffic].flatMap(({ blindSpots }) => [...blindSpots]),
    ]),
    cost: readers.map((reader) => reader.cost()).reduce(addCosts, NO_COST),
  };
}

function refuse(spot: BlindSpot | undefined): never {
  const hint = spot === undefined ? {} : { hint: spot.hint };
  throw new ToolError("E_NOTHING_READABLE", `no alarm could be read: ${spot?.code ?? "UNKNOWN"}`, hint);
}

function arnsOf(alarms: readonly DeclaredAlarm[], region: string): string[] {
  const arns = topicActions(alarms).flatMap((action) => (action.region === region ? [action.arn] : []));
  return [...new Set(arns)];
}

function toQuery(key: MetricQuery["key"], nowMs: number): MetricQuery {
  const endMs = floorTo(nowMs, TRAFFIC_PERIOD_SECONDS * 1_000);
  return {
    target: null,
    route: null,
    key,
    stat: "Sum",
    periodSeconds: TRAFFIC_PERIOD_SECONDS,
    startMs: endMs - TRAFFIC_MS,
    endMs,
  };
}

function checkPrice(queries: readonly MetricQuery[], maxCostUsd: number | null): void {
  const { usd, metricsRequested } = planCost(queries);
  if (maxCostUsd === null || usd <= maxCostUsd) return;
  throw new ToolError(
    "E_COST_LIMIT",
    `how many requests ${metricsRequested} metrics have costs about ${Number(usd.toPrecision(2))} USD at list price, over the limit of ${maxCostUsd} USD; nothing was spent`,
    { hint: `Give --max-cost ${Number(usd.toPrecision(2))} or more, or read fewer Regions.` },
  );
}

function toKept(
  transitions: Awaited<ReturnType<LintReader["readAlarmHistory"]>>["transitions"],
  nowMs: number,
): KeptHistory {
  const changes = transitions.map(({ alarmName, atMs, to }) => ({ alarm: alarmName, atMs, to }));
  return { startMs: nowMs - HISTORY_MS, endMs: nowMs, changes };
}
