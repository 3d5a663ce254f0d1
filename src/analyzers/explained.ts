import { MINUTE_MS } from "../core/window.ts";
import type { Finding } from "../model/finding.ts";

/** Starts this close are one event seen by two analyzers. */
const TOGETHER_MS = 15 * MINUTE_MS;
/** From this share of failing requests on, the failing ones are what makes the latency. */
const FAILING = 0.05;
/** Where this share of the requests is refused, the requests are others than before, and so are their latencies. */
const OTHER_REQUESTS = 0.3;

/**
 * Leaves out findings that another one of the same target explains, so that one incident is told once:
 *
 * - slow requests that began with a cache collapse: the backend answers what the cache used to;
 * - slow requests that began with server errors, where the failing requests are enough to make them, or where only
 *   the slowest requests got slower: they are the ones that fail;
 * - fewer requests of a route that vanished while the stage went on;
 * - more requests than usual that began with client errors: it is the added ones that are refused.
 * - slow requests of which the side is not known that began with a flood of client errors: they are other requests;
 * - requests turned away by a limit, and little headroom below one, while client errors rose: those name the limit;
 * - little headroom while requests are turned away.
 */
export function withoutExplained(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (finding) => !findings.some((other) => other.target === finding.target && explains(other, finding)),
  );
}

function explains(other: Finding, finding: Finding): boolean {
  if (finding.analyzer === "traffic/drop")
    return other.analyzer === "traffic/route-vanished" && other.route === finding.route;
  if (finding.analyzer === "traffic/surge") return isRefused(other, finding);
  if (finding.analyzer.startsWith("throttling/"))
    return tellsOfLimit(other, finding) && overlap(other, finding);
  if (!finding.analyzer.startsWith("latency/")) return false;
  if (other.route !== null && finding.route !== null && other.route !== finding.route) return false;
  if (!isTogether(other, finding)) return false;
  if (other.analyzer === "cache/hit-ratio-collapse") return true;
  if (other.analyzer === "errors/client-error-spike")
    return finding.analyzer === "latency/regression" && other.impact.share >= OTHER_REQUESTS;
  const isFailure = other.analyzer === "errors/server-error-spike" || other.analyzer.startsWith("websocket/");
  return isFailure && (other.impact.share >= FAILING || finding.impact.share < FAILING);
}

function isTogether(left: Finding, right: Finding): boolean {
  return Math.abs(Date.parse(left.startedAt) - Date.parse(right.startedAt)) <= TOGETHER_MS;
}

function isRefused(other: Finding, surge: Finding): boolean {
  const isClient =
    other.analyzer === "errors/client-error-spike" || other.analyzer === "websocket/client-errors";
  return isClient && isTogether(other, surge) && other.impact.requests >= surge.impact.requests / 2;
}

function tellsOfLimit(other: Finding, finding: Finding): boolean {
  if (other.analyzer === "errors/client-error-spike" || other.analyzer === "websocket/client-errors")
    return true;
  return other.analyzer === "throttling/turned-away" && finding.analyzer === "throttling/headroom";
}

function overlap(left: Finding, right: Finding): boolean {
  const endOf = ({ endedAt }: Finding): number => (endedAt === null ? Infinity : Date.parse(endedAt));
  return Date.parse(left.startedAt) < endOf(right) && Date.parse(right.startedAt) < endOf(left);
}
