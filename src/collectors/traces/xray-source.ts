import type { XRayClient } from "@aws-sdk/client-xray";
import { z } from "zod";

import type { CostMeter } from "../../aws/cost-meter.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { readPages } from "../../aws/read-pages.ts";
import { MAX_TRACE_IDS } from "../../catalog/answer-limits.ts";
import { MINUTE_MS } from "../../core/window.ts";
import type { LogAccess } from "../logs/log-request.ts";
import { asError } from "./as-error.ts";
import { logRequestIds } from "./log-request-ids.ts";
import { retrieveTraces } from "./retrieve-traces.ts";
import { spanSearch } from "./span-search.ts";
import type { TraceAllowance } from "./trace-allowance.ts";
import { traceFilters } from "./trace-filter.ts";
import type { FetchedTrace, FetchedTraces, FoundTraces, TraceSearch, TraceSource } from "./trace-source.ts";

/** How X-Ray is reached in one region of one account. */
export interface XrayAccess {
  readonly xray: () => Promise<XRayClient>;
  readonly budget: RateBudget;
  readonly meter: CostMeter;
  readonly allowance: TraceAllowance;
  /** For the access logs by which traces of functions are matched, and to wait for what is retrieved. */
  readonly logs: LogAccess;
}

const summarySchema = z.object({
  Id: z.string(),
  StartTime: z.date().optional(),
  ResponseTime: z.number().optional(),
  Duration: z.number().optional(),
});

const fetchedSchema = z.object({
  Id: z.string(),
  LimitExceeded: z.boolean().optional(),
  Segments: z.array(z.object({ Document: z.string().optional() })).optional(),
});

/**
 * X-Ray behind the port. It learns which spelling of a target's filter finds something, and asks no other again. Where too few
 * traces are listed, those are looked for that Transaction Search keeps and X-Ray has not indexed.
 */
export function xraySource(access: XrayAccess): TraceSource {
  const spellings = new Map<string, number>();
  const spans = spanSearch(access);
  return {
    hasAllowance: () => access.allowance.hasRoomToSearch(),
    search: async (search) => {
      const listed = await searchListed(search, spellings, access);
      return listed.summaries.length >= search.wanted || !listed.isWhole
        ? listed
        : spans.addTo(listed, search);
    },
    fetch: async (ids, window) => {
      const within = access.allowance.within(ids);
      const indexed = within.filter((id) => !spans.isFromSpans(id));
      const fetched = await fetchListed(indexed, access);
      const there = new Set(fetched.traces.map(({ id }) => id));
      const missing = within.filter((id) => !there.has(id));
      if (missing.length === 0) return fetched;
      try {
        if (!(await spans.isOn())) return fetched;
      } catch (error) {
        return { failure: { error, action: "xray:GetTraceSegmentDestination" }, ...fetched };
      }
      // A trace that began before the window, by its caller's clock, is listed in it all the same.
      const around = { startMs: window.startMs - MINUTE_MS, endMs: window.endMs + MINUTE_MS };
      const retrieved = await retrieveTraces(missing, around, access);
      const failure = fetched.failure ?? retrieved.failure;
      return { traces: [...fetched.traces, ...retrieved.traces], ...(failure && { failure }) };
    },
    requestIds: (target, window, which) => logRequestIds(target, window, which, access.logs),
  };
}

async function searchListed(
  search: TraceSearch,
  spellings: Map<string, number>,
  access: XrayAccess,
): Promise<FoundTraces> {
  const filters = traceFilters(search.target, search.which);
  const known = spellings.get(search.target.id);
  let refused: unknown;
  for (const [index, filter] of filters.entries()) {
    if (known !== undefined && known !== index) continue;
    try {
      const found = await searchOnce(filter, search, access);
      if (found.summaries.length > 0) spellings.set(search.target.id, index);
      if (found.summaries.length > 0 || index === filters.length - 1) return found;
    } catch (error) {
      // One that this endpoint does not understand: the other may do.
      if (!isInvalid(error) || known !== undefined) throw error;
      refused = error;
    }
  }
  if (refused !== undefined) throw asError(refused);
  return { summaries: [], isWhole: true };
}

function isInvalid(error: unknown): boolean {
  return error instanceof Error && error.name === "InvalidRequestException";
}

async function searchOnce(filter: string, search: TraceSearch, access: XrayAccess): Promise<FoundTraces> {
  const { GetTraceSummariesCommand } = await import("@aws-sdk/client-xray");
  const client = await access.xray();
  let found = 0;
  let isWhole = true;
  const pages = await readPages(summarySchema, async (token) => {
    const output = await access.budget("traces", () =>
      client.send(
        new GetTraceSummariesCommand({
          StartTime: new Date(search.window.startMs),
          EndTime: new Date(search.window.endMs),
          TimeRangeType: "TraceId",
          FilterExpression: filter,
          NextToken: token,
        }),
      ),
    );
    count(output.TracesProcessedCount ?? 0, access);
    found += output.TraceSummaries?.length ?? 0;
    const isEnough = found >= search.enough || !access.allowance.hasRoomToSearch();
    if (isEnough && output.NextToken !== undefined) isWhole = false;
    return { items: output.TraceSummaries, next: isEnough ? undefined : output.NextToken };
  });
  if (pages.error !== undefined && pages.items.length === 0) throw asError(pages.error);
  return {
    summaries: pages.items.map((one) => ({
      id: one.Id,
      startMs: one.StartTime?.getTime() ?? search.window.startMs,
      durationMs: (one.ResponseTime ?? one.Duration ?? 0) * 1_000,
    })),
    isWhole: isWhole && pages.error === undefined,
  };
}

function count(traces: number, { allowance, meter }: XrayAccess): void {
  allowance.spend(traces);
  meter.countTraces(traces);
}

/** Five at a time. What a failed call would have given is missing. */
async function fetchListed(ids: readonly string[], access: XrayAccess): Promise<FetchedTraces> {
  const batches: (readonly string[])[] = [];
  for (let at = 0; at < ids.length; at += MAX_TRACE_IDS) batches.push(ids.slice(at, at + MAX_TRACE_IDS));
  const answers = await Promise.allSettled(batches.map((batch) => fetchBatch(batch, access)));
  const traces = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  const failed = answers.find((answer) => answer.status === "rejected");
  if (failed === undefined) return { traces };
  return { traces, failure: { error: failed.reason, action: "xray:BatchGetTraces" } };
}

/** Ids that were not processed are asked for once more; those that are listed again are not there. */
async function fetchBatch(ids: readonly string[], access: XrayAccess): Promise<FetchedTrace[]> {
  const { BatchGetTracesCommand } = await import("@aws-sdk/client-xray");
  const client = await access.xray();
  const found = new Map<string, FetchedTrace>();
  let waiting: readonly string[] = ids;
  for (let attempt = 0; attempt < 2 && waiting.length > 0; attempt += 1) {
    let unprocessed: readonly string[] = [];
    const asked = waiting;
    const pages = await readPages(fetchedSchema, async (token) => {
      const output = await access.budget("traces", () =>
        client.send(new BatchGetTracesCommand({ TraceIds: [...asked], NextToken: token })),
      );
      unprocessed = [...unprocessed, ...(output.UnprocessedTraceIds ?? [])];
      return { items: output.Traces, next: output.NextToken };
    });
    if (pages.error !== undefined) throw asError(pages.error);
    for (const { Id: id, LimitExceeded: isCut, Segments: segments } of pages.items) {
      const documents = (segments ?? []).map((segment) => segment.Document ?? "");
      // A large trace comes on several pages.
      const known = found.get(id);
      found.set(id, {
        id,
        isCut: isCut === true || known?.isCut === true,
        documents: [...(known?.documents ?? []), ...documents],
      });
    }
    waiting = unprocessed.filter((id) => !found.has(id));
  }
  count(found.size, access);
  return [...found.values()];
}
