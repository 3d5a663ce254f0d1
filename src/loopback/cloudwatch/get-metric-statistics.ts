import { z } from "zod";

import {
  MAX_EXTENDED_STATISTICS,
  MAX_STATISTICS,
  MAX_STATISTICS_DATAPOINTS,
} from "../../catalog/answer-limits.ts";
import { hashText } from "../../core/hash.ts";
import { dimensionList, timestampMs } from "../input-schemas.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { toDimensions } from "./dimensions.ts";
import { isExtendedStatistic, publishedUnit } from "./statistic.ts";
import { keptDatapoints, roundedStartMs } from "./time-grid.ts";

const input = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: dimensionList.default([]),
  StartTime: timestampMs,
  EndTime: timestampMs,
  Period: z.number().int().min(1),
  Statistics: z
    .array(z.enum(["Average", "Maximum", "Minimum", "SampleCount", "Sum"]))
    .max(MAX_STATISTICS)
    .default([]),
  ExtendedStatistics: z.array(z.string()).max(MAX_EXTENDED_STATISTICS).default([]),
  Unit: z.string().optional(),
});
type Input = z.output<typeof input>;

/** Datapoints come in no order, as AWS gives no promise of one. */
export const getMetricStatistics = operation({
  service: "cloudwatch",
  name: "GetMetricStatistics",
  input,
  answer: (question, { account, nowMs }) => {
    validate(question, nowMs);
    const unit = publishedUnit(question.MetricName);
    const key = {
      namespace: question.Namespace,
      metric: question.MetricName,
      dimensions: toDimensions(question.Dimensions),
    };
    const window = { startMs: question.StartTime, endMs: question.EndTime };
    const byTime = new Map<number, Record<string, unknown>>();
    const isOtherUnit = question.Unit !== undefined && unit !== undefined && question.Unit !== unit;
    for (const stat of isOtherUnit ? [] : [...question.Statistics, ...question.ExtendedStatistics]) {
      for (const { timeMs, value } of keptDatapoints(account, nowMs, key, stat, question.Period, window)) {
        const point = byTime.get(timeMs) ?? { Timestamp: timeMs / 1_000, Unit: unit ?? "None" };
        byTime.set(timeMs, point);
        if (!isExtendedStatistic(stat)) point[stat] = value;
        else point["ExtendedStatistics"] = { ...asRecord(point["ExtendedStatistics"]), [stat]: value };
      }
    }
    const times = [...byTime.keys()].sort((left, right) => hashText(`${left}`) - hashText(`${right}`));
    return { Label: question.MetricName, Datapoints: times.map((timeMs) => byTime.get(timeMs)) };
  },
});

function asRecord(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function validate(question: Input, nowMs: number): void {
  const { StartTime, EndTime, Period, Statistics, ExtendedStatistics } = question;
  if ((Statistics.length === 0) === (ExtendedStatistics.length === 0)) {
    throw new ServiceError(
      "InvalidParameterCombinationException",
      "Exactly one of the parameters Statistics and ExtendedStatistics must be specified.",
    );
  }
  const unknown = ExtendedStatistics.find((name) => !isExtendedStatistic(name));
  if (unknown !== undefined) {
    throw new ServiceError(
      "InvalidParameterValueException",
      `The value ${unknown} for parameter ExtendedStatistics is not supported.`,
    );
  }
  if (StartTime >= EndTime) {
    throw new ServiceError(
      "InvalidParameterValueException",
      "The parameter StartTime must be less than the parameter EndTime.",
    );
  }
  const count = Math.ceil((EndTime - roundedStartMs(StartTime, nowMs)) / (Period * 1_000));
  if (count > MAX_STATISTICS_DATAPOINTS) {
    throw new ServiceError(
      "InvalidParameterCombinationException",
      `You have requested up to ${count} datapoints, which exceeds the limit of ${MAX_STATISTICS_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
}
