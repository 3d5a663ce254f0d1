import { apiNameDimensions } from "../catalog/dimensions.ts";
import { hashText } from "../core/hash.ts";
import { HOUR_MS, MINUTE_MS, floorTo } from "../core/window.ts";
import { targetId } from "../model/target.ts";
import type { Behaviour, Limits } from "./behaviour.ts";
import type { Incident, IncidentContext } from "./incident.ts";
import { findIncident } from "./incidents/registry.ts";
import { createSmoothNoise, hashNormal } from "./noise.ts";
import { type Drift, normalOutcomes } from "./normal-outcomes.ts";
import type { AccountPlan, PlannedIncident, RoutePlan, StagePlan } from "./plan.ts";
import { BLOCK_MS, meanOne, trafficAt } from "./traffic.ts";

/** A stage's behaviour over time: what {@link createStageModel} answers. */
export interface StageModel {
  /** Target id. */
  readonly id: string;
  readonly stage: StagePlan;
  /** While nothing is wrong. Constant over a block; see traffic.ts. */
  normalAt(route: RoutePlan, timeMs: number): Behaviour;
  /** With the incidents that are active in the minute of `timeMs`, in the plan's order. Limits are not applied yet. */
  behaviourAt(route: RoutePlan, timeMs: number): Behaviour;
  /** Expected requests a minute of the whole stage, with the incidents of that minute. */
  rateAt(timeMs: number): number;
  limitsAt(timeMs: number): Limits;
  /** Whether an incident of this stage touches `[startMs, endMs)`. */
  isTouched(startMs: number, endMs: number): boolean;
}

/** The id by which reports name a simulated stage. */
export function stageTargetId(stage: StagePlan): string {
  const api =
    stage.kind === "rest" ? (apiNameDimensions(stage.apiName, stage.apiId)[0] ?? stage.apiName) : stage.apiId;
  return targetId(stage.kind, api, stage.stage);
}

/**
 * Errors: E_USAGE where the plan names an incident that the catalogue does not have.
 */
export function createStageModel(plan: AccountPlan, stage: StagePlan): StageModel {
  const id = stageTargetId(stage);
  const incidents = plan.incidents
    .filter((planned) => planned.target === id)
    .map((planned) => ({ planned, incident: findIncident(planned.name) }));
  const active = (timeMs: number) => {
    const isAny = incidents.some(({ planned }) => isActive(planned, timeMs));
    return isAny ? incidents.filter(({ planned }) => isActive(planned, timeMs)) : [];
  };
  const drifts = new Map(
    stage.routes.map((route) => [route, createDrift(hashText(`${plan.seed}/${id}/${route.key}`))]),
  );
  // Only the newest block of each route is kept: questions come in order of time.
  const newest = new Map<RoutePlan, { block: number; behaviour: Behaviour }>();

  let rate = { block: Number.NaN, perMinute: 0 };
  const perMinuteAt = (timeMs: number): number => {
    const block = Math.floor(timeMs / BLOCK_MS);
    if (rate.block !== block) rate = { block, perMinute: trafficAt(stage.traffic, plan.seed, id, timeMs) };
    return rate.perMinute;
  };
  const normalAt = (route: RoutePlan, timeMs: number): Behaviour => {
    const block = Math.floor(timeMs / BLOCK_MS);
    const known = newest.get(route);
    if (known?.block === block) return known.behaviour;
    const drift = (drifts.get(route) ?? createDrift(0))(block);
    const behaviour = {
      requestsPerMinute: perMinuteAt(timeMs) * route.weight,
      outcomes: normalOutcomes(stage, route, drift),
    };
    newest.set(route, { block, behaviour });
    return behaviour;
  };
  const behaviourAt = (route: RoutePlan, timeMs: number): Behaviour => {
    const now = active(timeMs);
    if (now.length === 0) return normalAt(route, timeMs);
    return now
      .filter(({ planned }) => planned.route === null || planned.route === route.key)
      .reduce(
        (behaviour, { planned, incident }) =>
          incident.apply(behaviour, contextOf(stage, route, planned, incident, timeMs)),
        normalAt(route, timeMs),
      );
  };
  const weight = stage.routes.reduce((sum, route) => sum + route.weight, 0);
  return {
    id,
    stage,
    normalAt,
    behaviourAt,
    rateAt: (timeMs) =>
      active(timeMs).length === 0
        ? perMinuteAt(timeMs) * weight
        : stage.routes.reduce((sum, route) => sum + behaviourAt(route, timeMs).requestsPerMinute, 0),
    limitsAt: (timeMs) =>
      active(timeMs).reduce((limits, { planned, incident }) => {
        const route = stage.routes.find(({ key }) => key === planned.route) ?? stage.routes[0];
        if (incident.limits === undefined || route === undefined) return limits;
        return incident.limits(limits, contextOf(stage, route, planned, incident, timeMs));
      }, stage.limits),
    isTouched: (startMs, endMs) =>
      incidents.some(({ planned }) => floorTo(planned.startMs, MINUTE_MS) < endMs && planned.endMs > startMs),
  };
}

/** An incident holds for whole minutes: from the one it starts in to the last that starts before its end. */
function isActive(planned: PlannedIncident, timeMs: number): boolean {
  const minuteMs = floorTo(timeMs, MINUTE_MS);
  return minuteMs >= floorTo(planned.startMs, MINUTE_MS) && minuteMs < planned.endMs;
}

function contextOf(
  stage: StagePlan,
  route: RoutePlan,
  planned: PlannedIncident,
  incident: Incident,
  timeMs: number,
): IncidentContext {
  const progress =
    (floorTo(timeMs, MINUTE_MS) - planned.startMs) / Math.max(1, planned.endMs - planned.startMs);
  return {
    stage,
    route,
    magnitude: planned.magnitude ?? incident.magnitude.default,
    progress: Math.min(1, Math.max(0, progress)),
  };
}

/** Latency factors move in such steps, so that few different distributions have to be tabulated. */
const LATENCY_STEP = 0.005;

/**
 * Real services are never flat: latencies wander a few percent over hours, error ratios by tens of percent,
 * both with some noise from block to block.
 */
function createDrift(seed: number): (block: number) => Drift {
  const wander = (name: number, perHours: number): ((hours: number) => number) => {
    const noise = createSmoothNoise(seed ^ (name * 0x27d4eb2f));
    return (hours) => noise(hours / perHours);
  };
  const integrationSlow = wander(1, 4);
  const integrationFast = wander(2, 0.7);
  const gateway = wander(4, 5);
  const clientErrors = wander(6, 3);
  const serverErrors = wander(8, 2);
  const cacheMisses = wander(10, 6);
  return (block) => {
    const hours = (block * BLOCK_MS) / HOUR_MS;
    const jitter = (name: number): number => hashNormal(seed ^ (name * 0x165667b1), block);
    return {
      integrationLatency: stepped(
        0.025 * integrationSlow(hours) + 0.012 * integrationFast(hours) + 0.004 * jitter(3),
      ),
      gatewayLatency: stepped(0.015 * gateway(hours) + 0.004 * jitter(5)),
      clientErrors: meanOne(0.25, 0.8 * clientErrors(hours) + 0.6 * jitter(7)),
      serverErrors: meanOne(0.35, 0.8 * serverErrors(hours) + 0.6 * jitter(9)),
      cacheMisses: meanOne(0.06, 0.9 * cacheMisses(hours) + 0.4 * jitter(11)),
    };
  };
}

function stepped(logarithm: number): number {
  return Math.exp(Math.round(logarithm / LATENCY_STEP) * LATENCY_STEP);
}
