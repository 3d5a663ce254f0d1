import type { TargetCoverage } from "../../../model/alarm-coverage.ts";
import { coverageText } from "../../../model/coverage-text.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";

export const missingRecommended: LintRule = {
  id: "missing-recommended",
  severity: "note",
  title: "Recommended alarms that are not there",
  what: "AWS recommends alarms for each kind of API: on errors, latency and traffic of a stage, and of routes with detailed metrics. Of a stage that exists some are missing, or there are only ones that cannot fire. It needs to know the stages (--live, --from or --demo), and is told once a stage.",
  why: "What nobody watches is told by customers. AWS's list is short: it is the least, not the most.",
  fix: "gatewatch alarms synth writes them, with thresholds from the API's own history.",
  find: ({ coverage }) => (coverage ?? []).flatMap((target) => hitOf(target) ?? []),
};

function hitOf(coverage: TargetCoverage): LintHit | undefined {
  const { target, region } = coverage;
  const missing = coverageText(coverage, "missing");
  const dead = coverageText(coverage, "dead");
  const parts = [
    ...(missing !== "" ? [`None on ${missing}.`] : []),
    ...(dead !== "" ? [`Only ones that cannot fire on ${dead}.`] : []),
  ];
  if (parts.length === 0) return undefined;
  return {
    // No alarm: it is the stage that has none.
    alarm: {
      kind: "metric",
      fields: { AlarmName: target },
      unknown: [],
      place: { file: region, line: null, id: target },
      silenced: [],
      deployed: null,
    },
    path: null,
    message: parts.join(" "),
  };
}
