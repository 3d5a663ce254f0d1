import { z } from "zod";

import { classifyError } from "../../aws/classify-error.ts";
import { readPages } from "../../aws/read-pages.ts";
import { DEPLOY_ACTIONS } from "../../catalog/deploy-permissions.ts";
import { ToolError } from "../../core/errors.ts";
import { LOG_METRIC_NAMESPACE } from "../../model/alarm-spec.ts";
import type { DeploymentAccess } from "./apply-deployment.ts";
import type { DeployedAccount, DeployedFilter } from "./deployed-account.ts";

/** What says nothing of how a filter works. */
const APART = new Set(["creationTime"]);

const itemSchema = z
  .looseObject({
    logGroupName: z.string(),
    filterName: z.string(),
    filterPattern: z.string().default(""),
    metricTransformations: z.array(z.looseObject({})),
  })
  .transform(
    ({ logGroupName, filterName, filterPattern, metricTransformations, ...others }): DeployedFilter => ({
      logGroupName,
      filterName,
      filterPattern,
      metricTransformations: metricTransformations.map(withoutEmpty),
      others: withoutEmpty(Object.fromEntries(Object.entries(others).filter(([name]) => !APART.has(name)))),
    }),
  );

/**
 * The metric filters of log groups. One that does not exist is among the missing.
 *
 * Errors: E_NOTHING_READABLE where filters cannot be read.
 */
export async function readFilters(
  logGroups: readonly string[],
  { clients, budget, region }: DeploymentAccess,
): Promise<Pick<DeployedAccount, "filters" | "missingGroups">> {
  const filters: DeployedFilter[] = [];
  const missingGroups: string[] = [];
  for (const logGroupName of new Set(logGroups)) {
    const pages = await readPages(itemSchema, async (nextToken) => {
      const { DescribeMetricFiltersCommand } = await import("@aws-sdk/client-cloudwatch-logs");
      const client = await clients.cloudWatchLogs();
      const page = await budget("metric-filters", () =>
        client.send(new DescribeMetricFiltersCommand({ logGroupName, nextToken })),
      );
      return { items: page.metricFilters, next: page.nextToken };
    });
    filters.push(...pages.items);
    if (pages.error === undefined) continue;
    const { code, hint } = classifyError(pages.error, {
      action: DEPLOY_ACTIONS.DescribeMetricFilters,
      region,
    });
    if (code !== "NOT_FOUND") {
      throw new ToolError(
        "E_NOTHING_READABLE",
        `the metric filters of ${logGroupName} cannot be read: ${code}`,
        {
          hint,
          cause: pages.error,
        },
      );
    }
    missingGroups.push(logGroupName);
  }
  return { filters, missingGroups };
}

/**
 * The metric filters that make metrics of Gatewatch's, in whichever log group; what cannot be read is told instead: such
 * filters stay.
 */
export async function readOwnFilters(
  metricNames: readonly string[],
  { clients, budget, region }: DeploymentAccess,
): Promise<Pick<DeployedAccount, "ownFilters" | "unseenFilters">> {
  const ownFilters: DeployedFilter[] = [];
  for (const metricName of new Set(metricNames)) {
    const pages = await readPages(itemSchema, async (nextToken) => {
      const { DescribeMetricFiltersCommand } = await import("@aws-sdk/client-cloudwatch-logs");
      const client = await clients.cloudWatchLogs();
      const wanted = { metricNamespace: LOG_METRIC_NAMESPACE, metricName };
      const page = await budget("metric-filters", () =>
        client.send(new DescribeMetricFiltersCommand({ ...wanted, nextToken })),
      );
      return { items: page.metricFilters, next: page.nextToken };
    });
    ownFilters.push(...pages.items);
    if (pages.error === undefined) continue;
    const { hint } = classifyError(pages.error, { action: DEPLOY_ACTIONS.DescribeMetricFilters, region });
    return { ownFilters, unseenFilters: hint };
  }
  return { ownFilters, unseenFilters: null };
}

/** Off, or empty, is as if it were not there. */
function withoutEmpty(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => {
      if (value === undefined || value === null || value === false) return false;
      return typeof value !== "object" || Object.keys(value).length > 0;
    }),
  );
}
