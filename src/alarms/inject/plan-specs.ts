import { ToolError } from "../../core/errors.ts";
import type { AlarmSpec } from "../../model/alarm-spec.ts";
import type { Target } from "../../model/target.ts";
import type { ApiProblem, DeclaredStage } from "../../templates/apis/declared-stage.ts";
import { topicValues, type Overrides } from "../../templates/apis/overrides.ts";
import type { Placeholders } from "../../templates/apis/placeholders.ts";
import { valueText } from "../../templates/apis/value-text.ts";
import { topicAction, topicOfAction } from "../../model/topic-action.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import { alarmRules } from "../rules/registry.ts";
import { applyRules } from "./apply-rules.ts";
import { createRoom } from "./create-room.ts";
import { declaredRoutes } from "./declared-routes.ts";
import { leaveUnlearned } from "../synth/leave-unlearned.ts";
import { proposeAlarms, type ProposedScope } from "../synth/propose-alarms.ts";
import { synthesize, type SynthResult } from "../synth/synthesize.ts";
import type { SynthSettings } from "../synth/synth-settings.ts";

export interface PlannedSpecs extends SynthResult {
  readonly problems: readonly ApiProblem[];
}

/**
 * The alarms for stages of a template, without history: thresholds are where they usually start. What concerns the whole account
 * is left out: it belongs to no stack.
 *
 * @param stages with distinct targets.
 * @param metricPrefix begins the names of metrics that filters make: two stacks of one template must not count into one.
 */
export function planSpecs(
  stages: readonly DeclaredStage[],
  settings: SynthSettings,
  placeholders: Placeholders,
  metricPrefix: string,
): PlannedSpecs {
  const rules = alarmRules(settings.profile, settings.rollback);
  const byTarget = new Map(stages.map((stage) => [stage.target.id, stage]));
  const problems: ApiProblem[] = [];
  const nothing = { startMs: 0, endMs: 0 };
  const room = createRoom(placeholders);
  const targets = stages.map(({ target }) => room.forTarget(target));
  const together = ({ id, region }: Target): string =>
    JSON.stringify([region, ...(byTarget.get(id)?.conditions ?? [])]);
  const proposed = proposeAlarms(targets, declaredRoutes(targets), nothing, rules, together);
  const wantedScopes = proposed.map((scope): ProposedScope => {
    const overrides = byTarget.get(scope.target.id)?.overrides ?? {};
    const own = scope.proposals
      .filter(({ target }) => target !== null)
      .map((proposal) => withPrefix(proposal, metricPrefix));
    const { proposals: wanted, problems: mistakes } = applyRules(own, overrides);
    problems.push(
      ...mistakes.map((mistake) => ({
        id: byTarget.get(scope.target.id)?.api ?? "",
        line: null,
        ...mistake,
      })),
    );
    return { ...scope, proposals: wanted };
  });
  const possible = leaveUnlearned(wantedScopes, () => false);
  const scopes = atMost(possible, (target) => byTarget.get(target)?.overrides.MaxAlarms);
  const made = synthesize({
    scopes,
    settings: { ...settings, nameTemplate: room.forStack(settings.nameTemplate) },
    history: null,
    incidentsOf: () => [],
    drill: () => {
      throw new ToolError("E_BAD_INPUT", "a drill was asked for without history");
    },
    onProgress: () => undefined,
  });
  const alarms = made.alarms.map(room.strip).map((spec) => {
    const overrides = byTarget.get(spec.target)?.overrides ?? {};
    return { ...withTopics(spec, overrides, placeholders), key: placeholders.named(spec.key) };
  });
  return { ...made, alarms, problems };
}

function withPrefix(proposal: AlarmProposal, prefix: string): AlarmProposal {
  const { logMetric, definition } = proposal;
  if (logMetric === null || prefix === "") return proposal;
  const metricName = prefix + logMetric.metricName;
  return {
    ...proposal,
    definition: { ...definition, MetricName: metricName },
    logMetric: { ...logMetric, metricName },
  };
}

/** Of each target: its stage before its routes, pages first, otherwise in the order of the rules. */
function atMost(
  scopes: readonly ProposedScope[],
  mostOf: (target: string) => number | undefined,
): readonly ProposedScope[] {
  const byRank = scopes.flatMap(({ proposals }) => proposals).sort((left, right) => rank(left) - rank(right));
  const kept = new Set<AlarmProposal>();
  const counts = new Map<string, number>();
  for (const proposal of byRank) {
    const target = proposal.target ?? "";
    const count = counts.get(target) ?? 0;
    if (count >= (mostOf(target) ?? Number.POSITIVE_INFINITY)) continue;
    counts.set(target, count + 1);
    kept.add(proposal);
  }
  return scopes.map((scope) => ({ ...scope, proposals: scope.proposals.filter((one) => kept.has(one)) }));
}

function rank({ route, severity }: AlarmProposal): number {
  return (route === null ? 0 : 2) + (severity === "page" ? 0 : 1);
}

/** Topics of the API's own instead of those of its severity. */
function withTopics(spec: AlarmSpec, overrides: Overrides, placeholders: Placeholders): AlarmSpec {
  const { AlarmActions } = spec.definition;
  if (AlarmActions === undefined) return spec;
  const actions = AlarmActions.flatMap((action) => {
    const topic = topicOfAction(action);
    const own = topic === "page" || topic === "ticket" ? topicValues(overrides, topic) : [];
    const texts = own.flatMap((value) => valueText(value, placeholders) ?? []);
    return texts.length > 0 && action === topicAction(topic ?? "") ? texts : [action];
  });
  return { ...spec, definition: { ...spec.definition, AlarmActions: actions } };
}
