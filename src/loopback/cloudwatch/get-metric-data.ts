import { z } from "zod";

import { MAX_DATAPOINTS, MAX_METRIC_QUERIES } from "../../catalog/api-limits.ts";
import { toDimensions } from "./dimensions.ts";
import { timestampMs, dimensionList } from "../input-schemas.ts";
import { operation, type JsonObject, type OperationContext } from "../operation.ts";
import { decodeToken, encodeToken } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { toLabels } from "./labels.ts";
import { isStatistic, publishedUnit } from "./statistic.ts";
import { keptDatapoints } from "./time-grid.ts";

const metricStat = z.object({
  Metric: z.object({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: dimensionList.default([]),
  }),
  Period: z.number(),
  Stat: z.string(),
  Unit: z.string().optional(),
});

const input = z.object({
  MetricDataQueries: z.array(
    z.object({
      Id: z.string(),
      MetricStat: metricStat.optional(),
      Expression: z.string().optional(),
      Label: z.string().optional(),
      ReturnData: z.boolean().default(true),
    }),
  ),
  StartTime: timestampMs,
  EndTime: timestampMs,
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
  MaxDatapoints: z.number().int().min(1).optional(),
  NextToken: z.string().optional(),
});
type Input = z.output<typeof input>;
type MetricQuery = Input["MetricDataQueries"][number] & { MetricStat: z.output<typeof metricStat> };

/**
 * Pages are cut by datapoints, in the order of the queries: an id that does not fit comes as PartialData and
 * goes on where the next page begins. Metric math is not served and is refused as a validation error.
 */
export const getMetricData = operation({
  service: "cloudwatch",
  name: "GetMetricData",
  paging: { tokenIn: "NextToken", tokenOut: "NextToken", list: "MetricDataResults" },
  input,
  answer: (question, context) => {
    const queries = validQueries(question);
    const { NextToken: token, ...rest } = question;
    const [firstQuery, firstPoint] = token === undefined ? [0, 0] : (decodeToken(rest, token) ?? []);
    if (firstQuery === undefined || firstPoint === undefined) {
      throw new ServiceError("InvalidNextToken", "The token supplied is not valid.");
    }
    return answerPage(queries, question, context, [firstQuery, firstPoint], (position) =>
      encodeToken(rest, position),
    );
  },
});

function answerPage(
  queries: readonly MetricQuery[],
  question: Input,
  context: OperationContext,
  [firstQuery, firstPoint]: readonly [number, number],
  tokenAt: (position: readonly number[]) => string,
): JsonObject {
  const labels = toLabels(queries.map(({ Label, MetricStat }) => ({ label: Label, ...MetricStat })));
  const results: JsonObject[] = [];
  let room = Math.min(question.MaxDatapoints ?? MAX_DATAPOINTS, MAX_DATAPOINTS);
  for (const [index, query] of queries.entries()) {
    if (index < firstQuery || !query.ReturnData) continue;
    const points = pointsOf(query, question, context);
    const start = index === firstQuery ? firstPoint : 0;
    if (room === 0 && points.length > 0) {
      return { MetricDataResults: results, NextToken: tokenAt([index, 0]), Messages: [] };
    }
    const page = points.slice(start, start + room);
    const isCut = start + room < points.length;
    results.push({
      Id: query.Id,
      Label: labels[index],
      Timestamps: page.map(({ timeMs }) => timeMs / 1_000),
      Values: page.map(({ value }) => value),
      StatusCode: isCut ? "PartialData" : "Complete",
    });
    if (isCut) {
      return { MetricDataResults: results, NextToken: tokenAt([index, start + room]), Messages: [] };
    }
    room -= page.length;
  }
  return { MetricDataResults: results, Messages: [] };
}

function pointsOf({ MetricStat: stat }: MetricQuery, question: Input, { account, nowMs }: OperationContext) {
  const { Namespace: namespace, MetricName: metric, Dimensions } = stat.Metric;
  const unit = publishedUnit(metric);
  if (stat.Unit !== undefined && unit !== undefined && stat.Unit !== unit) return [];
  const key = { namespace, metric, dimensions: toDimensions(Dimensions) };
  const window = { startMs: question.StartTime, endMs: question.EndTime };
  const points = keptDatapoints(account, nowMs, key, stat.Stat, stat.Period, window);
  return question.ScanBy === "TimestampAscending" ? points : points.toReversed();
}

/** Errors: ValidationException for what CloudWatch refuses, all complaints of one kind in one message. */
function validQueries({ MetricDataQueries: queries, StartTime, EndTime }: Input): MetricQuery[] {
  if (queries.length === 0 || queries.length > MAX_METRIC_QUERIES) {
    refuse(
      `The collection MetricDataQueries must have a size between 1 and ${MAX_METRIC_QUERIES}, and has ${queries.length}.`,
    );
  }
  const badIds = queries.flatMap(({ Id }, index) =>
    /^[a-z][a-zA-Z0-9_]*$/.test(Id)
      ? []
      : [
          `The value ${Id} for parameter MetricDataQueries.member.${index + 1}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
        ],
  );
  if (badIds.length > 0) refuse(badIds.join("\n"));
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
    refuse("The values for parameter id in MetricDataQueries are not unique.");
  }
  if (!queries.some(({ ReturnData }) => ReturnData)) {
    refuse("At least one of the MetricDataQueries must have ReturnData set to true.");
  }
  if (StartTime >= EndTime) refuse("The parameter StartTime must be less than the parameter EndTime.");
  return queries.map((query, index) => validQuery(query, `MetricDataQueries.member.${index + 1}`));
}

function validQuery(query: Input["MetricDataQueries"][number], path: string): MetricQuery {
  const { MetricStat: stat, Expression: expression } = query;
  if ((stat === undefined) === (expression === undefined)) {
    refuse(`Exactly one of the parameters ${path}.MetricStat and ${path}.Expression must be given.`);
  }
  if (stat === undefined) {
    return refuse(`The parameter ${path}.Expression is not served: this endpoint has no metric math.`);
  }
  if (!isStatistic(stat.Stat)) {
    refuse(`The value ${stat.Stat} for parameter ${path}.MetricStat.Stat is not supported.`);
  }
  if (!isPeriod(stat.Period)) {
    refuse(
      `The value ${stat.Period} for parameter ${path}.MetricStat.Period is not valid: it must be 1, 5, 10, 20, 30 or a multiple of 60.`,
    );
  }
  return { ...query, MetricStat: stat };
}

/** Source: CloudWatch API, MetricStat.Period. */
function isPeriod(seconds: number): boolean {
  return [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

function refuse(message: string): never {
  throw new ServiceError("ValidationException", message);
}
