import { API_GATEWAY_NAMESPACE, metricFact } from "../catalog/metrics.ts";
import type { Window } from "../core/window.ts";
import type { Target } from "../model/target.ts";
import type { Account } from "../simulate/account.ts";

/** Requests of a target in a window of whole periods, as its metrics count them. */
export function requestsIn(account: Account, target: Target, window: Window, periodSeconds: number): number {
  const measures =
    target.kind === "websocket" ? (["connects", "messages"] as const) : (["requests"] as const);
  const counts = measures.flatMap((measure) => {
    const metric = metricFact(target.kind, measure)?.metric;
    const key = { namespace: API_GATEWAY_NAMESPACE, metric: metric ?? "", dimensions: target.dimensions };
    return account.query(key, "Sum", periodSeconds, window);
  });
  return counts.reduce((sum, { value }) => sum + value, 0);
}
