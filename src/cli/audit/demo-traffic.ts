import { dimensionsOfRoute } from "../../catalog/dimensions.ts";
import { API_GATEWAY_NAMESPACE, metricFact } from "../../catalog/metrics.ts";
import { HOUR_MS, MINUTE_MS, type Window } from "../../core/window.ts";
import { toRuns, type Series } from "../../model/series.ts";
import { NO_COST, type Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { Account } from "../../simulate/account.ts";
import { demoLogSlice } from "../demo-logs.ts";
import { requestsIn } from "../requests-in.ts";

/** More would be drawn for one line of advice. */
const LOOKED_AT_HOURS = 1;
/** In its last three hours the demo account is drawn request by request, which takes many times as long. */
const BEFORE_HOURS = 3;

const LOG_MINUTES = 20;
/** The few lines of a stage that is busier than that take longer to draw than all the rest. */
const MOST_REQUESTS = 100_000;

/**
 * What a recording of the demo account would hold of its routes' traffic: hourly counts where metrics of routes are switched on, and
 * elsewhere what was read of the access log.
 */
export function demoTraffic(account: Account): Snapshot {
  const endMs = Math.floor(account.nowMs / HOUR_MS - BEFORE_HOURS) * HOUR_MS;
  const window = { startMs: endMs - LOOKED_AT_HOURS * HOUR_MS, endMs };
  const logWindow = { startMs: endMs - LOG_MINUTES * MINUTE_MS, endMs };
  return {
    schemaVersion: 1,
    origin: "demo",
    window,
    baseline: { startMs: window.startMs - HOUR_MS, endMs: window.startMs },
    settledMs: endMs,
    targets: [...account.targets],
    series: routeSeries(account, window),
    logs: account.targets
      .filter(
        (target) => isWorthReading(target) && requestsIn(account, target, logWindow, 60) < MOST_REQUESTS,
      )
      .flatMap((target) => demoLogSlice(account, { target, window: logWindow }) ?? []),
    blindSpots: [],
    cost: NO_COST,
  };
}

/** It has a GET route that a cache may be advised for, and nothing else that tells how busy that is. */
function isWorthReading({ kind, configuration }: Target): boolean {
  if (kind !== "rest" || configuration === null || configuration.detailedMetrics) return false;
  return configuration.routes.some(
    ({ key, cached }) => key.startsWith("GET ") && !key.includes("{") && !cached,
  );
}

function routeSeries(account: Account, window: Window): Series[] {
  const stat = "Sum";
  const periodSeconds = HOUR_MS / 1_000;
  return account.targets.flatMap(({ id, kind, dimensions, configuration }) =>
    (configuration?.routes ?? [])
      .filter(({ detailedMetrics }) => kind === "rest" && detailedMetrics)
      .flatMap(({ key }) =>
        (["requests", "serverErrors"] as const).flatMap((measure): Series[] => {
          const metric = metricFact(kind, measure)?.metric;
          const ofRoute = dimensionsOfRoute(kind, key);
          if (metric === undefined || ofRoute === undefined) return [];
          const found = {
            namespace: API_GATEWAY_NAMESPACE,
            metric,
            dimensions: { ...dimensions, ...ofRoute },
          };
          const runs = toRuns(account.query(found, stat, periodSeconds, window), periodSeconds);
          return [{ ...found, target: id, route: key, stat, periodSeconds, runs }];
        }),
      ),
  );
}
