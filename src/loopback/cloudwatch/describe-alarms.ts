import { z } from "zod";

import { MAX_ALARMS } from "../../catalog/answer-limits.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";

const input = z.object({
  AlarmNames: z.array(z.string()).max(MAX_ALARMS).optional(),
  AlarmNamePrefix: z.string().min(1).optional(),
  AlarmTypes: z.array(z.enum(["CompositeAlarm", "MetricAlarm", "LogAlarm"])).optional(),
  StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]).optional(),
  MaxRecords: z.number().int().min(1).max(MAX_ALARMS).optional(),
  NextToken: z.string().optional(),
});

/** The accounts that are served have no alarms, so every well-formed question has the same answer. */
export const describeAlarms = operation({
  service: "cloudwatch",
  name: "DescribeAlarms",
  input,
  answer: ({ AlarmNames, AlarmNamePrefix, NextToken }) => {
    if (AlarmNames !== undefined && AlarmNamePrefix !== undefined) {
      throw new ServiceError(
        "InvalidParameterCombinationException",
        "AlarmNames and AlarmNamePrefix are mutually exclusive.",
      );
    }
    if (NextToken !== undefined) {
      throw new ServiceError("InvalidNextToken", "The token supplied is not valid.");
    }
    return { CompositeAlarms: [], MetricAlarms: [], LogAlarms: [] };
  },
});
