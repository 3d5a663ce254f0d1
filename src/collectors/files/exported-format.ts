import { z } from "zod";

/**
 * What the AWS CLI takes as `--metric-data-queries`, and what `aws cloudwatch get-metric-data` prints, as far
 * as it is read. Other fields may be there.
 *
 * Source: CloudWatch service model (botocore 1.43.11): GetMetricData, MetricDataQuery, MetricDataResult.
 */
export const QUERIES_FILE = "queries.json";
export const RESULTS_FILE = "results.json";

const querySchema = z.object({
  Id: z.string(),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: z.string(),
        MetricName: z.string(),
        Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).optional(),
      }),
      Period: z.number().int().positive(),
      Stat: z.string(),
    })
    .optional(),
  Expression: z.string().optional(),
  ReturnData: z.boolean().optional(),
  AccountId: z.string().optional(),
});
export type ExportedQuery = z.infer<typeof querySchema>;

const resultSchema = z.object({
  Id: z.string(),
  Timestamps: z.array(z.union([z.string(), z.number()])).default([]),
  Values: z.array(z.unknown()).default([]),
  StatusCode: z.string().optional(),
});
export type ExportedResult = z.infer<typeof resultSchema>;

const pageSchema = z.object({
  MetricDataResults: z.array(z.unknown()),
  Messages: z.array(z.object({ Code: z.string().optional(), Value: z.string().optional() })).optional(),
  NextToken: z.string().nullish(),
});

/** What was read of a file, and how much of it was not of the expected form. */
export interface Parsed<T> {
  readonly items: readonly T[];
  readonly damaged: number;
}

/** Accepts the list itself, or an object that holds it as MetricDataQueries (`--cli-input-json`). */
export function parseQueries(values: readonly unknown[]): Parsed<ExportedQuery> {
  const wrapped = z.object({ MetricDataQueries: z.array(z.unknown()) });
  return parseEach(
    values.flatMap((value) => {
      if (Array.isArray(value)) return value.map((item: unknown) => item);
      return wrapped.safeParse(value).data?.MetricDataQueries ?? [value];
    }),
    querySchema,
  );
}

export interface ParsedResults extends Parsed<ExportedResult> {
  /** What CloudWatch said beside the data, "Code: Value". */
  readonly messages: readonly string[];
  /** The last page names a further one: the export was stopped before its end. */
  readonly unfinished: boolean;
}

/** Accepts pages one after another, and lists of pages. */
export function parseResults(values: readonly unknown[]): ParsedResults {
  const pages = parseEach(
    values.flatMap((value) => (Array.isArray(value) ? value.map((item: unknown) => item) : [value])),
    pageSchema,
  );
  const results = parseEach(
    pages.items.flatMap((page) => page.MetricDataResults),
    resultSchema,
  );
  return {
    items: results.items,
    damaged: pages.damaged + results.damaged,
    messages: pages.items.flatMap(({ Messages: messages = [] }) =>
      messages.map(({ Code: code, Value: value }) => [code, value].filter(Boolean).join(": ")),
    ),
    unfinished: Boolean(pages.items.at(-1)?.NextToken),
  };
}

function parseEach<T>(values: readonly unknown[], schema: z.ZodType<T>): Parsed<T> {
  const items: T[] = [];
  for (const value of values) {
    const parsed = schema.safeParse(value);
    if (parsed.success) items.push(parsed.data);
  }
  return { items, damaged: values.length - items.length };
}
