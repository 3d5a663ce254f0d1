import type { SettingsFor } from "../model/config.ts";
import type { Series } from "../model/series.ts";
import type { Analyzer, AnalyzerInput, FindingDraft } from "./analyzer.ts";

/** By analyzer, then by target and spans. */
type Drafts = Map<Analyzer, Map<string, readonly FindingDraft[]>>;

const known = new WeakMap<readonly Series[], { settingsFor: SettingsFor; drafts: Drafts }>();

/**
 * What an analyzer says of a target. A report analyzes the same series twice, without and with the access logs of what was
 * found, and learning what is usual is most of the work: what does not depend on the logs is kept until the series go.
 */
export function draftsOf(
  analyzer: Analyzer,
  input: AnalyzerInput,
  settingsFor: SettingsFor,
): readonly FindingDraft[] {
  if (analyzer.readsLogs === true) return analyzer.analyze(input);
  const { series, window, baseline, settledMs } = input.snapshot;
  const entry = known.get(series);
  const drafts: Drafts = entry?.settingsFor === settingsFor ? entry.drafts : new Map();
  if (entry?.drafts !== drafts) known.set(series, { settingsFor, drafts });
  const own = drafts.get(analyzer) ?? new Map<string, readonly FindingDraft[]>();
  drafts.set(analyzer, own);
  const name = JSON.stringify([input.target, window, baseline, settledMs]);
  const found = own.get(name) ?? analyzer.analyze(input);
  own.set(name, found);
  return found;
}
