import { METRICS, API_GATEWAY_NAMESPACE, type Measure } from "../catalog/metrics.ts";
import { datapoints, toRuns, type Series } from "../model/series.ts";
import type { Target } from "../model/target.ts";

/** A series that can be changed datapoint by datapoint. */
interface EditableSeries {
  readonly series: Series;
  readonly measure: Measure;
  readonly values: Map<number, number>;
  readonly isWritten: boolean;
  isChanged: boolean;
}

/** The series of a target as periods of its routes: read by measure and statistic, written back as series. */
export class SeriesTable {
  readonly #all: readonly Series[];
  readonly #editable = new Map<Series, EditableSeries>();
  readonly #scopes = new Map<string, EditableSeries[]>();

  /** @param written which may be changed; the others are only read */
  constructor(all: readonly Series[], target: Target, written: ReadonlySet<Series> | null = null) {
    this.#all = all;
    for (const series of all) {
      const fact = METRICS.find((row) => row.kind === target.kind && row.metric === series.metric);
      if (series.target !== target.id || series.namespace !== API_GATEWAY_NAMESPACE || fact === undefined)
        continue;
      const entry: EditableSeries = {
        series,
        measure: fact.measure,
        values: valuesOf(series),
        isWritten: written === null || written.has(series),
        isChanged: false,
      };
      this.#editable.set(series, entry);
      const key = scopeKey(series.periodSeconds, series.route);
      this.#scopes.set(key, [...(this.#scopes.get(key) ?? []), entry]);
    }
  }

  /** Seconds, ascending. */
  get periods(): number[] {
    const periods = new Set([...this.#editable.keys()].map(({ periodSeconds }) => periodSeconds));
    return [...periods].sort((left, right) => left - right);
  }

  /** The routes with series of that period; null is the stage as a whole. */
  routes(periodSeconds: number): (string | null)[] {
    const series = [...this.#editable.keys()].filter((item) => item.periodSeconds === periodSeconds);
    return [...new Set(series.map(({ route }) => route))];
  }

  /** Starts of the periods that reach into `[startMs, endMs)` and have a datapoint, ascending. */
  times(periodSeconds: number, startMs: number, endMs: number): number[] {
    const times = new Set<number>();
    for (const { series } of this.#editable.values()) {
      if (series.periodSeconds !== periodSeconds) continue;
      for (const { timeMs } of datapoints(series, startMs - periodSeconds * 1_000 + 1, endMs))
        times.add(timeMs);
    }
    return [...times].sort((left, right) => left - right);
  }

  /** Percentile statistics recorded for latencies of that scope. */
  quantileStats(periodSeconds: number, route: string | null): string[] {
    const stats = this.#scope(periodSeconds, route)
      .filter(({ measure }) => measure === "latency" || measure === "integrationLatency")
      .map(({ series }) => series.stat);
    return [...new Set(stats)].filter((stat) => /^p\d+(\.\d+)?$/.test(stat));
  }

  /** Undefined where there is no datapoint. */
  read(
    periodSeconds: number,
    route: string | null,
    timeMs: number,
    measure: Measure,
    stat: string,
  ): number | undefined {
    return this.#scope(periodSeconds, route)
      .find((entry) => entry.measure === measure && entry.series.stat === stat)
      ?.values.get(timeMs);
  }

  /** Lets `derive` say every datapoint of the scope anew; undefined is none. */
  rewrite(
    periodSeconds: number,
    route: string | null,
    timeMs: number,
    derive: (measure: Measure, stat: string, recorded: number | undefined) => number | undefined,
  ): void {
    for (const entry of this.#scope(periodSeconds, route)) {
      if (!entry.isWritten) continue;
      const recorded = entry.values.get(timeMs);
      const derived = derive(entry.measure, entry.series.stat, recorded);
      if (derived === recorded) continue;
      entry.isChanged = true;
      if (derived === undefined) entry.values.delete(timeMs);
      else entry.values.set(timeMs, derived);
    }
  }

  /** In the order given; a series in which nothing changed is the same object. */
  toSeries(): Series[] {
    return this.#all.map((series) => {
      const entry = this.#editable.get(series);
      if (entry === undefined || !entry.isChanged) return series;
      const points = [...entry.values].map(([timeMs, value]) => ({ timeMs, value }));
      return { ...series, runs: toRuns(points, series.periodSeconds) };
    });
  }

  #scope(periodSeconds: number, route: string | null): readonly EditableSeries[] {
    return this.#scopes.get(scopeKey(periodSeconds, route)) ?? [];
  }
}

function scopeKey(periodSeconds: number, route: string | null): string {
  return `${periodSeconds}/${route === null ? "" : `route ${route}`}`;
}

function valuesOf(series: Series): Map<number, number> {
  return new Map(datapoints(series).map(({ timeMs, value }) => [timeMs, value]));
}
