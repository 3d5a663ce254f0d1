import { z } from "zod";

import type { AwsClients } from "../aws/clients.ts";
import type { RateBudget } from "../aws/rate-budget.ts";
import { readPages } from "../aws/read-pages.ts";
import { API_GATEWAY_NAMESPACE } from "../catalog/metrics.ts";
import type { MetricListing } from "./account-reader.ts";
import { failedCall, malformedItems } from "./blind-spots.ts";

const listedMetricSchema = z
  .object({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).nullish(),
  })
  .transform(({ Namespace, MetricName, Dimensions }) => ({
    namespace: Namespace,
    metric: MetricName,
    dimensions: Object.fromEntries((Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
  }));

/** Every metric of AWS/ApiGateway that CloudWatch lists. Does not throw. */
export async function listMetrics(
  clients: AwsClients,
  budget: RateBudget,
  region: string,
): Promise<MetricListing> {
  const pages = await readPages(listedMetricSchema, async (NextToken) => {
    const { ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
    const client = await clients.cloudWatch();
    const page = await budget("list-metrics", () =>
      client.send(new ListMetricsCommand({ Namespace: API_GATEWAY_NAMESPACE, NextToken })),
    );
    return { items: page.Metrics, next: page.NextToken };
  });
  const context = { action: "cloudwatch:ListMetrics", region };
  const malformed = malformedItems("metrics", null, pages, context);
  if (pages.error === undefined) return { metrics: pages.items, blindSpots: malformed };
  const lost =
    "Routes with metrics of their own, and stages that the control plane does not tell of, are not seen.";
  return {
    metrics: pages.items.length === 0 ? null : pages.items,
    isPartial: true,
    blindSpots: [failedCall("metrics", null, pages.error, context, lost), ...malformed],
  };
}
