import { z } from "zod";

import { LOG_LIST_PAGE } from "../../catalog/answer-limits.ts";
import { METRIC_FILTERS_OF_A_GROUP } from "../../catalog/api-limits.ts";
import { compareText } from "../../core/order.ts";
import { operation, type OperationContext } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { findGroup, invalidToken } from "./log-group.ts";

const transformation = z.object({
  metricName: z
    .string()
    .max(255)
    .regex(/^[^:*$]*$/),
  metricNamespace: z
    .string()
    .max(255)
    .regex(/^[^:*$]*$/),
  metricValue: z.string().max(100),
  defaultValue: z.number().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
  unit: z.string().optional(),
});

const filter = z.object({
  logGroupName: z.string().min(1).max(512),
  filterName: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^:*]*$/),
  filterPattern: z.string().max(1_024),
  metricTransformations: z.array(transformation).length(1),
});

/** Of every server by its alarms, which live as long as its filters. Nothing is counted by them. */
const filtersOf = new WeakMap<object, Map<string, z.infer<typeof filter>>>();

function stored({ alarms }: OperationContext): Map<string, z.infer<typeof filter>> {
  const known = filtersOf.get(alarms) ?? new Map<string, z.infer<typeof filter>>();
  filtersOf.set(alarms, known);
  return known;
}

/** Creates a filter or replaces the whole one of that name. */
export const putMetricFilter = operation({
  service: "logs",
  name: "PutMetricFilter",
  input: filter,
  answer: (given, context) => {
    const { logGroupName, filterName } = given;
    findGroup(context.account, { logGroupName });
    const filters = stored(context);
    const key = `${logGroupName}:${filterName}`;
    const others = [...filters.values()].filter((one) => one.logGroupName === logGroupName);
    if (!filters.has(key) && others.length >= METRIC_FILTERS_OF_A_GROUP) {
      throw new ServiceError("LimitExceededException", "Resource limit exceeded.");
    }
    filters.set(key, given);
    return {};
  },
});

export const deleteMetricFilter = operation({
  service: "logs",
  name: "DeleteMetricFilter",
  input: filter.pick({ logGroupName: true, filterName: true }),
  answer: ({ logGroupName, filterName }, context) => {
    findGroup(context.account, { logGroupName });
    if (!stored(context).delete(`${logGroupName}:${filterName}`)) {
      throw new ServiceError("ResourceNotFoundException", "The specified metric filter does not exist.");
    }
    return {};
  },
});

export const describeMetricFilters = operation({
  service: "logs",
  name: "DescribeMetricFilters",
  paging: { tokenIn: "nextToken", tokenOut: "nextToken", list: "metricFilters" },
  input: z.object({
    logGroupName: z.string().min(1).max(512).optional(),
    filterNamePrefix: z.string().min(1).max(512).optional(),
    metricName: z.string().max(255).optional(),
    metricNamespace: z.string().max(255).optional(),
    limit: z.number().int().min(1).max(LOG_LIST_PAGE).default(LOG_LIST_PAGE),
    nextToken: z.string().optional(),
  }),
  answer: ({ nextToken, limit, ...wanted }, context) => {
    const { logGroupName, filterNamePrefix: prefix = "", metricName, metricNamespace } = wanted;
    if ((metricName === undefined) !== (metricNamespace === undefined)) {
      throw new ServiceError(
        "InvalidParameterException",
        "metricName and metricNamespace have to be given together.",
      );
    }
    if (logGroupName !== undefined) findGroup(context.account, { logGroupName });
    const found = [...stored(context).values()]
      .filter((one) => logGroupName === undefined || one.logGroupName === logGroupName)
      .filter(({ filterName }) => filterName.startsWith(prefix))
      .filter(
        ({ metricTransformations: [made] }) =>
          metricName === undefined ||
          (made?.metricName === metricName && made.metricNamespace === metricNamespace),
      )
      .sort((left, right) => compareText(left.filterName, right.filterName));
    const { items, next } = takePage(found, limit, wanted, nextToken, invalidToken);
    return {
      metricFilters: items.map((one) => ({ ...one, creationTime: context.nowMs })),
      nextToken: next,
    };
  },
});
