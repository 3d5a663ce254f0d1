import type { MetricAlarm } from "../../src/model/alarm-spec.ts";
import type { DeclaredAlarm, UnknownValue } from "../../src/model/declared-alarm.ts";
import { NO_COST, type Snapshot } from "../../src/model/snapshot.ts";
import type { Series } from "../../src/model/series.ts";
import { metricAlarm, MINUTE_MS, START_MS } from "./alarm-series.ts";

type Fields = { [Name in keyof MetricAlarm]?: unknown };

/** Line 7 of alarms.yaml, whatever its name. */
export function declaredAlarm(over: Fields = {}, unknown: readonly UnknownValue[] = []): DeclaredAlarm {
  return declared("metric", { ...metricAlarm(), ...over }, unknown);
}

export function declaredComposite(
  AlarmName: string,
  AlarmRule: string,
  over: Readonly<Record<string, unknown>> = {},
): DeclaredAlarm {
  return declared("composite", { AlarmName, AlarmRule, ...over }, []);
}

function declared(
  kind: DeclaredAlarm["kind"],
  fields: Readonly<Record<string, unknown>>,
  unknown: readonly UnknownValue[],
): DeclaredAlarm {
  const place = { file: "alarms.yaml", line: 7, id: String(fields["AlarmName"]) };
  return { kind, fields, unknown, place, silenced: [], deployed: null };
}

/** A snapshot of the target that the alarms of these fixtures watch, with so many minutes of alarm history. */
export function alarmSnapshot(minutes: number, series: readonly Series[]): Snapshot {
  const window = { startMs: START_MS, endMs: START_MS + minutes * MINUTE_MS };
  return {
    schemaVersion: 1,
    origin: "recorded",
    window,
    baseline: { startMs: START_MS, endMs: START_MS },
    settledMs: window.endMs,
    targets: [
      {
        id: "rest:orders/prod",
        kind: "rest",
        apiId: "a1b2c3d4e5",
        apiName: "orders",
        stage: "prod",
        region: "eu-west-1",
        accountId: "123456789012",
        dimensions: { ApiName: "orders", Stage: "prod" },
        configuration: null,
      },
    ],
    series: [],
    logs: [],
    alarmHistory: { window, series: [...series] },
    blindSpots: [],
    cost: NO_COST,
  };
}
