import { z } from "zod";

import { toRuns, type Datapoint, type Series } from "../model/series.ts";
import type { QueryBatch } from "./batch-queries.ts";
import { queryId, type MetricDataPage } from "./metric-data.ts";

/** Why a query has no answer: CloudWatch's own status, or that its answer broke off. */
export type AnswerGap = "PARTIAL_DATA" | "INTERNAL_ERROR" | "ACCESS_DENIED";

const resultSchema = z.object({
  Id: z.string(),
  Timestamps: z.array(z.unknown()).nullish(),
  Values: z.array(z.unknown()).nullish(),
  StatusCode: z.string().nullish(),
});

const messageSchema = z.object({ Code: z.string().nullish(), Value: z.string().nullish() });

/** A query's answer while its pages come in. */
interface Answer {
  readonly points: Datapoint[];
  /** Of the last page that named the query; undefined while none did. */
  status: string | undefined;
}

/**
 * Collects the pages of one batch. The same id may come on several pages and adds up; its last status counts.
 * Datapoints may come in any order.
 */
export class MetricAnswers {
  readonly #batch: QueryBatch;
  readonly #answers: ReadonlyMap<string, Answer>;
  readonly messages = new Set<string>();
  /** Results and datapoints that have no place in the answer, left out. */
  malformed = 0;

  constructor(batch: QueryBatch) {
    this.#batch = batch;
    this.#answers = new Map(
      batch.queries.map((_, index) => [queryId(index), { points: [], status: undefined }]),
    );
  }

  add(page: MetricDataPage): void {
    const results: readonly unknown[] = Array.isArray(page.MetricDataResults) ? page.MetricDataResults : [];
    for (const result of results) {
      const parsed = resultSchema.safeParse(result);
      const answer = parsed.success ? this.#answers.get(parsed.data.Id) : undefined;
      if (!parsed.success || answer === undefined) {
        this.malformed += 1;
        continue;
      }
      answer.status = parsed.data.StatusCode ?? "Complete";
      this.#addPoints(answer, parsed.data.Timestamps ?? [], parsed.data.Values ?? []);
    }
    const messages: readonly unknown[] = Array.isArray(page.Messages) ? page.Messages : [];
    for (const message of messages) {
      const parsed = messageSchema.safeParse(message);
      if (parsed.success) this.messages.add(`${parsed.data.Code ?? "message"}: ${parsed.data.Value ?? ""}`);
    }
  }

  /** The answer to the batch's query, or why there is none. Call it after the last page. */
  answer(index: number): Series | AnswerGap {
    const query = this.#batch.queries[index];
    const answer = this.#answers.get(queryId(index));
    if (query === undefined || answer === undefined) return "PARTIAL_DATA";
    if (answer.status === "Forbidden") return "ACCESS_DENIED";
    if (answer.status === "InternalError") return "INTERNAL_ERROR";
    if (answer.status !== "Complete") return "PARTIAL_DATA";
    return {
      target: query.target,
      route: query.route,
      namespace: query.key.namespace,
      metric: query.key.metric,
      dimensions: { ...query.key.dimensions },
      stat: query.stat,
      periodSeconds: query.periodSeconds,
      runs: toRuns(answer.points, query.periodSeconds),
    };
  }

  #addPoints(answer: Answer, times: readonly unknown[], values: readonly unknown[]): void {
    const { startMs, endMs, queries } = this.#batch;
    const periodMs = (queries[0]?.periodSeconds ?? 60) * 1_000;
    this.malformed += Math.abs(times.length - values.length);
    for (let index = 0; index < Math.min(times.length, values.length); index += 1) {
      const time = times[index];
      const value = values[index];
      const timeMs = time instanceof Date ? time.getTime() : Number.NaN;
      const isInPlace = timeMs >= startMs && timeMs < endMs && timeMs % periodMs === 0;
      if (isInPlace && typeof value === "number" && Number.isFinite(value)) {
        answer.points.push({ timeMs, value });
      } else {
        this.malformed += 1;
      }
    }
  }
}
