import { chooseHistory } from "../../alarms/backtest/history.ts";
import { toBacktest } from "../../alarms/backtest/to-backtest.ts";
import type { AlarmQuestions } from "../../collectors/collect.ts";
import type { Backtest } from "../../model/backtest.ts";
import type { Config } from "../../model/config.ts";
import type { Finding } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { alarmQuestions } from "../alarms-history/alarm-questions.ts";
import { readSets, type NamedSet } from "../alarms-history/read-sets.ts";
import { recommendedSet } from "../alarms-history/usual-set.ts";
import type { CliContext } from "../context.ts";
import type { ReportOptions } from "../commands/report.ts";
import { toAsked, toSpans } from "../source/selection.ts";
import { toolVersion } from "../version.ts";

/** What a report needs to say what alarms did in its window. */
export interface AlarmReplay {
  /** What to read for it besides; left out where nothing has to be read. */
  readonly alarmsAt?: (nowMs: number) => AlarmQuestions;
  readonly replay: (snapshot: Snapshot, findings: readonly Finding[]) => Backtest | null;
}

/**
 * The alarms that are named; where none are and AWS is not asked, those that AWS recommends. Of an account they are
 * read only where somebody asked for it, since reading costs.
 *
 * Errors: as readSets.
 */
export async function alarmReplay(
  options: ReportOptions,
  config: Config,
  context: CliContext,
): Promise<AlarmReplay> {
  if (options.alarms === undefined) {
    const isFree = options.demo === true || options.from !== undefined;
    return {
      replay: (snapshot, findings) =>
        isFree && snapshot.targets.length > 0
          ? backtestOver(snapshot, findings, recommendedSet(snapshot.targets))
          : null,
    };
  }
  const set = await readSets(options.alarms, options, config, context);
  const asked = toAsked(options, config);
  return {
    alarmsAt: (nowMs) => {
      const { startMs, endMs } = toSpans(asked, nowMs).window;
      return alarmQuestions([set.checked.set], { lengthMs: endMs - startMs, endMs }, nowMs);
    },
    replay: (snapshot, findings) => backtestOver(snapshot, findings, set),
  };
}

function backtestOver(snapshot: Snapshot, findings: readonly Finding[], proposed: NamedSet): Backtest | null {
  const { startMs, endMs } = snapshot.window;
  const wanted = { lengthMs: endMs - startMs, endMs };
  const history = chooseHistory(snapshot, [proposed.checked.set], wanted);
  if (history === null) return null;
  const problems = proposed.problems.map(({ place, message }) => `${place.file}: ${message}`);
  return toBacktest({
    toolVersion: toolVersion(),
    snapshot,
    history,
    proposed,
    against: null,
    findings,
    limits: [],
    notes: [...proposed.notes, ...problems],
  });
}
