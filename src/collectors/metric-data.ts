import type { AwsClients } from "../aws/clients.ts";
import type { CostMeter } from "../aws/cost-meter.ts";
import type { RateBudget } from "../aws/rate-budget.ts";
import type { QueryBatch } from "./batch-queries.ts";

/** One page of GetMetricData as the SDK hands it over; nothing of it is taken on trust. */
export interface MetricDataPage {
  readonly MetricDataResults?: unknown;
  readonly Messages?: unknown;
  readonly NextToken?: string | undefined;
}

/** Fetches one page. Throws what the SDK throws. */
export type FetchMetricData = (batch: QueryBatch, token: string | undefined) => Promise<MetricDataPage>;

/** The id by which a batch's query is found again in the answer. */
export function queryId(index: number): string {
  return `q${index}`;
}

export function awsMetricData(clients: AwsClients, budget: RateBudget, meter: CostMeter): FetchMetricData {
  return async (batch, NextToken) => {
    const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
    const client = await clients.cloudWatch();
    const command = new GetMetricDataCommand({
      MetricDataQueries: batch.queries.map(({ key, stat, periodSeconds }, index) => ({
        Id: queryId(index),
        MetricStat: {
          Metric: {
            Namespace: key.namespace,
            MetricName: key.metric,
            Dimensions: Object.entries(key.dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: periodSeconds,
          Stat: stat,
        },
      })),
      StartTime: new Date(batch.startMs),
      EndTime: new Date(batch.endMs),
      ScanBy: "TimestampAscending",
      NextToken,
    });
    const page = await budget(batch.isRecent ? "metric-data-recent" : "metric-data-older", () =>
      client.send(command),
    );
    meter.countMetrics(batch.queries.length);
    return page;
  };
}
