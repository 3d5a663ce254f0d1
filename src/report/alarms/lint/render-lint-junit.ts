import { LINT_SEVERITIES, type LintFinding, type LintReport } from "../../../model/lint-finding.ts";
import { renderJunit } from "../../junit/render-junit.ts";

type Case = Parameters<typeof renderJunit>[0][number]["cases"][number];

/**
 * For CI systems: a suite a file, a case an alarm. It fails by what is as grave as `failing`; what is lighter is not said.
 */
export function renderLintJunit(report: LintReport, failing: LintFinding["severity"]): string {
  const least = LINT_SEVERITIES.indexOf(failing);
  const told = report.findings.filter(
    ({ silenced, severity }) => silenced === null && LINT_SEVERITIES.indexOf(severity) >= least,
  );
  return renderJunit(
    report.files.map((file) => ({
      name: file,
      cases: [
        ...report.problems
          .filter(({ place }) => place.file === file)
          .map(({ place, message }): Case => ({
            name: place.id,
            className: file,
            failure: null,
            skipped: message,
          })),
        ...report.alarms
          .filter(({ place }) => place.file === file)
          .map(({ name, place }): Case => {
            const own = told.filter((finding) => finding.place === place);
            return { name, className: file, failure: failureOf(own), skipped: null };
          }),
        // What is about no alarm that there is.
        ...told
          .filter(({ place }) => place.file === file && !report.alarms.some((alarm) => alarm.place === place))
          .map((finding): Case => ({
            name: finding.alarm,
            className: file,
            failure: failureOf([finding]),
            skipped: null,
          })),
      ],
    })),
  );
}

function failureOf(findings: readonly LintFinding[]): Case["failure"] {
  const [first, ...others] = findings;
  if (!first) return null;
  const text = findings
    .map(({ rule, severity, place, path, message, fix }) => {
      const where = [place.line === null ? "" : `line ${place.line}`, path ?? ""].filter(Boolean).join(", ");
      return `${severity} ${rule}${where === "" ? "" : ` (${where})`}: ${message} ${fix}`;
    })
    .join("\n");
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return { message: `${first.rule}: ${first.message}${more}`, text };
}
