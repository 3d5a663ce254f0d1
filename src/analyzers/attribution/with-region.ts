import { metricFact, type Measure } from "../../catalog/metrics.ts";
import { MINUTE_MS, type Window } from "../../core/window.ts";
import type { Dimension, Finding } from "../../model/finding.ts";
import { datapoints } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { formatList } from "../shared/wording.ts";
import { seriesOf } from "../shared/series-of.ts";

/** A start is known to some minutes, and a fault reaches several Regions within as many. */
const TOGETHER_MS = 15 * MINUTE_MS;

/** Errors whose counts can be held side by side; of anything else only that the other Regions are quiet is told. */
const COUNTED: Readonly<Record<string, Measure>> = {
  "errors/client-error-spike": "clientErrors",
  "errors/server-error-spike": "serverErrors",
  "websocket/client-errors": "clientErrors",
  "websocket/execution-errors": "executionErrors",
  "websocket/integration-errors": "integrationErrors",
};

/**
 * The finding, with its Region as a place where it concentrates if the same API and stage runs in others too, has traffic there at
 * the same time, and nothing like it was found in any of them; else as it is.
 *
 * @param findings of all targets.
 */
export function withRegion(finding: Finding, findings: readonly Finding[], snapshot: Snapshot): Finding {
  const { verdict } = finding;
  const target = snapshot.targets.find(({ id }) => id === finding.target);
  if (verdict === undefined || target === undefined) return finding;
  const span = spanOf(finding, snapshot);
  const others = snapshot.targets.filter(
    (other) => isSame(target, other) && hasTraffic(snapshot, other, span),
  );
  const isAlike = (other: Finding): boolean =>
    others.some(({ id }) => id === other.target) &&
    familyOf(other) === familyOf(finding) &&
    areTogether(span, spanOf(other, snapshot));
  if (others.length === 0 || findings.some(isAlike)) return finding;
  const regions = formatList(others.map(({ region }) => region));
  const detail = `${finding.cause.detail} Only in ${target.region}: the same API is quiet in ${regions}.`;
  const dimension = dimensionOf(finding, target, others, snapshot);
  return {
    ...finding,
    cause: { ...finding.cause, detail },
    verdict: { ...verdict, dimensions: [...verdict.dimensions, ...(dimension === null ? [] : [dimension])] },
  };
}

/** The same API and stage in another Region: by name, since ids differ from one to the next. */
function isSame(target: Target, other: Target): boolean {
  return (
    other.region !== target.region &&
    other.kind === target.kind &&
    other.accountId === target.accountId &&
    other.stage === target.stage &&
    other.apiName !== null &&
    other.apiName === target.apiName
  );
}

/** No datapoint is no traffic, of which nothing can be said. */
function hasTraffic(snapshot: Snapshot, { id }: Target, { startMs, endMs }: Window): boolean {
  return seriesOf(snapshot, id).some((series) => datapoints(series, startMs, endMs).length > 0);
}

/** The Region's part of the errors of all of them, before and now. */
function dimensionOf(
  finding: Finding,
  target: Target,
  others: readonly Target[],
  snapshot: Snapshot,
): Dimension | null {
  const measure = COUNTED[finding.analyzer];
  if (measure === undefined) return null;
  const now = spanOf(finding, snapshot);
  const lengthMs = now.endMs - now.startMs;
  const before = { startMs: Math.max(snapshot.baseline.startMs, now.startMs - lengthMs), endMs: now.startMs };
  const ratio = lengthMs / Math.max(1, before.endMs - before.startMs);
  const sums = [target, ...others].map((one) => ({
    now: sumOf(snapshot, one, measure, now),
    before: sumOf(snapshot, one, measure, before),
  }));
  const [own] = sums;
  const all = (side: "now" | "before"): number => sums.reduce((sum, one) => sum + one[side], 0);
  const added = sums.map((one) => Math.max(0, one.now - ratio * one.before));
  const allAdded = added.reduce((sum, one) => sum + one, 0);
  if (own === undefined || allAdded <= 0) return null;
  return {
    name: "region",
    value: target.region,
    share: (added[0] ?? 0) / allAdded,
    now: own.now / all("now"),
    before: all("before") === 0 ? null : own.before / all("before"),
  };
}

/** The finest series of the whole stage that there is of the measure, added up. */
function sumOf(snapshot: Snapshot, target: Target, measure: Measure, { startMs, endMs }: Window): number {
  const metric = metricFact(target.kind, measure)?.metric;
  const [finest] = seriesOf(snapshot, target.id)
    .filter((series) => series.metric === metric && series.route === null && series.stat === "Sum")
    .toSorted((left, right) => left.periodSeconds - right.periodSeconds);
  if (finest === undefined) return 0;
  return datapoints(finest, startMs, endMs).reduce((sum, { value }) => sum + value, 0);
}

function spanOf({ startedAt, endedAt }: Finding, { window }: Snapshot): Window {
  return { startMs: Date.parse(startedAt), endMs: endedAt === null ? window.endMs : Date.parse(endedAt) };
}

function areTogether(left: Window, right: Window): boolean {
  return left.startMs < right.endMs + TOGETHER_MS && right.startMs < left.endMs + TOGETHER_MS;
}

function familyOf({ analyzer }: Finding): string {
  return analyzer.split("/")[0] ?? "";
}
