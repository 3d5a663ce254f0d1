import { z } from "zod";

import { LOG_LIST_PAGE } from "../../catalog/answer-limits.ts";
import { compareText } from "../../core/order.ts";
import { operation } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { groupArn, invalidToken } from "./log-group.ts";
import { logGroupsOf } from "./span-log.ts";

const input = z.object({
  logGroupNamePrefix: z.string().min(1).max(512).optional(),
  logGroupNamePattern: z.string().max(512).optional(),
  logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]).optional(),
  limit: z.number().int().min(1).max(LOG_LIST_PAGE).default(LOG_LIST_PAGE),
  nextToken: z.string().optional(),
});

/** Where an account does not say how much is stored, it is as much as in a new group. A pattern brings fewer fields. */
export const describeLogGroups = operation({
  service: "logs",
  name: "DescribeLogGroups",
  paging: { tokenIn: "nextToken", tokenOut: "nextToken", list: "logGroups" },
  input,
  answer: ({ nextToken, limit, ...filter }, { account }) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass } = filter;
    if (prefix !== undefined && pattern !== undefined) {
      throw new ServiceError(
        "InvalidParameterException",
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
      );
    }
    const found = logGroupsOf(account)
      .filter(
        ({ name, isInfrequentAccess = false }) =>
          (prefix === undefined || name.startsWith(prefix)) &&
          (pattern === undefined || name.includes(pattern)) &&
          (logGroupClass === undefined || logGroupClass === classOf(isInfrequentAccess)),
      )
      .toSorted((left, right) => compareText(left.name, right.name));
    const { items, next } = takePage(found, limit, filter, nextToken, invalidToken);
    return {
      logGroups: items.map(
        ({ name, createdMs, storedBytes = 0, retentionDays, isInfrequentAccess = false }) => ({
          logGroupName: name,
          creationTime: createdMs,
          metricFilterCount: 0,
          arn: `${groupArn(account, name)}:*`,
          logGroupArn: groupArn(account, name),
          logGroupClass: classOf(isInfrequentAccess),
          retentionInDays: retentionDays,
          ...(pattern === undefined ? { storedBytes, deletionProtectionEnabled: false } : {}),
        }),
      ),
      nextToken: next,
    };
  },
});

function classOf(isInfrequentAccess: boolean): string {
  return isInfrequentAccess ? "INFREQUENT_ACCESS" : "STANDARD";
}
