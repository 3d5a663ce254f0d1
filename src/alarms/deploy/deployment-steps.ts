import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import type { DeploymentPlan, StaleAlarm, StaleFilter } from "../../model/alarm-deployment.ts";
import type { CompositeAlarm, LogMetric, MetricAlarm } from "../../model/alarm-spec.ts";
import { lookedAt } from "./looked-at.ts";
import { filterKey } from "./plan-filters.ts";

/** One call. `what` says it in words; `gives` is what others may need, `needs` what must not have failed before. */
export type DeploymentStep = {
  readonly what: string;
  readonly gives: string;
  readonly needs: readonly string[];
} & (
  | { readonly kind: "put-filter"; readonly logMetric: LogMetric }
  | { readonly kind: "put-metric-alarm"; readonly definition: MetricAlarm }
  | { readonly kind: "put-composite-alarm"; readonly definition: CompositeAlarm }
  | { readonly kind: "tag-alarm"; readonly arn: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: "delete-alarms"; readonly names: readonly string[] }
  | { readonly kind: "delete-filter"; readonly filter: StaleFilter }
);

/**
 * The calls of a plan, in an order in which CloudWatch takes each: filters, metric alarms, composites after what they look
 * at, and what is deleted last, composites before what they look at, filters behind the
 * alarms on what they make.
 *
 * @param composites deployed composite alarms that are deleted, with their definitions.
 */
export function deploymentSteps(
  plan: DeploymentPlan,
  composites: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): readonly DeploymentStep[] {
  const changed = plan.changed.filter(({ isHeld }) => !isHeld);
  const filters = plan.filters.map(({ logMetric }): DeploymentStep => ({
    kind: "put-filter",
    what: `metric filter ${logMetric.filterName} of ${logMetric.logGroupName}`,
    gives: `filter ${filterKey(logMetric)}`,
    needs: [],
    logMetric,
  }));
  const puts = [
    ...plan.added.map((one) => ({ one, verb: "created" })),
    ...changed.filter(({ fields }) => fields.length > 0).map((one) => ({ one, verb: "updated" })),
  ].map(({ one, verb }): DeploymentStep => {
    const { name, definition } = one;
    const filter = one.needsFilter === null ? [] : [`filter ${one.needsFilter}`];
    const base = { what: `${verb} ${name}`, gives: `alarm ${name}` };
    return "AlarmRule" in definition
      ? {
          ...base,
          kind: "put-composite-alarm",
          needs: lookedAt(definition).map((other) => `alarm ${other}`),
          definition,
        }
      : { ...base, kind: "put-metric-alarm", needs: filter, definition };
  });
  const tags = changed.map(({ name, arn, tags: wanted }): DeploymentStep => ({
    kind: "tag-alarm",
    what: `tagged ${name}`,
    gives: `tags ${name}`,
    needs: [`alarm ${name}`],
    arn,
    tags: wanted,
  }));
  const lastFilters = plan.staleFilters.map((filter): DeploymentStep => {
    const what = `deleted metric filter ${filter.filterName} of ${filter.logGroupName}`;
    return { kind: "delete-filter", what, gives: what, needs: [], filter };
  });
  return [...filters, ...inOrder(puts, tags), ...deletions(plan.stale, composites), ...lastFilters];
}

/** The order of the plan is the one in which alarms need each other, for the added and the changed by themselves. */
function inOrder(puts: readonly DeploymentStep[], tags: readonly DeploymentStep[]): DeploymentStep[] {
  const steps = puts.filter(({ kind }) => kind === "put-metric-alarm");
  let rest = puts.filter(({ kind }) => kind === "put-composite-alarm");
  while (rest.length > 0) {
    const waiting = new Set(rest.map(({ gives }) => gives));
    const ready = rest.filter(({ needs }) => needs.every((need) => !waiting.has(need)));
    // prepareAlarms refuses alarms that wait for each other.
    const next = ready.length > 0 ? ready : rest;
    steps.push(...next);
    rest = rest.filter((step) => !next.includes(step));
  }
  const tagOf = new Map(tags.map((step) => [step.needs[0], step]));
  const put = new Set(steps.map(({ gives }) => gives));
  return [
    ...steps.flatMap((step) => [step, tagOf.get(step.gives) ?? []].flat()),
    ...tags.filter(({ needs }) => !put.has(needs[0] ?? "")),
  ];
}

function deletions(
  stale: readonly StaleAlarm[],
  composites: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): DeploymentStep[] {
  const going = stale.filter(({ isHeld }) => !isHeld);
  const steps: DeploymentStep[] = [];
  let rest = going.filter(({ kind }) => kind === "composite").map(({ name }) => name);
  while (rest.length > 0) {
    const needed = new Set(rest.flatMap((name) => lookedAt(composites.get(name) ?? {})));
    const free = rest.filter((name) => !needed.has(name));
    const next = free.length > 0 ? free : rest;
    // At most one composite in a call.
    steps.push(...next.map((name) => deletion([name])));
    rest = rest.filter((name) => !next.includes(name));
  }
  const metric = going.filter(({ kind }) => kind === "metric").map(({ name }) => name);
  for (let at = 0; at < metric.length; at += ALARM_LIMITS.deletedAtOnce) {
    steps.push(deletion(metric.slice(at, at + ALARM_LIMITS.deletedAtOnce)));
  }
  return steps;
}

function deletion(names: readonly string[]): DeploymentStep {
  const what = `deleted ${names.join(", ")}`;
  return { kind: "delete-alarms", what, gives: what, needs: [], names };
}
