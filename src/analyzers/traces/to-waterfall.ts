import type { Waterfall } from "../../model/trace-report.ts";
import type { TraceNode } from "./build-tree.ts";
import type { RequestProfile } from "./profile-trace.ts";
import { isFunctionSpan } from "./trace-step.ts";
import { toTracedRequest } from "./to-traced-request.ts";

/** Every span of a request, parents before their parts. */
export function toWaterfall(profile: RequestProfile): Waterfall {
  return {
    request: toTracedRequest(profile),
    rows: profile.nodes.map(({ node, step, depth }) => ({
      depth,
      label: labelOf(node, step.label),
      phase: step.phase,
      startMs: node.startMs - profile.startMs,
      durationMs: node.endMs - node.startMs,
      selfMs: selfMs(node),
      waitedMs: profile.waitedOf.get(node) ?? 0,
      isFault: node.span.isFault === true,
    })),
  };
}

/** The caller is the row above: no need to name it again. */
function labelOf({ span }: TraceNode, label: string): string {
  if (isFunctionSpan(span)) return `function ${span.name}`;
  const short = label.replace(/ behind .*$/, "");
  return short === "gateway" ? span.name : short;
}

/** Its length without what its parts cover together. */
function selfMs({ startMs, endMs, children }: TraceNode): number {
  let coveredMs = 0;
  let untilMs = startMs;
  for (const child of children) {
    coveredMs += Math.max(0, child.endMs - Math.max(child.startMs, untilMs));
    untilMs = Math.max(untilMs, child.endMs);
  }
  return endMs - startMs - coveredMs;
}
