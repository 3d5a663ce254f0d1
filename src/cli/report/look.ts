import { analyze, type AnalyzerFailure } from "../../analyzers/run.ts";
import { worstTraces } from "../../analyzers/traces/worst-traces.ts";
import { unjudged } from "../../analyzers/unjudged.ts";
import type { OnProgress } from "../../collectors/account-reader.ts";
import type { Config } from "../../model/config.ts";
import { settingsFor } from "../../model/settings-for.ts";
import type { BlindSpot, Snapshot } from "../../model/snapshot.ts";
import { toView, type ReportView } from "../../report/view/to-view.ts";
import type { ReportOptions } from "../commands/report.ts";
import type { CliContext } from "../context.ts";
import { obtainSnapshot } from "../source/obtain-snapshot.ts";
import { toolVersion } from "../version.ts";

export interface Look {
  readonly snapshot: Snapshot;
  readonly view: ReportView;
}

/**
 * One look: a snapshot, analyzed.
 *
 * @param withAlarms true where the report will show what alarms did.
 */
export async function look(
  options: ReportOptions,
  config: Config,
  context: CliContext,
  withAlarms: boolean,
  onProgress: OnProgress,
): Promise<Look> {
  const alarms = withAlarms
    ? await (await import("./alarm-replay.ts")).alarmReplay(options, config, context)
    : null;
  const seen = await obtainSnapshot(options, config, context, onProgress, alarms?.alarmsAt);
  const { findings, failures } = analyze(seen, settingsFor(config));
  const blindSpots = [...seen.blindSpots, ...unjudged(seen), ...failures.map(toBlindSpot)];
  const snapshot = { ...seen, blindSpots };
  const backtest = alarms?.replay(snapshot, findings) ?? null;
  const additions = { backtest, worstTraces: worstTraces(snapshot, findings) };
  return { snapshot: seen, view: toView(snapshot, findings, toolVersion(), additions) };
}

/** A defect in one analyzer must not cost the reader the others' findings. */
function toBlindSpot({ analyzer, target, message }: AnalyzerFailure): BlindSpot {
  const hint = `A defect of gatewatch: ${analyzer} failed with "${message}". Please report it; everything else was looked at.`;
  return { source: "analyzers", target, code: "INTERNAL", hint };
}
