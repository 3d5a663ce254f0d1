import { z } from "zod";

import { MAX_RETRIEVED_TRACES } from "../../catalog/api-limits.ts";
import { timestampMs } from "../input-schemas.ts";
import { operation } from "../operation.ts";
import { decodeToken, encodeToken } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { findTrace, toDocuments } from "./find-trace.ts";

/** Traces on a page of ListRetrievedTraces. Source: X-Ray API Reference. */
const TRACES_PER_PAGE = 5;

/** Where segments go: an account has Transaction Search where it says so. */
export const getTraceSegmentDestination = operation({
  service: "xray",
  name: "GetTraceSegmentDestination",
  route: { method: "POST", path: "/GetTraceSegmentDestination" },
  input: z.object({}),
  answer: (_input, { account }) => ({
    Destination: account.isTransactionSearch === true ? "CloudWatchLogs" : "XRay",
    Status: "ACTIVE",
  }),
});

/** The token is the question itself: nothing has to be remembered, and what is asked for is there at once. */
export const startTraceRetrieval = operation({
  service: "xray",
  name: "StartTraceRetrieval",
  route: { method: "POST", path: "/StartTraceRetrieval" },
  input: z.object({
    TraceIds: z.array(z.string()).min(1).max(MAX_RETRIEVED_TRACES),
    StartTime: timestampMs,
    EndTime: timestampMs,
  }),
  answer: ({ TraceIds, StartTime, EndTime }, { account }) => {
    if (account.isTransactionSearch !== true) {
      throw new ServiceError("InvalidRequestException", "Transaction Search is not enabled");
    }
    return { RetrievalToken: JSON.stringify([TraceIds, StartTime, EndTime]) };
  },
});

const tokenSchema = z.tuple([z.array(z.string()), z.number(), z.number()]);

/** In X-Ray's own format, whatever is asked for. */
export const listRetrievedTraces = operation({
  service: "xray",
  name: "ListRetrievedTraces",
  route: { method: "POST", path: "/ListRetrievedTraces" },
  paging: { tokenIn: "NextToken", tokenOut: "NextToken", list: "Traces" },
  input: z.object({
    RetrievalToken: z.string(),
    TraceFormat: z.enum(["XRAY", "OTEL"]).default("XRAY"),
    NextToken: z.string().optional(),
  }),
  answer: ({ RetrievalToken, NextToken: token }, { account, nowMs }) => {
    const [ids, startMs, endMs] = parseToken(RetrievalToken);
    const [skip = 0] = token === undefined ? [0] : (decodeToken({ RetrievalToken }, token) ?? []);
    const found = ids
      .map((id) => findTrace(account, nowMs, id, { isRetrieval: true }))
      .filter((trace) => trace !== undefined)
      .filter((trace) => trace.startMs >= startMs && trace.startMs <= endMs);
    const page = found.slice(skip, skip + TRACES_PER_PAGE);
    const next = skip + page.length < found.length ? [skip + page.length] : undefined;
    return {
      RetrievalStatus: "COMPLETE",
      TraceFormat: "XRAY",
      Traces: page.map((trace) => ({ Id: trace.id, Spans: toDocuments(trace) })),
      NextToken: next && encodeToken({ RetrievalToken }, next),
    };
  },
});

function parseToken(token: string): z.output<typeof tokenSchema> {
  try {
    return tokenSchema.parse(JSON.parse(token));
  } catch {
    throw new ServiceError("ResourceNotFoundException", "The retrieval token is not known");
  }
}
