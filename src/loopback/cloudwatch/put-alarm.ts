import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import type { OperationContext } from "../operation.ts";
import { isComposite } from "./alarm-store.ts";

/**
 * Replaces an alarm's whole configuration and keeps its state and its tags; a new one has no data yet. Tags are taken
 * only when an alarm is created. Source: CloudWatch API Reference, PutMetricAlarm.
 */
export function putAlarm(definition: MetricAlarm | CompositeAlarm, context: OperationContext): void {
  const { alarms, history, arnOf } = context.alarms;
  const { AlarmName: name } = definition;
  const known = alarms.get(name);
  const atMs = context.nowMs;
  const { Tags: _given, ...untagged } = definition;
  const tags = known?.definition.Tags;
  alarms.set(name, {
    definition: known === undefined ? definition : { ...untagged, ...(tags ? { Tags: tags } : {}) },
    arn: arnOf(name),
    stateValue: known?.stateValue ?? "INSUFFICIENT_DATA",
    stateReason: known?.stateReason ?? "Unchecked: Initial alarm creation",
    transitionedMs: known?.transitionedMs ?? atMs,
    configuredMs: atMs,
  });
  history.push({
    alarmName: name,
    type: isComposite(definition) ? "CompositeAlarm" : "MetricAlarm",
    atMs,
    kind: "ConfigurationUpdate",
    summary: `Alarm "${name}" ${known === undefined ? "created" : "updated"}`,
    data: JSON.stringify({ version: "1.0", type: known === undefined ? "Create" : "Update" }),
  });
}
