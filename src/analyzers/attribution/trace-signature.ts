import type { Window } from "../../core/window.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { Trace } from "../../model/trace.ts";
import { recognize } from "../signatures/recognize.ts";
import type { Signature } from "../signatures/signature.ts";
import { spanText } from "../signatures/span-text.ts";

/** Fewer failing requests tell of themselves. */
const LEAST_FAILING = 3;
const MOST = 0.5;

/** The way to fail that most of the failed requests look like in their traces of an incident, or null. */
export function traceSignature(
  target: Target,
  { traces = [] }: Snapshot,
  { startMs, endMs }: Window,
): Signature | null {
  const failed = traces
    .filter((slice) => slice.target === target.id)
    .flatMap((slice) => slice.traces)
    .filter((trace) => trace.startMs >= startMs && trace.startMs < endMs)
    .filter(({ spans }) => spans.some(({ isFault }) => isFault === true));
  if (failed.length < LEAST_FAILING) return null;
  const counts = new Map<Signature, number>();
  for (const trace of failed) {
    const signature = signatureOf(trace, target);
    if (signature !== null) counts.set(signature, (counts.get(signature) ?? 0) + 1);
  }
  return [...counts].find(([, requests]) => requests > MOST * failed.length)?.[0] ?? null;
}

/** Of the deepest span that says something: what is above it only passes the failure on. */
function signatureOf({ spans }: Trace, { kind, configuration }: Target): Signature | null {
  const { status = null, method = null } =
    spans.find(({ origin }) => origin === "AWS::ApiGateway::Stage") ?? {};
  const routes = configuration?.routes ?? [];
  const integrated = new Set(routes.flatMap(({ integrationTarget }) => integrationTarget ?? []));
  for (const span of spans.toReversed()) {
    const text = spanText(span, integrated);
    if (text === null) continue;
    const symptom = { source: "traces", api: kind, status, responseType: null, text, method } as const;
    const signature = recognize({ ...symptom, integration: null });
    if (signature !== null) return signature;
  }
  return null;
}
