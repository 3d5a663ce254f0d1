import { metricFact } from "../../catalog/metrics.ts";
import type { Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import type { AlarmRule } from "../rules/alarm-rule.ts";
import { lambdaCompanions } from "../rules/lambda-companions.ts";
import { requestsOf } from "../rules/requests-of.ts";
import { trafficOf, type Traffic } from "../rules/traffic.ts";

/** A stage or a route, what is proposed for it, and how much it is used. */
export interface ProposedScope {
  readonly target: Target;
  readonly route: string | null;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly traffic: Traffic | null;
  readonly proposals: readonly AlarmProposal[];
}

/**
 * What the rules want for each stage and for each route that has metrics of its own, stages first. What is for a
 * whole Region is proposed once, and so is what is for a function behind several stages, for the first of them.
 *
 * @param togetherWith what stages have in common that are there at the same time; stages of one account and Region are
 */
export function proposeAlarms(
  targets: readonly Target[],
  series: readonly Series[],
  window: Window,
  rules: readonly AlarmRule[],
  togetherWith: (target: Target) => string = ({ accountId, region }) => `${accountId ?? ""} ${region}`,
): readonly ProposedScope[] {
  const scopes = targets.map((target) => scopeOf(target, null, target.dimensions, series, window, rules));
  const routes = targets.flatMap((target) =>
    [...routeDimensions(target, series)].map(([route, dimensions]) =>
      scopeOf(target, route, dimensions, series, window, rules),
    ),
  );
  const seen = new Set<string>();
  return [...scopes, ...routes].map((scope) => ({
    ...scope,
    proposals: scope.proposals.filter(({ target, rule, part }) => {
      const isShared = target === null || rule === lambdaCompanions.id;
      const id = JSON.stringify([rule, part, target === null ? "" : togetherWith(scope.target)]);
      const isNew = !isShared || !seen.has(id);
      if (isShared) seen.add(id);
      return isNew;
    }),
  }));
}

function scopeOf(
  target: Target,
  route: string | null,
  dimensions: Readonly<Record<string, string>>,
  series: readonly Series[],
  window: Window,
  rules: readonly AlarmRule[],
): ProposedScope {
  const counts = countsOf(target, route, series);
  const traffic = counts ? trafficOf(counts, window) : null;
  const context = { target, route, dimensions, traffic };
  return { target, route, dimensions, traffic, proposals: rules.flatMap((rule) => rule.propose(context)) };
}

/** The series of requests with the most datapoints: recordings hold a short fine one beside a long coarse one. */
function countsOf(target: Target, route: string | null, series: readonly Series[]): Series | undefined {
  const measure = requestsOf({ target, route });
  const metric = metricFact(target.kind, measure)?.metric;
  const found = series.filter(
    (one) =>
      one.target === target.id &&
      one.route === route &&
      one.metric === metric &&
      (one.stat === "Sum" || one.stat === "SampleCount"),
  );
  return found.sort((left, right) => spanMs(right) - spanMs(left))[0];
}

function spanMs({ runs, periodSeconds }: Series): number {
  return runs.reduce((sum, [, values]) => sum + values.length, 0) * periodSeconds;
}

/** Under which dimensions CloudWatch holds each route, by the series that were read. */
function routeDimensions(
  target: Target,
  series: readonly Series[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  return new Map(
    series.flatMap(({ target: id, route, dimensions }) =>
      id === target.id && route !== null ? [[route, dimensions] as const] : [],
    ),
  );
}
