import { resolve } from "node:path";

import { readFrom } from "../../collectors/files/read-from.ts";
import { selectSpans } from "../../collectors/files/select-spans.ts";
import { matchesApi, matchesStage } from "../../collectors/match-filter.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { refuseUnmatched } from "./refuse-unmatched.ts";
import { flagDurationMs, toEndMs, toLengthMs, type Asked } from "./selection.ts";

/**
 * Recorded or exported data, narrowed to what was asked for. "Now" is the data's own end; what is not asked
 * for stays as recorded.
 */
export async function fileSnapshot(from: string, cwd: string, asked: Asked): Promise<Snapshot> {
  const baselineMs = asked.baseline === undefined ? undefined : flagDurationMs("--baseline", asked.baseline);
  const whole = await readFrom(resolve(cwd, from));
  const untilMs = toEndMs(asked.until, whole.window.endMs);
  const windowMs =
    asked.since === undefined ? undefined : toLengthMs(asked.since, untilMs, whole.window.endMs);
  const snapshot = selectSpans(whole, {
    ...(asked.until === undefined ? {} : { untilMs }),
    ...(windowMs === undefined ? {} : { windowMs }),
    ...(baselineMs === undefined ? {} : { baselineMs }),
  });
  return onlyTargets(snapshot, asked);
}

/** Series, logs and blind spots of targets that are left out go with them. */
function onlyTargets(snapshot: Snapshot, asked: Asked): Snapshot {
  const { api, stage } = asked;
  if (api === null && stage === null) return snapshot;
  const filter = { api, stage };
  const targets = snapshot.targets.filter(
    (target) => matchesApi(filter, target.apiName, target.apiId) && matchesStage(filter, target.stage),
  );
  refuseUnmatched(asked, snapshot.targets, targets.length);
  const kept = new Set(targets.map(({ id }) => id));
  const isKept = ({ target }: { readonly target: string | null }): boolean =>
    target === null || kept.has(target);
  return {
    ...snapshot,
    targets,
    series: snapshot.series.filter(isKept),
    logs: snapshot.logs.filter(isKept),
    ...(snapshot.executionLogs && { executionLogs: snapshot.executionLogs.filter(isKept) }),
    ...(snapshot.traces && { traces: snapshot.traces.filter(isKept) }),
    blindSpots: snapshot.blindSpots.filter(isKept),
  };
}
