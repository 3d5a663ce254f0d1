import { toRuns, type Datapoint, type Series } from "../../model/series.ts";
import type { YamlPath } from "../../model/yaml/positioned-yaml.ts";
import type { MetricReference } from "../evaluate/alarm-plan.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";
import type { CaseTest } from "./case-file-schema.ts";
import type { CaseProblems } from "./case-problems.ts";
import { readLength, readMoment } from "./case-times.ts";
import { parseMetricSelector } from "./parse-metric-selector.ts";
import { parseSeriesValues } from "./parse-series-values.ts";
import { watchedMetric } from "./watched-metric.ts";

type Input = CaseTest["inputSeries"][number];

export interface CaseSeries {
  readonly series: readonly Series[];
  /** Of the last datapoint, gaps that were written included. */
  readonly endMs: number;
}

/** The series of a test, laid on the clock. What is wrong goes to `problems`. */
export function caseSeries(
  inputs: readonly Input[],
  { startMs, interval, set }: { readonly startMs: number; readonly interval: string; readonly set: AlarmSet },
  path: YamlPath,
  problems: CaseProblems,
): CaseSeries {
  const found: Series[] = [];
  const seen = new Map<string, number>();
  let endMs = startMs;
  for (const [index, input] of inputs.entries()) {
    const own = [...path, index];
    const metric = metricOf(input, set, own, problems);
    const periodMs = periodOf(input.interval ?? interval, startMs, own, problems);
    const points = pointsOf(input, startMs, periodMs ?? 60_000, own, problems);
    if (metric === undefined || periodMs === undefined) continue;
    const key = JSON.stringify([
      metric.namespace,
      metric.metric,
      metric.stat,
      periodMs,
      sorted(metric.dimensions),
    ]);
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      problems.add(own, `${metric.metric} ${metric.stat} is given twice, first at line ${earlier}`);
    }
    seen.set(key, problems.lineOf(own));
    endMs = Math.max(endMs, points.endMs);
    found.push({
      target: null,
      route: null,
      namespace: metric.namespace,
      metric: metric.metric,
      dimensions: metric.dimensions,
      stat: metric.stat,
      periodSeconds: periodMs / 1_000,
      runs: toRuns(points.points, periodMs / 1_000),
    });
  }
  return { series: found, endMs };
}

const sorted = (dimensions: Readonly<Record<string, string>>): string[] =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort();

function metricOf(
  input: Input,
  set: AlarmSet,
  path: YamlPath,
  problems: CaseProblems,
): MetricReference | undefined {
  const { series, alarm, stat } = input;
  if ((series === undefined) === (alarm === undefined)) {
    problems.add(path, "exactly one of `series` and `alarm` says which metric it is");
    return undefined;
  }
  if (alarm !== undefined) {
    for (const field of ["namespace", "stat"] as const) {
      if (input[field] !== undefined)
        problems.add([...path, field], "the alarm says it already; leave it out");
    }
    const watched = watchedMetric(set, alarm, input.id);
    if (typeof watched !== "string") return watched;
    problems.add([...path, input.id === undefined ? "alarm" : "id"], watched);
    return undefined;
  }
  if (input.id !== undefined) problems.add([...path, "id"], "it belongs to `alarm`; leave it out");
  if (stat === undefined)
    problems.add(path, "stat is missing: Sum, Average, SampleCount, Minimum, Maximum, p99 ...");
  const selector = parseMetricSelector(series ?? "");
  if (typeof selector === "number") {
    const text = 'cannot be read here; write it like 5XXError{ApiName="orders", Stage="prod"}';
    problems.add([...path, "series"], text, selector);
    return undefined;
  }
  return { ...selector, namespace: input.namespace ?? "AWS/ApiGateway", stat: stat ?? "" };
}

function periodOf(text: string, startMs: number, path: YamlPath, problems: CaseProblems): number | undefined {
  const read = readLength(text);
  if (typeof read === "string") {
    problems.add([...path, "interval"], read);
    return undefined;
  }
  const { lengthMs } = read;
  const isPeriod = [1_000, 5_000, 10_000, 20_000, 30_000].includes(lengthMs) || lengthMs % 60_000 === 0;
  if (!isPeriod) {
    problems.add(
      [...path, "interval"],
      `"${text}" is no period; they are 1, 5, 10, 20, 30 s and full minutes`,
    );
    return undefined;
  }
  if (startMs % lengthMs !== 0) {
    const misplaced = `series of ${text} begin at multiples of ${text} from midnight, 1970-01-01; \`start\` does not`;
    problems.add([...path, "interval"], misplaced);
    return undefined;
  }
  return lengthMs;
}

function pointsOf(
  input: Input,
  startMs: number,
  periodMs: number,
  path: YamlPath,
  problems: CaseProblems,
): { readonly points: readonly Datapoint[]; readonly endMs: number } {
  const none = { points: [], endMs: startMs };
  if ((input.values === undefined) === (input.points === undefined)) {
    problems.add(path, "exactly one of `values` and `points` has the datapoints");
    return none;
  }
  if (input.points !== undefined) return timedPoints(input.points, startMs, periodMs, path, problems);
  // YAML takes 0x30 for 48.
  const parsed = parseSeriesValues(problems.yaml.writtenAt([...path, "values"]) ?? String(input.values));
  if (parsed.kind === "problem") {
    problems.add([...path, "values"], parsed.text, parsed.offset);
    return none;
  }
  const points = parsed.values.flatMap((value, index) =>
    value === undefined ? [] : [{ timeMs: startMs + index * periodMs, value }],
  );
  return { points, endMs: startMs + parsed.values.length * periodMs };
}

function timedPoints(
  given: NonNullable<Input["points"]>,
  startMs: number,
  periodMs: number,
  path: YamlPath,
  problems: CaseProblems,
): { readonly points: readonly Datapoint[]; readonly endMs: number } {
  const points: Datapoint[] = [];
  for (const [index, { at, value }] of given.entries()) {
    const own = [...path, "points", index, "at"];
    const timeMs = readMoment(at, startMs);
    const before = points.at(-1)?.timeMs ?? -Infinity;
    if (typeof timeMs === "string") problems.add(own, timeMs);
    else if (timeMs < startMs) problems.add(own, `${at} is before the start of the test`);
    else if (timeMs % periodMs !== 0)
      problems.add(own, `no datapoint of ${periodMs / 1_000} s begins at ${at}`);
    else if (timeMs === before) problems.add(own, `the series has a datapoint at ${at} already`);
    else if (timeMs < before) problems.add(own, `${at} comes after a later datapoint; times ascend`);
    else points.push({ timeMs, value });
  }
  return { points, endMs: (points.at(-1)?.timeMs ?? startMs - periodMs) + periodMs };
}
