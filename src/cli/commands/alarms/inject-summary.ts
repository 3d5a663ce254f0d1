import type { Injected } from "../../../alarms/inject/inject-alarms.ts";
import { detailedMetricsNote } from "../../../alarms/synth/detailed-metrics-cost.ts";
import { escapeText } from "../../../report/text/escape.ts";

/** What was done and what was not, a line each: for people, beside the template. */
export function injectSummary(injected: Injected, file: string): readonly string[] {
  const { stages, alarms, usdPerMonth, uncovered, problems, placeholders } = injected;
  const lines = stages.flatMap(({ target }) => {
    const own = alarms.filter((spec) => spec.target === target.id);
    const name = escapeText(placeholders.readable(target.id));
    return own.length === 0 ? [`${name}: no alarms`] : [`${name}: ${count(own.length, "alarm")}`];
  });
  const open = problems.flatMap(({ id, line, message, hint }) => {
    const place = line === null ? file : `${file}:${line}`;
    return [`${escapeText(place)}: ${escapeText(id)}: ${escapeText(message)}`, `  ${escapeText(hint)}`];
  });
  const left =
    uncovered === 0 ? [] : [`${count(uncovered, "alarm")} left out (--max-alarms, --max-usd-month)`];
  const note = detailedMetricsNote(stages.map(({ target }) => target));
  return [
    ...lines,
    ...(note === null ? [] : [escapeText(placeholders.readable(note))]),
    ...open,
    ...left,
    alarms.length === 0
      ? `${escapeText(file)}: no alarm was injected`
      : `${count(alarms.length, "alarm")} in ${escapeText(file)}, $${usdPerMonth.toFixed(2)} a month`,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
