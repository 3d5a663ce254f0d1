import { describe, expect, test } from "vitest";

import { DIMENSION_SETS } from "../../../src/catalog/dimensions.ts";
import { METRICS } from "../../../src/catalog/metrics.ts";
import { RECOMMENDED_ALARMS } from "../../../src/catalog/recommended-alarms.ts";

/** AWS's list, one line a recommendation: flavours, metric, dimensions, statistic, condition, M/N, missing. */
const AWS = `
rest | 4XXError | ApiName,Stage | Average > 0.05 | 5/5 | missing
rest | 5XXError | ApiName,Stage | Average > 0.05 | 3/3 | missing
rest | Count | ApiName,Stage | SampleCount < ? | 10/10 | breaching
rest | Count | ApiName,Stage,Resource,Method | SampleCount < ? | 10/10 | breaching
rest | Latency | ApiName,Stage | p90 >= 2500 | 5/5 | missing
rest | Latency | ApiName,Stage,Resource,Method | p90 >= 2500 | 5/5 | missing
http | 4xx | ApiId,Stage | Average > 0.05 | 5/5 | missing
http | 5xx | ApiId,Stage | Average > 0.05 | 3/3 | missing
http | Count | ApiId,Stage | SampleCount < ? | 10/10 | breaching
http | Count | ApiId,Stage,Resource,Method | SampleCount < ? | 10/10 | breaching
http | Latency | ApiId,Stage | p90 >= 2500 | 5/5 | missing
http | Latency | ApiId,Stage,Resource,Method | p90 >= 2500 | 5/5 | missing
http,websocket | IntegrationLatency | ApiId,Stage | p90 >= 2000 | 5/5 | missing
websocket | IntegrationLatency | ApiId,Stage,Route | p90 >= 2000 | 5/5 | missing
websocket | MessageCount | ApiId,Stage | SampleCount < ? | 10/10 | breaching
websocket | MessageCount | ApiId,Stage,Route | SampleCount < ? | 10/10 | breaching
websocket | ClientError | ApiId,Stage | Average > 0.05 | 5/5 | missing
websocket | ExecutionError | ApiId,Stage | Average > 0.05 | 3/3 | missing
`.trim();

const SIGNS = { GreaterThanThreshold: ">", GreaterThanOrEqualToThreshold: ">=", LessThanThreshold: "<" };

describe("RECOMMENDED_ALARMS", () => {
  test("are the 18 of AWS", () => {
    const lines = RECOMMENDED_ALARMS.map((row) =>
      [
        row.kinds.join(","),
        row.metric,
        row.dimensions.join(","),
        `${row.stat} ${SIGNS[row.operator]} ${row.threshold ?? "?"}`,
        `${row.datapointsToAlarm}/${row.evaluationPeriods}`,
        row.missing,
      ].join(" | "),
    );
    expect(lines).toHaveLength(18);
    expect(lines.join("\n")).toBe(AWS);
    expect(new Set(RECOMMENDED_ALARMS.map(({ id }) => id)).size).toBe(18);
  });

  test("name metrics and dimensions that exist, the routes' with detailed metrics alone", () => {
    for (const row of RECOMMENDED_ALARMS) {
      for (const kind of row.kinds) {
        expect(METRICS.some((fact) => fact.kind === kind && fact.metric === row.metric)).toBe(true);
        const set = DIMENSION_SETS.find(
          ({ kind: of, names }) => of === kind && names.join() === row.dimensions.join(),
        );
        expect(set?.level).toBe(row.needsDetailedMetrics ? "route" : "stage");
      }
    }
  });
});
