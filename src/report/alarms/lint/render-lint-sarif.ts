import { PARTITIONS } from "../../../catalog/partitions.ts";
import { hashText } from "../../../core/hash.ts";
import type { AlarmPlace } from "../../../model/declared-alarm.ts";
import type { LintReport } from "../../../model/lint-finding.ts";
import { renderSarif, type SarifResult, type SarifRule } from "../../sarif/render-sarif.ts";

const READING: SarifRule = {
  id: "reading",
  title: "Not all that looks like an alarm could be read",
  description: "What was left out, or read in part, no rule has judged.",
  help: "The message says what it is about.",
};

/** For code hosts and editors. */
export function renderLintSarif(report: LintReport, toolVersion: string): string {
  const rules = report.rules.map(({ id, title, what, why, fix }) => ({
    id,
    title,
    description: `${what} ${why}`,
    help: fix,
  }));
  const results = report.findings.map(
    ({ rule, severity, alarm, place, path, message, fix, silenced }): SarifResult => ({
      ruleId: rule,
      level: severity,
      message: `${alarm}: ${message} ${fix}`,
      ...position(place),
      fingerprint: fingerprint(rule, place, path ?? ""),
      suppressed: silenced,
    }),
  );
  const reading = report.problems.map(({ place, message }): SarifResult => ({
    ruleId: READING.id,
    level: "note",
    message: `${place.id}: ${message}`,
    ...position(place),
    fingerprint: fingerprint(READING.id, place, message),
    suppressed: null,
  }));
  return renderSarif({
    toolVersion,
    rules: reading.length > 0 ? [...rules, READING] : rules,
    results: [...results, ...reading],
  });
}

function position({ file, line }: AlarmPlace): Pick<SarifResult, "file" | "line"> {
  const isFile = file !== "-" && !PARTITIONS.some(({ regions }) => regions.test(file));
  return { file: isFile ? file : null, line };
}

/** Lines move; what an alarm is called in its file stays. */
function fingerprint(rule: string, { file, id }: AlarmPlace, detail: string): string {
  const text = [rule, file, id, detail].join("\u0000");
  return [text, `${text}\u0000`].map((part) => hashText(part).toString(16).padStart(8, "0")).join("");
}
