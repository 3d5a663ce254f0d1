import type { SynthReport } from "../../../model/synth-report.ts";
import { escapeText } from "../../text/escape.ts";

/** What has no alarm of its own since the budget was spent, and what sees it all the same; nothing where all is covered. */
export function uncoveredTexts({ uncovered }: SynthReport): string[] {
  if (uncovered.length === 0) return [];
  const scopes = uncovered.map(({ target, route }) => (route === null ? target : `${route} of ${target}`));
  const shown = scopes
    .slice(0, 5)
    .map((scope) => escapeText(scope))
    .join(", ");
  const more = scopes.length > 5 ? ` and ${scopes.length - 5} more` : "";
  const byTail = uncovered.filter(({ coveredBy }) => coveredBy === "route-tail").length;
  const tail = `the server errors of ${byTail === uncovered.length ? "each" : `${byTail} of them`} are watched by one alarm on all routes of the stage (route-tail)`;
  const seen =
    byTail === 0
      ? "The stage's alarms see them as far as they weigh in it."
      : `Of these, ${tail}; the rest is seen by the stage's alarms as far as it weighs there.`;
  return [`Beyond --max-alarms or --max-usd-month, without alarms of their own: ${shown}${more}. ${seen}`];
}
