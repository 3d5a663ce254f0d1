import { parseSegmentDocument, toTraceSpans } from "../../model/trace-spans.ts";
import type { Trace } from "../../model/trace.ts";
import type { FetchedTrace } from "./trace-source.ts";

/** A trace's documents as spans. What is none is counted. */
export function toTrace({ id, isCut, documents }: FetchedTrace, pick: Trace["pick"]): Trace {
  const read = documents.map((document) =>
    typeof document === "string" ? parseSegmentDocument(document) : toTraceSpans(document),
  );
  const spans = read.flatMap((one) => one.spans);
  return {
    id,
    pick,
    startMs: spans.reduce((least, { startMs }) => Math.min(least, startMs), startOfId(id)),
    isCut,
    malformed: read.reduce((sum, one) => sum + one.malformed, 0),
    spans,
  };
}

/** An id holds the second in which its first request came; where it is none, no time is known. */
function startOfId(id: string): number {
  const seconds = Number.parseInt(/^1-([0-9a-f]{8})-/.exec(id)?.[1] ?? "", 16);
  return Number.isNaN(seconds) ? Number.MAX_SAFE_INTEGER : (seconds + 1) * 1_000;
}
