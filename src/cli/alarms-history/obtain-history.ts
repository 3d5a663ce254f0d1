import { chooseHistory, type History } from "../../alarms/backtest/history.ts";
import type { AlarmSet } from "../../alarms/evaluate/evaluate-alarms.ts";
import type { OnProgress } from "../../collectors/account-reader.ts";
import { ToolError } from "../../core/errors.ts";
import { floorTo, MINUTE_MS } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { obtainSnapshot } from "../source/obtain-snapshot.ts";
import { toEndMs, toLengthMs } from "../source/selection.ts";
import { alarmQuestions, type AskedHistory } from "./alarm-questions.ts";

export interface HistoryOptions extends GlobalOptions {
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
  readonly since?: string;
  readonly until?: string;
  readonly baseline?: string;
  readonly incidents: boolean;
}

/** Of an account, incidents are looked for in so much: what lies before it is what they are told from. */
const SNAPSHOT_SINCE = "14d";
/** Every minute of the demo is drawn, and nobody shall wait for a demo. */
const DEMO_SINCE = "1d";

/**
 * A snapshot that holds what the alarms watch, and the part of it that is replayed.
 *
 * @param sets the alarms, or how they follow from what else is read
 * Errors: E_USAGE where flags do not go together or the time asked for is not there; what the source throws.
 */
export async function obtainHistory(
  sets: readonly AlarmSet[] | ((read: Snapshot) => readonly AlarmSet[]),
  options: HistoryOptions,
  config: Config,
  context: CliContext,
  onProgress: OnProgress,
): Promise<{ readonly snapshot: Snapshot; readonly history: History }> {
  const since = options.since ?? (options.demo ? DEMO_SINCE : undefined);
  const { since: _since, until, ...others } = options;
  const setsOf = (read: Snapshot) => (typeof sets === "function" ? sets(read) : sets);
  const span = (nowMs: number): { lengthMs: number | null; endMs: number } => {
    const endMs = toEndMs(until, nowMs);
    return { endMs, lengthMs: since === undefined ? null : toLengthMs(since, endMs, nowMs) };
  };
  if (options.from !== undefined) {
    // Whatever is there, whichever part of it is replayed: findings need their baseline.
    const snapshot = await obtainSnapshot(others, withoutSpans(config), context, onProgress);
    return { snapshot, history: choose(snapshot, setsOf(snapshot), span(snapshot.window.endMs)) };
  }
  const asked = { ...others, ...(until === undefined ? {} : { until }), since: since ?? SNAPSHOT_SINCE };
  let wanted: AskedHistory | null = null;
  const snapshot = await obtainSnapshot({ ...asked, logs: "off" }, config, context, onProgress, (nowMs) => {
    // "24h ago" is meant from now, not from where the snapshot ends.
    const asking = span(floorTo(nowMs, MINUTE_MS));
    wanted = asking;
    return typeof sets === "function"
      ? (read) => alarmQuestions(setsOf(read), asking, nowMs)
      : alarmQuestions(sets, asking, nowMs, !options.incidents);
  });
  return { snapshot, history: choose(snapshot, setsOf(snapshot), wanted ?? span(snapshot.window.endMs)) };
}

/** "--since" of a report's configuration is not meant for this. */
function withoutSpans({ since: _since, baseline: _baseline, ...config }: Config): Config {
  return config;
}

function choose(
  snapshot: Snapshot,
  sets: readonly AlarmSet[],
  wanted: { readonly lengthMs: number | null; readonly endMs: number },
): History {
  const history = chooseHistory(snapshot, sets, wanted);
  if (history) return history;
  const { baseline, window, alarmHistory } = snapshot;
  const firstMs = Math.min(baseline.startMs, window.startMs, alarmHistory?.window.startMs ?? Infinity);
  throw new ToolError(
    "E_USAGE",
    `the history reaches from ${new Date(firstMs).toISOString()} to ${new Date(window.endMs).toISOString()}; asked for is what ends at ${new Date(wanted.endMs).toISOString()}`,
    { hint: "Choose --since and --until within it." },
  );
}
