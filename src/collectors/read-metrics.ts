import { classifyError } from "../aws/classify-error.ts";
import { PagingError } from "../aws/read-pages.ts";
import type { BlindSpot } from "../model/snapshot.ts";
import type { Series } from "../model/series.ts";
import type { MetricQuery, MetricReading } from "./account-reader.ts";
import { batchQueries, type QueryBatch } from "./batch-queries.ts";
import { MetricAnswers, type AnswerGap } from "./metric-answers.ts";
import type { FetchMetricData } from "./metric-data.ts";
import { unansweredBlindSpots, type Unanswered } from "./unanswered.ts";

/** What reading metrics needs to know. */
export interface MetricReaderContext {
  readonly fetch: FetchMetricData;
  readonly region: string;
  readonly nowMs: number;
  /** Told after each batch how many queries are done. */
  readonly onDone: (queries: number) => void;
}

const ACTION = "cloudwatch:GetMetricData";

/** More pages than any legal answer has: a page holds at least one datapoint of a batch that fits on one page. */
const MAX_PAGES = 1_000;

const GAP_HINTS: Readonly<Record<AnswerGap, string>> = {
  PARTIAL_DATA:
    "CloudWatch gave part of the answer, twice. The part is left out, since what is absent would look like no traffic. Run again.",
  INTERNAL_ERROR: "CloudWatch could not compute the answer (InternalError), twice. Run again later.",
  ACCESS_DENIED: `CloudWatch answered Forbidden: ${ACTION} is not allowed for these metrics.`,
};

/**
 * Reads what was planned. A batch that fails does not touch the others; it is taken apart where that can help: down
 * to the single bad query where CloudWatch calls it invalid, once by statistic where it was slow or failed (an
 * endpoint that cannot compute percentiles fails the whole call). A query whose answer broke off is asked once more.
 *
 * Errors: does not throw; what was not answered comes back as blind spots.
 */
export async function readMetrics(
  queries: readonly MetricQuery[],
  context: MetricReaderContext,
): Promise<MetricReading> {
  const first = await readAll(batchQueries(queries, context.nowMs), context);
  const again = first.unanswered.filter(({ isWorthAsking }) => isWorthAsking).map(({ query }) => query);
  const second = await readAll(batchQueries(again, context.nowMs), { ...context, onDone: () => undefined });
  const unanswered = [
    ...first.unanswered.filter(({ isWorthAsking }) => !isWorthAsking),
    ...second.unanswered,
  ];
  return {
    series: [...first.series, ...second.series],
    blindSpots: [
      ...unansweredBlindSpots(unanswered, queries),
      ...oddities([...first.messages, ...second.messages], first.malformed + second.malformed, context),
    ],
  };
}

interface BatchReading {
  readonly series: readonly Series[];
  readonly unanswered: readonly Unanswered[];
  readonly messages: readonly string[];
  readonly malformed: number;
}

async function readAll(batches: readonly QueryBatch[], context: MetricReaderContext): Promise<BatchReading> {
  const readings = await Promise.all(
    batches.map(async (batch) => {
      const reading = await readBatch(batch, context, true);
      context.onDone(batch.queries.length);
      return reading;
    }),
  );
  return merge(readings);
}

async function readBatch(
  batch: QueryBatch,
  context: MetricReaderContext,
  maySplit: boolean,
): Promise<BatchReading> {
  const answers = new MetricAnswers(batch);
  try {
    await readPagesInto(answers, batch, context.fetch);
  } catch (error) {
    const { code, hint } = classifyError(error, { action: ACTION, region: context.region });
    const isInvalid = code === "INVALID_REQUEST";
    const isPassing = code === "TIMEOUT" || code === "SERVER_ERROR" || code === "BAD_RESPONSE";
    if (batch.queries.length > 1 && (isInvalid || (isPassing && maySplit))) {
      const parts = isInvalid ? halves(batch.queries) : byStatistic(batch.queries);
      return merge(
        await Promise.all(parts.map((queries) => readBatch({ ...batch, queries }, context, false))),
      );
    }
    const unanswered = batch.queries.map((query) => ({ query, code, hint, isWorthAsking: false }));
    return { series: [], unanswered, messages: [], malformed: 0 };
  }
  const series: Series[] = [];
  const unanswered: Unanswered[] = [];
  batch.queries.forEach((query, index) => {
    const answer = answers.answer(index);
    if (typeof answer === "string") {
      const isWorthAsking = answer !== "ACCESS_DENIED";
      unanswered.push({ query, code: answer, hint: GAP_HINTS[answer], isWorthAsking });
    } else series.push(answer);
  });
  return { series, unanswered, messages: [...answers.messages], malformed: answers.malformed };
}

async function readPagesInto(
  answers: MetricAnswers,
  batch: QueryBatch,
  fetch: FetchMetricData,
): Promise<void> {
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const page = await fetch(batch, token);
    answers.add(page);
    token = page.NextToken === "" ? undefined : page.NextToken;
    if (token !== undefined && (tokens.has(token) || tokens.size >= MAX_PAGES)) {
      throw new PagingError("the pages of an answer do not end");
    }
    if (token !== undefined) tokens.add(token);
  } while (token !== undefined);
}

function halves(queries: readonly MetricQuery[]): MetricQuery[][] {
  const middle = Math.ceil(queries.length / 2);
  return [queries.slice(0, middle), queries.slice(middle)];
}

/** In the middle where there is one statistic alone. */
function byStatistic(queries: readonly MetricQuery[]): MetricQuery[][] {
  const statistics = [...new Set(queries.map(({ stat }) => stat))];
  if (statistics.length === 1) return halves(queries);
  return statistics.map((statistic) => queries.filter(({ stat }) => stat === statistic));
}

function merge(readings: readonly BatchReading[]): BatchReading {
  return {
    series: readings.flatMap(({ series }) => series),
    unanswered: readings.flatMap(({ unanswered }) => unanswered),
    messages: readings.flatMap(({ messages }) => messages),
    malformed: readings.reduce((sum, { malformed }) => sum + malformed, 0),
  };
}

/** What CloudWatch remarked, and what it sent that had no place. */
function oddities(
  messages: readonly string[],
  malformed: number,
  { region }: MetricReaderContext,
): BlindSpot[] {
  const spots = [...new Set(messages)].map((message): BlindSpot => ({
    source: "metrics",
    target: null,
    code: "CLOUDWATCH_MESSAGE",
    hint: `CloudWatch remarked on the metrics of ${region}: ${message}`,
  }));
  if (malformed === 0) return spots;
  const hint = `${malformed} results or datapoints of ${ACTION} in ${region} did not have the documented shape and were left out.`;
  return [...spots, { source: "metrics", target: null, code: "BAD_RESPONSE", hint }];
}
