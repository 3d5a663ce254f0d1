import type { AlarmPlace, DeclaredAlarm, DeployedState } from "../../model/declared-alarm.ts";
import { declareAlarm } from "./declare-alarm.ts";

/**
 * What DescribeAlarms adds to the fields that an alarm was put with. Whatever else it tells stays, so that a field of a later
 * year is refused by name where it matters instead of being overlooked.
 *
 * Source: CloudWatch API Reference, MetricAlarm and CompositeAlarm.
 */
const OF_THE_STATE = new Set([
  "AlarmArn",
  "AlarmConfigurationUpdatedTimestamp",
  "StateValue",
  "StateReason",
  "StateReasonData",
  "StateUpdatedTimestamp",
  "StateTransitionedTimestamp",
  "EvaluationState",
  "ActionsSuppressedBy",
  "ActionsSuppressedReason",
]);

const STATES = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const;

/** One item of DescribeAlarms, from the SDK or from a file. */
export function describedAlarm(
  item: Readonly<Record<string, unknown>>,
  kind: DeclaredAlarm["kind"],
  place: AlarmPlace,
): DeclaredAlarm {
  const fields = Object.fromEntries(Object.entries(item).filter(([name]) => !OF_THE_STATE.has(name)));
  return declareAlarm({ kind, fields, unknown: [], place, silenced: [], deployed: deployedState(item) });
}

function deployedState(item: Readonly<Record<string, unknown>>): DeployedState | null {
  const stateValue = STATES.find((state) => state === item["StateValue"]);
  if (stateValue === undefined) return null;
  const arn = item["AlarmArn"];
  return {
    stateValue,
    transitionedMs: timeMs(item["StateTransitionedTimestamp"] ?? item["StateUpdatedTimestamp"]),
    arn: typeof arn === "string" ? arn : null,
    configuredMs: timeMs(item["AlarmConfigurationUpdatedTimestamp"]),
  };
}

/** ISO 8601 or seconds of the epoch in files, as the caller's settings say; a date from the SDK. */
function timeMs(value: unknown): number | null {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number") return Math.round(value * 1_000);
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}
