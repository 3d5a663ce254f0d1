import { type Random, createRandom } from "../core/random.ts";
import { HOUR_MS, MINUTE_MS, floorTo } from "../core/window.ts";
import { stageTargetId } from "./behaviour-at.ts";
import { DEMO_TOPICS, demoAlarms } from "./demo-alarms.ts";
import { demoStages } from "./demo-stages.ts";
import type { AccountPlan, PlannedIncident, StagePlan } from "./plan.ts";

/** A Friday afternoon, UTC. */
const NOW_MS = Date.UTC(2026, 10, 20, 15);

/**
 * The account of the demo: a retailer's APIs in one Region, of all three flavours, from three requests an hour
 * to three thousand a second. Eight of them are in trouble, each in its own way, since some time within the
 * last hundred minutes; times and magnitudes come from the seed. The others are as healthy as real APIs are.
 */
export function demoPlan(seed: number): AccountPlan {
  const random = createRandom(seed).fork("demo");
  const spike = during(random.fork("spike"), 62, 100, 28, 45);
  const step = during(random.fork("step"), 25, 100, Infinity, Infinity);
  const stages = demoStages(NOW_MS, {
    orders: floorTo(spike.startMs, MINUTE_MS),
    payments: floorTo(step.startMs, MINUTE_MS),
  });
  const place = (
    stageOf: StagePlan,
    name: string,
    routeKey: string | null,
    times: Pick<PlannedIncident, "startMs" | "endMs">,
    magnitude: number,
  ): PlannedIncident => ({ name, target: stageTargetId(stageOf), route: routeKey, ...times, magnitude });
  const between = (name: string, low: number, high: number): number =>
    low + (high - low) * random.fork(`magnitude of ${name}`).next();
  const lasting = (name: string, latestMinutes = 25): Pick<PlannedIncident, "startMs" | "endMs"> =>
    during(random.fork(name), latestMinutes, 100, Infinity, Infinity);
  return {
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: NOW_MS,
    stages: Object.values(stages),
    alarms: demoAlarms(NOW_MS),
    topics: DEMO_TOPICS,
    incidents: [
      place(
        stages.orders,
        "integration-errors-after-deployment",
        "POST /orders",
        spike,
        between("spike", 0.05, 0.14),
      ),
      place(stages.payments, "backend-slowdown-step", null, step, 1.5),
      place(stages.search, "backend-slowdown-tail", null, lasting("tail"), between("tail", 6, 10)),
      place(stages.catalog, "cache-collapse", null, lasting("cache"), between("cache", 0.75, 0.95)),
      place(
        stages.accounts,
        "authorizer-slowdown",
        null,
        lasting("authorizer"),
        between("authorizer", 150, 400),
      ),
      place(stages.notifications, "traffic-drop", null, lasting("drop"), between("drop", 0.75, 1)),
      place(
        stages.tracking,
        "websocket-integration-errors",
        null,
        lasting("websocket"),
        between("websocket", 0.06, 0.2),
      ),
      // At a dozen requests an hour a shorter one would hold too few requests for anybody to know.
      place(
        stages.invoices,
        "lambda-permission-removed",
        null,
        lasting("invoices", 50),
        between("invoices", 0.95, 1),
      ),
    ],
  };
}

/** A start so many minutes before "now", and an end; what does not end lasts beyond "now". */
function during(
  random: Random,
  latestMinutes: number,
  earliestMinutes: number,
  shortestMinutes: number,
  longestMinutes: number,
): { startMs: number; endMs: number } {
  const agoMinutes = Math.round(latestMinutes + (earliestMinutes - latestMinutes) * random.next());
  const startMs = NOW_MS - agoMinutes * MINUTE_MS;
  if (!Number.isFinite(shortestMinutes)) return { startMs, endMs: NOW_MS + HOUR_MS };
  const lasted = Math.round(shortestMinutes + (longestMinutes - shortestMinutes) * random.next());
  return { startMs, endMs: startMs + lasted * MINUTE_MS };
}
