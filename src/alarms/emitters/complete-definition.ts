import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { compareText } from "../../core/order.ts";
import type { AlarmSpec } from "../../model/alarm-spec.ts";
import type { EmitOptions } from "../../model/emit.ts";
import { topicOfAction } from "../../model/topic-action.ts";
import { composeTexts } from "./compose-texts.ts";

type Definition = AlarmSpec["definition"];

const STATES = ["AlarmActions", "OKActions", "InsufficientDataActions"] as const;

/**
 * A definition with the options applied: actions of the other states, existing topics, tags.
 *
 * Edge cases: an option never takes away what the spec itself says; an empty list of actions is left out.
 */
export function completeDefinition(definition: Definition, options: EmitOptions): Definition {
  const composed = composeTexts(definition);
  const {
    AlarmActions: alarm,
    OKActions: ok = options.okActions ? alarm : undefined,
    InsufficientDataActions: insufficient = options.insufficientDataActions ? alarm : undefined,
    Tags: ownTags = [],
    ...rest
  } = composed;
  const actions = [alarm, ok, insufficient].map((list) => existingTopics(list ?? [], options.topics));
  const tags = new Map(ownTags.map(({ Key, Value }) => [Key, Value]));
  for (const [key, value] of Object.entries(options.tags)) tags.set(key.normalize(), value.normalize());
  const Tags = [...tags]
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((left, right) => compareText(left.Key, right.Key));
  return {
    ...rest,
    ...Object.fromEntries(
      STATES.flatMap((state, index) => {
        const list = actions[index] ?? [];
        return list.length > 0 ? [[state, list]] : [];
      }),
    ),
    ...(Tags.length > 0 && { Tags }),
  };
}

/** What no dialect can write, or CloudWatch would refuse for the way the options and the spec add up; one line each. */
export function definitionProblems(definition: Definition): string[] {
  const problems: string[] = [];
  if (isHalfPairIn(definition)) problems.push("a text holds half of a surrogate pair");
  // oxlint-disable-next-line no-control-regex -- the rule of AlarmName is about control characters
  if (/[\x00-\x1f\x7f]/.test(definition.AlarmName)) problems.push("AlarmName: holds a control character");
  for (const state of STATES) {
    const count = definition[state]?.length ?? 0;
    if (count > ALARM_LIMITS.actionsPerState) {
      problems.push(`${state}: ${count} actions, at most ${ALARM_LIMITS.actionsPerState}`);
    }
  }
  const tags = definition.Tags?.length ?? 0;
  if (tags > ALARM_LIMITS.tags) problems.push(`Tags: ${tags}, at most ${ALARM_LIMITS.tags}`);
  for (const { path, names } of dimensionNames(definition)) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) problems.push(`${path}: the dimension "${twice}" is given twice`);
  }
  return problems;
}

function dimensionNames(definition: Definition): { path: string; names: string[] }[] {
  if ("AlarmRule" in definition) return [];
  const ofQueries = (definition.Metrics ?? []).map(({ MetricStat }, index) => ({
    path: `Metrics[${index}].MetricStat.Metric.Dimensions`,
    names: (MetricStat?.Metric.Dimensions ?? []).map(({ Name }) => Name),
  }));
  return [{ path: "Dimensions", names: (definition.Dimensions ?? []).map(({ Name }) => Name) }, ...ofQueries];
}

function existingTopics(actions: readonly string[], topics: EmitOptions["topics"]): string[] {
  const all = actions.flatMap((action) => {
    const topic = topicOfAction(action);
    const existing = topic !== undefined && Object.hasOwn(topics, topic) ? topics[topic] : undefined;
    return existing ?? [action];
  });
  return [...new Set(all)];
}

function isHalfPairIn(value: unknown): boolean {
  if (typeof value === "string") return /\p{Cs}/u.test(value);
  return typeof value === "object" && value !== null && Object.values(value).some(isHalfPairIn);
}
