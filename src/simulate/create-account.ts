import { LISTED_FOR_MS } from "../catalog/api-limits.ts";
import { DAY_MS, MINUTE_MS, type Window } from "../core/window.ts";
import type { Datapoint } from "../model/series.ts";
import type { Account, LogEvent, Trace } from "./account.ts";
import { type StageModel, createStageModel } from "./behaviour-at.ts";
import { type Cell, emptyCell, mergeCell } from "./cell.ts";
import { statisticOf } from "./cell-statistic.ts";
import { createDemand } from "./demand.ts";
import type { Truth } from "./incident.ts";
import { isTraced } from "./is-traced.ts";
import { logEvents, logGroups } from "./log-groups.ts";
import { type MetricEntity, metricEntities, metricKeyText } from "./metric-entity.ts";
import type { AccountPlan, StagePlan } from "./plan.ts";
import type { SimulatedRequest } from "./request.ts";
import { type StageCells, createStageCells } from "./stage-cells.ts";
import { createStageLimits } from "./stage-limits.ts";
import { stageTarget } from "./stage-target.ts";
import { stageTraces } from "./stage-traces.ts";
import { BLOCK_MS } from "./traffic.ts";
import { truthOf } from "./truths.ts";

/** An account made of a plan, with what only a simulation knows. */
export interface SimulatedAccount extends Account {
  /** In the plan's order. */
  readonly truths: readonly Truth[];
  /** Ascending by time, of the last day: as many as the target's datapoints count. */
  requests(target: string, window: Window): Iterable<SimulatedRequest>;
}

/** What is older is gone, as with a log group's retention: nobody waits for months of lines to be drawn. */
const LOGS_KEPT_MS = DAY_MS;

interface Simulated {
  readonly stage: StagePlan;
  readonly model: StageModel;
  readonly cells: StageCells;
}

/**
 * Draws an account lazily: nothing is made before it is asked for, everything that was made is kept, and the
 * same plan gives the same answers whatever is asked first.
 *
 * Errors: E_USAGE where the plan names an incident that the catalogue does not have.
 */
export function createAccount(plan: AccountPlan): SimulatedAccount {
  const models = plan.stages.map((stage) => createStageModel(plan, stage));
  const demand = createDemand(models);
  const simulated = models.map((model): Simulated => {
    const limits = createStageLimits(model, (timeMs) => demand(timeMs) - model.rateAt(timeMs) / 60);
    return { stage: model.stage, model, cells: createStageCells(plan, model, limits) };
  });
  const byStage = new Map(simulated.map((one) => [one.stage, one]));
  const byTarget = new Map(simulated.map((one) => [one.model.id, one]));
  const entities = metricEntities(plan.stages);
  const byKey = new Map(entities.map((entity) => [metricKeyText(entity.key), entity]));
  const groups = plan.stages.flatMap(logGroups);
  let truths: readonly Truth[] | null = null;
  const listed = new Map<MetricEntity, number | null>();

  const sources = new Map(
    entities.map((entity) => [
      entity,
      entity.stages.flatMap((stage): StageCells[] => {
        const cells = byStage.get(stage)?.cells;
        return cells === undefined ? [] : [cells];
      }),
    ]),
  );

  /** What happened in a period, or null where nothing did. Mostly one cell that is kept: it is answered itself. */
  const cellAt = (
    from: readonly StageCells[],
    route: string | null,
    startMs: number,
    periodMs: number,
  ): Cell | null => {
    const isByBlock = periodMs % BLOCK_MS === 0;
    const stepMs = isByBlock ? BLOCK_MS : MINUTE_MS;
    const endMs = Math.min(startMs + periodMs, plan.nowMs);
    let only: Cell | null = null;
    let sum: Cell | null = null;
    for (let step = startMs / stepMs; step * stepMs < endMs; step += 1) {
      for (const cells of from) {
        const period = isByBlock ? cells.block(step) : cells.minute(step);
        const cell = route === null ? period.stage : period.routes.get(route);
        if (cell === undefined || cell.requests === 0) continue;
        if (only === null) {
          only = cell;
          continue;
        }
        if (sum === null) {
          sum = emptyCell();
          mergeCell(sum, only);
        }
        mergeCell(sum, cell);
      }
    }
    return sum ?? only;
  };

  const newestMs = (entity: MetricEntity): number | null => {
    if (!isPossible(entity)) return null;
    const sampleCount = statisticOf(entity.measure, "SampleCount");
    const newestBlock = Math.ceil(plan.nowMs / BLOCK_MS) - 1;
    const oldestBlock = newestBlock - LISTED_FOR_MS / BLOCK_MS;
    const from = sources.get(entity) ?? [];
    const has = (startMs: number, periodMs: number): boolean => {
      const cell = cellAt(from, entity.route, startMs, periodMs);
      return cell !== null && sampleCount(cell) !== null;
    };
    for (let block = newestBlock; block > oldestBlock; block -= 1) {
      if (!has(block * BLOCK_MS, BLOCK_MS)) continue;
      for (
        let minuteMs = (block + 1) * BLOCK_MS - MINUTE_MS;
        minuteMs >= block * BLOCK_MS;
        minuteMs -= MINUTE_MS
      )
        if (has(minuteMs, MINUTE_MS)) return minuteMs;
    }
    return null;
  };

  const context = (stage: StagePlan) => ({ stage, accountId: plan.accountId, region: plan.region });

  function* requests(target: string, window: Window): Generator<SimulatedRequest> {
    const startMs = Math.max(window.startMs, plan.nowMs - LOGS_KEPT_MS);
    const endMs = Math.min(window.endMs, plan.nowMs);
    yield* byTarget.get(target)?.cells.requests({ startMs, endMs }) ?? [];
  }

  return {
    accountId: plan.accountId,
    region: plan.region,
    nowMs: plan.nowMs,
    targets: plan.stages.map((stage) => stageTarget(plan, stage)),
    metrics: (targets) =>
      entities.flatMap((entity) => {
        if (targets && !entity.stages.some((stage) => targets.has(byStage.get(stage)?.model.id ?? "")))
          return [];
        const newest = listed.has(entity) ? (listed.get(entity) ?? null) : newestMs(entity);
        listed.set(entity, newest);
        return newest === null ? [] : [{ ...entity.key, newestMs: newest }];
      }),
    query: (key, stat, periodSeconds, window) => {
      const entity = byKey.get(metricKeyText(key));
      const periodMs = periodSeconds * 1_000;
      if (entity === undefined || !(periodMs > 0) || periodMs % MINUTE_MS !== 0) return [];
      const points: Datapoint[] = [];
      const from = sources.get(entity) ?? [];
      const statistic = statisticOf(entity.measure, stat);
      const endMs = Math.min(window.endMs, plan.nowMs);
      for (let timeMs = Math.ceil(window.startMs / periodMs) * periodMs; timeMs < endMs; timeMs += periodMs) {
        const cell = cellAt(from, entity.route, timeMs, periodMs);
        const value = cell === null ? null : statistic(cell);
        if (value !== null) points.push({ timeMs, value });
      }
      return points;
    },
    logGroups: () =>
      groups.map(({ name, stage }) => ({ name, createdMs: stage.deployments[0]?.createdMs ?? plan.nowMs })),
    *logEvents(name, window): Generator<LogEvent> {
      const group = groups.find((one) => one.name === name);
      if (group === undefined) return;
      const { id } = byStage.get(group.stage)?.model ?? { id: "" };
      yield* logEvents(group, requests(id, window), window, context(group.stage));
    },
    *traces(window, target): Generator<Trace> {
      const made = simulated
        .filter(({ model }) => target === undefined || model.id === target)
        .filter(({ stage }) => isTraced(stage))
        .flatMap(({ stage, model }) => [...stageTraces(requests(model.id, window), window, context(stage))]);
      yield* made.sort((left, right) => left.startMs - right.startMs);
    },
    get truths() {
      return (truths ??= plan.incidents.map((planned) =>
        truthOf(plan, planned, byTarget.get(planned.target) ?? null),
      ));
    },
    requests,
    alarms: plan.alarms ?? [],
    topics: plan.topics ?? [],
    changes: (plan.changes ?? []).filter(({ atMs }) => atMs < plan.nowMs),
  };
}

/** Connections are made by one route and messages by the others: what can never be need not be looked for. */
function isPossible({ measure, route }: MetricEntity): boolean {
  if (route === null) return true;
  if (measure === "connects") return route === "$connect";
  return measure !== "messages" || route !== "$connect";
}
