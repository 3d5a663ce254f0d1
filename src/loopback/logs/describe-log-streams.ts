import { z } from "zod";

import { LOG_LIST_PAGE } from "../../catalog/answer-limits.ts";
import { compareText } from "../../core/order.ts";
import { operation } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { findGroup, groupArn, groupReference, invalidToken } from "./log-group.ts";
import { recentStreams } from "./log-streams.ts";

const input = z.object({
  ...groupReference,
  logStreamNamePrefix: z.string().min(1).max(512).optional(),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
  descending: z.boolean().default(false),
  limit: z.number().int().min(1).max(LOG_LIST_PAGE).default(LOG_LIST_PAGE),
  nextToken: z.string().optional(),
});

/** The streams that the group's latest events show; see recentStreams. */
export const describeLogStreams = operation({
  service: "logs",
  name: "DescribeLogStreams",
  paging: { tokenIn: "nextToken", tokenOut: "nextToken", list: "logStreams" },
  input,
  answer: ({ nextToken, limit, ...question }, { account, nowMs }) => {
    const group = findGroup(account, question);
    const { logStreamNamePrefix: prefix, orderBy, descending } = question;
    if (prefix !== undefined && orderBy === "LastEventTime") {
      throw new ServiceError(
        "InvalidParameterException",
        "Cannot order by LastEventTime with a logStreamNamePrefix.",
      );
    }
    const streams = recentStreams(account, group.name, nowMs + 1)
      .filter(({ name }) => prefix === undefined || name.startsWith(prefix))
      .sort((left, right) => {
        const order =
          orderBy === "LastEventTime" ? left.lastMs - right.lastMs : compareText(left.name, right.name);
        return descending ? -order : order;
      });
    const { items, next } = takePage(streams, limit, question, nextToken, invalidToken);
    return {
      logStreams: items.map(({ name, firstMs, lastMs }) => ({
        logStreamName: name,
        creationTime: firstMs,
        firstEventTimestamp: firstMs,
        lastEventTimestamp: lastMs,
        lastIngestionTime: lastMs,
        arn: `${groupArn(account, group.name)}:log-stream:${name}`,
        storedBytes: 0,
      })),
      nextToken: next,
    };
  },
});
