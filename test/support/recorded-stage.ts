import { createRandom } from "../../src/core/random.ts";
import { DAY_MS } from "../../src/core/window.ts";
import { toRuns, type Series } from "../../src/model/series.ts";
import type { Target } from "../../src/model/target.ts";

const END_MS = Date.UTC(2026, 3, 9);
export const RECORDED = { startMs: END_MS - 2 * DAY_MS, endMs: END_MS };

/** Minutes up to the end of what is recorded; about one request in 300 fails, one in 90 is refused. */
export function recordedStage(
  target: Target,
  perMinute: number,
  route: string | null = null,
  minutesLong = 2_880,
): Series[] {
  const random = createRandom(perMinute);
  const minutes = Array.from(
    { length: minutesLong },
    (_, minute) => END_MS + (minute - minutesLong) * 60_000,
  );
  const series = (metric: string, stat: string, value: (minute: number) => number): Series => ({
    target: target.id,
    route,
    namespace: "AWS/ApiGateway",
    metric,
    dimensions:
      route === null ? target.dimensions : { ...target.dimensions, Method: "POST", Resource: "/orders" },
    stat,
    periodSeconds: 60,
    runs: toRuns(
      minutes.map((timeMs, minute) => ({ timeMs, value: value(minute) })),
      60,
    ),
  });
  const share = (mean: number) => mean * (0.5 + random.next());
  return [
    series("Count", "Sum", () => perMinute),
    series("Latency", "p90", () => 200 + 90 * random.next()),
    series("IntegrationLatency", "p90", () => 180 + 70 * random.next()),
    series("5XXError", "Average", () => share(1 / 300)),
    series("4XXError", "Average", () => share(1 / 90)),
  ];
}
