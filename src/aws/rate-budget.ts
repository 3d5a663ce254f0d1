import PQueue from "p-queue";

import {
  CONTROL_PLANE_PER_SECOND,
  DATAPOINTS_PER_SECOND,
  GET_RESOURCES_PER_2_SECONDS,
  LIST_METRICS_PER_SECOND,
  MAX_DATAPOINTS,
} from "../catalog/api-limits.ts";
import { SECOND_MS } from "../core/window.ts";

/** What shares a limit. The two kinds of GetMetricData have quotas of their own in datapoints. */
export type BudgetName =
  "control-plane" | "control-plane-resources" | "list-metrics" | "metric-data-recent" | "metric-data-older";

/** Waits until a call may start, and runs it. */
export type RateBudget = <T>(name: BudgetName, call: () => Promise<T>) => Promise<T>;

/** The shortest time between the starts of two calls, so that no second holds more of them than allowed. */
const SPACING_MS: Readonly<Record<BudgetName, number>> = {
  "control-plane": SECOND_MS / CONTROL_PLANE_PER_SECOND,
  "control-plane-resources": (2 * SECOND_MS) / GET_RESOURCES_PER_2_SECONDS,
  "list-metrics": SECOND_MS / LIST_METRICS_PER_SECOND,
  "metric-data-recent": (SECOND_MS * MAX_DATAPOINTS) / DATAPOINTS_PER_SECOND.recent,
  "metric-data-older": (SECOND_MS * MAX_DATAPOINTS) / DATAPOINTS_PER_SECOND.older,
};

/** Enough for the spacing to be the limit while answers take a second, and few enough for memory. */
const CONCURRENCY = 4;

/**
 * One budget for all that talks to one region of one account. Calls of a name start in the order in which they
 * were asked for. GetResources is a control-plane call as well, so it waits for both.
 */
export function createRateBudget(): RateBudget {
  const queues = new Map<BudgetName, PQueue>();
  const queue = (name: BudgetName): PQueue => {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const made = new PQueue({ concurrency: CONCURRENCY, intervalCap: 1, interval: SPACING_MS[name] });
    queues.set(name, made);
    return made;
  };
  const run: RateBudget = async (name, call) => {
    if (name !== "control-plane-resources") return settled(queue(name), call);
    return settled(queue(name), () => run("control-plane", call));
  };
  return run;
}

/** For an endpoint on this machine, which has no quota that others share: only the concurrency is bounded. */
export function createLocalBudget(): RateBudget {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  return (_name, call) => settled(queue, call);
}

/** p-queue may resolve without a value (a timeout, which is not used here), and its types say so. */
async function settled<T>(queue: PQueue, call: () => Promise<T>): Promise<T> {
  let outcome: { value: T } | undefined;
  await queue.add(async () => {
    outcome = { value: await call() };
  });
  if (outcome === undefined) throw new Error("a queued call ended without an outcome");
  return outcome.value;
}
