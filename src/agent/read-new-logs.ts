import type { AccountReader } from "../collectors/account-reader.ts";
import { MINUTE_MS } from "../core/window.ts";
import type { TrackedIncident } from "../model/agent-state.ts";
import type { SettingsFor } from "../model/config.ts";
import type { Finding } from "../model/finding.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { addLogs } from "./add-logs.ts";
import type { AgentSettings } from "./agent-settings.ts";
import { withoutScope } from "./incidents/without-scope.ts";

/** In the first minutes of an incident its log still grows in what it tells. After that the cause is known, or is not in it. */
const YOUNG_MS = 15 * MINUTE_MS;

/**
 * The snapshot with what the logs say of incidents that are new or young; those of old ones would cost the same in every run
 * and tell nothing more. Null where there is nothing to read.
 *
 * @param findings what the metrics tell.
 */
export async function readNewLogs(
  snapshot: Snapshot,
  findings: readonly Finding[],
  readers: readonly AccountReader[],
  incidents: readonly TrackedIncident[],
  settings: AgentSettings,
  settingsFor: SettingsFor,
  leftMs: () => number,
): Promise<Snapshot | null> {
  const { logs: engine, maxCostUsd } = settings;
  if (engine === null) return null;
  const old = new Set(
    incidents.flatMap(({ incident }) =>
      incident.state !== "resolved" && snapshot.window.endMs - Date.parse(incident.openedAt) > YOUNG_MS
        ? [withoutScope(incident.target)]
        : [],
    ),
  );
  const ill = new Set(
    findings.flatMap(({ target, endedAt }) =>
      endedAt === null && !old.has(withoutScope(target)) ? [target] : [],
    ),
  );
  const targets = snapshot.targets.filter(({ id }) => ill.has(id));
  if (targets.length === 0) return null;
  const options = { engine, maxCostUsd, settingsFor, leftMs };
  const read = await addLogs({ ...snapshot, targets }, readers, options, () => undefined);
  return { ...read, targets: snapshot.targets };
}
