import { z } from "zod";

import { LIST_METRICS_PAGE, MAX_DIMENSION_FILTERS, RECENTLY_ACTIVE_MS } from "../../catalog/answer-limits.ts";
import { LISTED_FOR_MS } from "../../catalog/api-limits.ts";
import { operation } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";

const input = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z
    .array(z.object({ Name: z.string(), Value: z.string().optional() }))
    .max(MAX_DIMENSION_FILTERS)
    .default([]),
  RecentlyActive: z.enum(["PT3H"]).optional(),
  IncludeLinkedAccounts: z.boolean().default(false),
  NextToken: z.string().optional(),
});

/** A metric matches a filter though it has further dimensions; a filter may give a name alone. */
export const listMetrics = operation({
  service: "cloudwatch",
  name: "ListMetrics",
  paging: { tokenIn: "NextToken", tokenOut: "NextToken", list: "Metrics" },
  input,
  answer: ({ NextToken: token, ...filter }, { account, nowMs, metrics }) => {
    const sinceMs = nowMs - (filter.RecentlyActive === undefined ? LISTED_FOR_MS : RECENTLY_ACTIVE_MS);
    const found = metrics().filter(
      ({ namespace, metric, dimensions, newestMs }) =>
        newestMs >= sinceMs &&
        (filter.Namespace === undefined || filter.Namespace === namespace) &&
        (filter.MetricName === undefined || filter.MetricName === metric) &&
        filter.Dimensions.every(({ Name, Value }) =>
          Value === undefined ? Object.hasOwn(dimensions, Name) : dimensions[Name] === Value,
        ),
    );
    const { items, next } = takePage(
      found,
      LIST_METRICS_PAGE,
      filter,
      token,
      () => new ServiceError("InvalidParameterValueException", "Invalid nextToken"),
    );
    return {
      Metrics: items.map(({ namespace, metric, dimensions }) => ({
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
      NextToken: next,
      ...(filter.IncludeLinkedAccounts ? { OwningAccounts: items.map(() => account.accountId) } : {}),
    };
  },
});
