import type { CoverageRow, TargetCoverage } from "./alarm-coverage.ts";

/** How many are present, dead, missing, unknown. */
export function coverageCells({ rows }: TargetCoverage): number[] {
  const count = (state: CoverageRow["state"]): number => rows.filter((row) => row.state === state).length;
  return [count("present"), count("dead"), count("missing"), count("unknown")];
}

/** "4XXError, Count (the stage and 4 routes), Latency (4 routes)"; empty where none is so. */
export function coverageText({ rows }: TargetCoverage, state: CoverageRow["state"]): string {
  const own = rows.filter((row) => row.state === state);
  return [...new Set(own.map(({ metric }) => metric))]
    .map((metric) => {
      const ofMetric = own.filter((row) => row.metric === metric);
      const routes = ofMetric.filter(({ route }) => route !== null).length;
      if (routes === 0) return metric;
      const text = `${routes} route${routes === 1 ? "" : "s"}`;
      return `${metric} (${ofMetric.length > routes ? "the stage and " : ""}${text})`;
    })
    .join(", ");
}
