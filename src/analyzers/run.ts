import { metricFact } from "../catalog/metrics.ts";
import { errorMessage } from "../core/errors.ts";
import { compareText } from "../core/order.ts";
import type { ResolvedSettings, SettingsFor } from "../model/config.ts";
import type { Finding } from "../model/finding.ts";
import { SEVERITY_RANK } from "../model/severity-rank.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";
import type { Analyzer, AnalyzerInput } from "./analyzer.ts";
import { attribute } from "./attribution/attribute.ts";
import { withRegion } from "./attribution/with-region.ts";
import { draftsOf } from "./drafts-of.ts";
import { withoutExplained } from "./explained.ts";
import { findingId } from "./finding-id.ts";
import { ANALYZERS } from "./registry.ts";
import { seriesOf } from "./shared/series-of.ts";

/** An analyzer that broke on a target: a bug of this tool, told beside the findings instead of losing them. */
export interface AnalyzerFailure {
  readonly analyzer: string;
  readonly target: string;
  readonly message: string;
}

export interface Analysis {
  /** Worst first; see compareFindings. */
  readonly findings: readonly Finding[];
  readonly failures: readonly AnalyzerFailure[];
}

/** Asks every question of every target. Pure: the same snapshot and settings give the same findings in the same order. */
export function analyze(
  snapshot: Snapshot,
  settingsFor: SettingsFor,
  analyzers: readonly Analyzer[] = ANALYZERS,
): Analysis {
  const failures: AnalyzerFailure[] = [];
  const findings = snapshot.targets.flatMap((target) => {
    const input: AnalyzerInput = {
      snapshot,
      target,
      settings: (route) => settingsFor(target, route),
    };
    const own = analyzers
      .filter((analyzer) => canAnswer(analyzer, snapshot, target))
      .flatMap((analyzer) => {
        try {
          return draftsOf(analyzer, input, settingsFor).map((draft): Finding => {
            const named = { ...draft, id: "", analyzer: analyzer.id, target: target.id };
            return { ...named, id: findingId(named) };
          });
        } catch (thrown) {
          failures.push({ analyzer: analyzer.id, target: target.id, message: errorMessage(thrown) });
          return [];
        }
      });
    // What the owner does not want to hear of must not explain away what they do.
    const wanted = own.filter((finding) => !isDisabled(finding, input.settings(finding.route)));
    const explained = withoutExplained(wanted).map((finding) => {
      try {
        return attribute(finding, snapshot);
      } catch (thrown) {
        failures.push({ analyzer: "attribution", target: target.id, message: errorMessage(thrown) });
        return finding;
      }
    });
    return explained.map((finding) => ({
      ...finding,
      severity: input.settings(finding.route).severity[finding.analyzer] ?? finding.severity,
    }));
  });
  const told = findings.map((finding) => withRegion(finding, findings, snapshot));
  return { findings: numbered(told.sort(compareFindings)), failures };
}

/** A target that has a series of none of the measures has nothing to be asked. */
function canAnswer({ needs }: Analyzer, snapshot: Snapshot, target: Target): boolean {
  const metrics = new Set(needs.flatMap((measure) => metricFact(target.kind, measure)?.metric ?? []));
  return seriesOf(snapshot, target.id).some(({ metric }) => metrics.has(metric));
}

function isDisabled({ analyzer }: Finding, { disable }: ResolvedSettings): boolean {
  const [family] = analyzer.split("/");
  return disable.some((pattern) => pattern === analyzer || pattern === `${family}/*` || pattern === "*");
}

/** Severity, then what still lasts, then the surer, then the more requests affected; ties by text, so the order is total. */
function compareFindings(left: Finding, right: Finding): number {
  return (
    SEVERITY_RANK[right.severity] - SEVERITY_RANK[left.severity] ||
    Number(left.endedAt !== null) - Number(right.endedAt !== null) ||
    right.confidence - left.confidence ||
    right.impact.requests - left.impact.requests ||
    compareText(left.target, right.target) ||
    compareText(left.analyzer, right.analyzer) ||
    compareText(left.route ?? "", right.route ?? "") ||
    compareText(left.startedAt, right.startedAt)
  );
}

/** Ids are unique within a run: where two incidents share one, the later ones are numbered. */
function numbered(findings: readonly Finding[]): Finding[] {
  const byStart = [...findings].sort((left, right) => compareText(left.startedAt, right.startedAt));
  const seen = new Map<string, number>();
  const ids = new Map<Finding, string>();
  for (const finding of byStart) {
    const times = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, times);
    ids.set(finding, times === 1 ? finding.id : `${finding.id}-${times}`);
  }
  return findings.map((finding) => ({ ...finding, id: ids.get(finding) ?? finding.id }));
}
