import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import { isRecord } from "../../core/is-record.ts";
import type { Window } from "../../core/window.ts";
import type { Change } from "../../model/change.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { ChangeReading } from "../account-reader.ts";

/** What alarms did, and what they watch. */
export interface AlarmAccess {
  readonly readHistory: (window: Window) => Promise<{
    readonly transitions: readonly {
      readonly alarmName: string;
      readonly atMs: number;
      readonly from: string | null;
      readonly to: string;
    }[];
    readonly blindSpots: readonly BlindSpot[];
  }>;
  readonly readAlarms: () => Promise<{
    readonly alarms: readonly DeclaredAlarm[];
    readonly blindSpots: readonly BlindSpot[];
  }>;
}

/**
 * Alarms of what stands behind these targets that went to ALARM: a function's throttles, a balancer's unhealthy hosts. Alarms of
 * the API itself are left out, since they tell what was found already. Does not throw.
 */
export async function firedAlarms(
  window: Window,
  targets: readonly Target[],
  { readHistory, readAlarms }: AlarmAccess,
): Promise<ChangeReading> {
  const history = await readHistory(window);
  const fired = history.transitions.filter(({ from, to }) => to === "ALARM" && from !== "ALARM");
  if (fired.length === 0) return { changes: [], blindSpots: history.blindSpots };
  const { alarms, blindSpots } = await readAlarms();
  const watched = new Map(alarms.map((alarm) => [String(alarm.fields["AlarmName"]), namesWatched(alarm)]));
  return {
    changes: fired.flatMap(({ alarmName, atMs, to }) =>
      targets
        .filter(({ configuration }) =>
          configuration?.routes.some(
            ({ integrationTarget }) =>
              integrationTarget !== null && watched.get(alarmName)?.has(integrationTarget),
          ),
        )
        .map(({ id }): Change => ({
          target: id,
          atMs,
          source: "alarm-history",
          action: to,
          subject: "alarm",
          name: alarmName,
          fields: [],
          by: null,
        })),
    ),
    blindSpots: [...history.blindSpots, ...blindSpots],
  };
}

/** How the dimensions of a load balancer and its target groups begin, which a function may well be called. */
const KINDS: ReadonlySet<string> = new Set(["app", "net", "gwy", "targetgroup"]);

/** Values of the dimensions of its metrics, and their parts: those of a load balancer are "app/NAME/ID". */
function namesWatched({ fields }: DeclaredAlarm): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isRecord(value) || value["Namespace"] === API_GATEWAY_NAMESPACE) return;
    const name = value["Value"];
    if (typeof name === "string") {
      const [kind = "", ...parts] = name.split("/");
      for (const part of [name, ...(KINDS.has(kind) ? parts : [kind, ...parts])]) names.add(part);
    }
    for (const member of ["Metrics", "MetricStat", "Metric", "Dimensions"]) visit(value[member]);
  };
  visit(fields);
  return names;
}
