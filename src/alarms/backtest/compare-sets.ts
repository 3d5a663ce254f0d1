import { compareText } from "../../core/order.ts";
import type { Backtest } from "../../model/backtest.ts";
import type { CheckedAlarms } from "../to-alarm-set.ts";

/**
 * What becomes of each alarm, by name, from one set to the other; ordered by name. An alarm has changed where its states or
 * its pages may be others: its description and tags do not count.
 */
export function compareSets(proposed: CheckedAlarms, against: CheckedAlarms): Backtest["changes"] {
  const [after, before] = [definitionsOf(proposed), definitionsOf(against)];
  return [...new Set([...before.keys(), ...after.keys()])].sort(compareText).map((name) => {
    const [new_, old] = [after.get(name), before.get(name)];
    if (old === undefined) return { name, change: "added" };
    if (new_ === undefined) return { name, change: "removed" };
    return { name, change: new_ === old ? "same" : "changed" };
  });
}

function definitionsOf({ set, refused }: CheckedAlarms): Map<string, string> {
  const replayed = [...set.metric, ...set.composite].map(
    (alarm) => [alarm.AlarmName, textOf(alarm)] as const,
  );
  const others = refused.map(({ alarm }) => {
    const name = alarm.fields["AlarmName"];
    return [typeof name === "string" ? name : alarm.place.id, textOf(alarm.fields)] as const;
  });
  return new Map([...others, ...replayed]);
}

const IMMATERIAL: readonly string[] = ["AlarmDescription", "Tags"];
const DEFAULTS: Readonly<Record<string, unknown>> = {
  ActionsEnabled: true,
  TreatMissingData: "missing",
  EvaluateLowSampleCountPercentile: "evaluate",
};

/** One text for definitions that mean the same: whatever the order of fields and dimensions, and with defaults left out. */
function textOf(alarm: Readonly<Record<string, unknown>>): string {
  const evaluationPeriods = alarm["EvaluationPeriods"];
  const kept = Object.entries(alarm).filter(
    ([name, value]) =>
      !IMMATERIAL.includes(name) &&
      value !== DEFAULTS[name] &&
      !(name === "DatapointsToAlarm" && value === evaluationPeriods) &&
      !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify(ordered(Object.fromEntries(kept)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    const isUnordered = items.every((item) => typeof item === "object" && item !== null && "Name" in item);
    return isUnordered
      ? items.sort((left, right) => compareText(JSON.stringify(left), JSON.stringify(right)))
      : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => compareText(left, right))
      .map(([name, item]) => [name, ordered(item)]),
  );
}
