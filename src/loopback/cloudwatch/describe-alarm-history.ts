import { z } from "zod";

import { MAX_ALARMS } from "../../catalog/answer-limits.ts";
import { timestampMs } from "../input-schemas.ts";
import { operation } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";

const input = z.object({
  AlarmName: z.string().min(1).max(255).optional(),
  AlarmTypes: z.array(z.enum(["CompositeAlarm", "MetricAlarm", "LogAlarm"])).default(["MetricAlarm"]),
  HistoryItemType: z.string().optional(),
  StartDate: timestampMs.optional(),
  EndDate: timestampMs.optional(),
  ScanBy: z.enum(["TimestampAscending", "TimestampDescending"]).default("TimestampDescending"),
  MaxRecords: z.number().int().min(1).max(MAX_ALARMS).default(MAX_ALARMS),
  NextToken: z.string().optional(),
});

/** Newest first where nothing else is asked for. */
export const describeAlarmHistory = operation({
  service: "cloudwatch",
  name: "DescribeAlarmHistory",
  paging: { tokenIn: "NextToken", tokenOut: "NextToken", list: "AlarmHistoryItems" },
  input,
  answer: ({ NextToken: token, MaxRecords: size, ...filter }, { alarms }) => {
    const { AlarmName, HistoryItemType, StartDate: startMs = 0, EndDate: endMs = Infinity } = filter;
    const found = alarms.history.filter(
      ({ alarmName, type, kind, atMs }) =>
        (AlarmName === undefined || AlarmName === alarmName) &&
        filter.AlarmTypes.includes(type) &&
        (HistoryItemType === undefined || HistoryItemType === kind) &&
        atMs >= startMs &&
        atMs <= endMs,
    );
    if (filter.ScanBy === "TimestampDescending") found.reverse();
    const { items, next } = takePage(
      found,
      size,
      filter,
      token,
      () => new ServiceError("InvalidNextToken", "The token supplied is not valid."),
    );
    return {
      AlarmHistoryItems: items.map(({ alarmName, type, atMs, kind, summary, data }) => ({
        AlarmName: alarmName,
        AlarmType: type,
        Timestamp: atMs / 1_000,
        HistoryItemType: kind,
        HistorySummary: summary,
        HistoryData: data,
      })),
      NextToken: next,
    };
  },
});
