import { createRandom } from "../core/random.ts";
import { MINUTE_MS, floorTo } from "../core/window.ts";
import type { Behaviour } from "./behaviour.ts";
import { type StageModel, createStageModel } from "./behaviour-at.ts";
import { drawPoisson } from "./draw-poisson.ts";
import type { Truth } from "./incident.ts";
import { findIncident } from "./incidents/registry.ts";
import { outcomeName } from "./outcome-name.ts";
import type { AccountPlan, PlannedIncident, RoutePlan } from "./plan.ts";
import type { RouteMinute, StageCells } from "./stage-cells.ts";

/** What is known of the stage that an incident is planned for. */
export interface AffectedStage {
  readonly model: StageModel;
  readonly cells: StageCells;
}

/**
 * The answer key of one planned incident: what was planned, and when the drawn data first show it.
 *
 * @param affected null where the plan has no such stage; then there was no effect.
 */
export function truthOf(plan: AccountPlan, planned: PlannedIncident, affected: AffectedStage | null): Truth {
  const incident = findIncident(planned.name);
  return {
    incident: planned.name,
    target: planned.target,
    route: planned.route,
    startMs: planned.startMs,
    endMs: planned.endMs,
    firstEffectMs: affected === null ? null : firstEffect(plan, planned, affected),
    cause: incident.cause,
    shouldPage: incident.shouldPage,
    inMetrics: incident.inMetrics,
  };
}

function firstEffect(
  plan: AccountPlan,
  planned: PlannedIncident,
  { model, cells }: AffectedStage,
): number | null {
  const incidents = plan.incidents.filter((other) => other !== planned);
  const without = createStageModel({ ...plan, incidents }, model.stage);
  const routes = model.stage.routes.filter(({ key }) => planned.route === null || planned.route === key);
  const random = createRandom(plan.seed).fork(`${model.id}/lost`);
  const endMs = Math.min(planned.endMs, plan.nowMs);
  for (let minuteMs = floorTo(planned.startMs, MINUTE_MS); minuteMs < endMs; minuteMs += MINUTE_MS) {
    const isAffected = (route: RoutePlan): boolean => {
      const normal = without.behaviourAt(route, minuteMs);
      const happened = cells.routeMinute(route.key, Math.floor(minuteMs / MINUTE_MS));
      const lost = normal.requestsPerMinute - happened.behaviour.requestsPerMinute;
      if (drawPoisson(lost, random.fork(`${route.key}/${minuteMs}`)) > 0) return true;
      return affectedRequests(normal, happened) >= 0.5;
    };
    if (routes.some(isAffected)) return minuteMs;
  }
  return null;
}

/** Requests that ended as none would have: of each outcome the part by which its rate exceeds the normal one. */
function affectedRequests(normal: Behaviour, { behaviour, counts }: RouteMinute): number {
  const usual = ratesOf(normal);
  const now = ratesOf(behaviour);
  let affected = 0;
  for (const [name, count] of counts) {
    const rate = now.get(name) ?? 0;
    const excess = rate > 0 ? Math.max(0, 1 - (usual.get(name) ?? 0) / rate) : 1;
    // Shares are sums of floating-point numbers; a difference in the last digits is none.
    if (excess > 1e-6) affected += excess * count;
  }
  return affected;
}

function ratesOf({ outcomes, requestsPerMinute }: Behaviour): Map<string, number> {
  const rates = new Map<string, number>();
  for (const outcome of outcomes) {
    const name = outcomeName(outcome);
    rates.set(name, (rates.get(name) ?? 0) + requestsPerMinute * outcome.share);
  }
  return rates;
}
