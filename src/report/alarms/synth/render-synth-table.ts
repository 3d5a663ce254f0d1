import pc from "picocolors";

import type { AlarmSpec, MetricAlarm } from "../../../model/alarm-spec.ts";
import type { SynthReport } from "../../../model/synth-report.ts";
import { escapeText } from "../../text/escape.ts";
import { formatUtc, formatUsd } from "../../text/format.ts";
import { textTable } from "../../text/text-table.ts";
import { wrapText } from "../../text/wrap.ts";

export interface SynthTableOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly verbose: boolean;
}

/** For people: what there would be, what it would have done, what it costs, and what is left uncovered. */
export function renderSynthTable(report: SynthReport, options: SynthTableOptions): string {
  const paint = pc.createColors(options.colour);
  const width = Math.max(60, options.width);
  const targets = [...new Set(report.alarms.map(({ target }) => target))];
  const lines = [
    ...wrapText(headline(report), width).map((line) => paint.bold(line)),
    ...wrapText(learnedFrom(report), width).map((line) => paint.dim(line)),
    ...targets.flatMap((target) => [
      "",
      paint.bold(escapeText(target)),
      ...alarmLines(
        report.alarms.filter((alarm) => alarm.target === target),
        options.verbose,
        width,
      ),
    ]),
    ...uncoveredLines(report, width),
    ...report.notes.flatMap((note) => ["", ...wrapText(escapeText(note), width)]),
    "",
    ...wrapText(
      options.verbose
        ? "Write them with --format cloudformation, sam, terraform, cdk, cli or json."
        : "The reason for every number: --verbose. Write them with --format cloudformation, sam, terraform, cdk, cli or json.",
      width,
    ).map((line) => paint.dim(line)),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function headline({ alarms, usdPerMonth }: SynthReport): string {
  const composites = alarms.filter(({ definition }) => "AlarmRule" in definition).length;
  const fired = alarms.reduce((sum, { backtest }) => sum + (backtest?.alarms ?? 0), 0);
  const replayed = alarms.filter(({ backtest }) => backtest !== null).length;
  const would = replayed === 0 ? "" : ` Over the history they would have fired ${fired} times.`;
  return `${alarms.length} alarms (${composites} of them composites) for ${formatUsd(usdPerMonth)} a month.${would}`;
}

function learnedFrom({ history }: SynthReport): string {
  if (history === null) return "There was no history to learn from: every threshold is a usual start.";
  const { startMs, endMs, incidents } = history;
  const known =
    incidents === 0
      ? "no known incident in it"
      : `${incidents} known incident${incidents === 1 ? "" : "s"} left out`;
  return `Learned from ${formatUtc(startMs)} to ${formatUtc(endMs)} UTC, ${known}.`;
}

function alarmLines(alarms: readonly AlarmSpec[], isVerbose: boolean, width: number): string[] {
  const rows = alarms.map((alarm) => [
    labelOf(alarm),
    conditionOf(alarm),
    alarm.backtest === null ? "" : String(alarm.backtest.alarms),
    formatUsd(alarm.usdPerMonth),
  ]);
  if (!isVerbose) return textTable(["alarm", "fires when", "fired", "a month"], rows, width);
  return alarms.flatMap((alarm) => [
    "",
    `  ${labelOf(alarm)}: ${conditionOf(alarm)}`,
    ...wrapText(escapeText(alarm.why), width - 4).map((line) => `    ${line}`),
  ]);
}

function labelOf({ route, definition, rule, key }: AlarmSpec): string {
  const part = decodeURIComponent(key.split("#").at(-1) ?? "");
  const label =
    "AlarmRule" in definition && rule === "any-alarm" ? `any of them (${part})` : `${rule} ${part}`;
  return escapeText(route === null ? label : `${route} ${label}`);
}

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: ">=",
  GreaterThanThreshold: ">",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

function conditionOf({ definition }: AlarmSpec): string {
  if ("AlarmRule" in definition) return "one of its alarms does";
  const { ComparisonOperator, Threshold, EvaluationPeriods, DatapointsToAlarm } = definition;
  const sign = SIGNS[ComparisonOperator] ?? "outside";
  const of = `${DatapointsToAlarm ?? EvaluationPeriods}/${EvaluationPeriods} x ${spanText(periodOf(definition))}`;
  return escapeText(`${statOf(definition)} ${sign} ${Threshold ?? "its band"}, ${of}`);
}

function statOf({ Statistic, ExtendedStatistic, Metrics }: MetricAlarm): string {
  return Statistic ?? ExtendedStatistic ?? Metrics?.find(({ ReturnData }) => ReturnData)?.Label ?? "math";
}

function periodOf({ Period, Metrics }: MetricAlarm): number {
  return Period ?? Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 60;
}

function spanText(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function uncoveredLines({ uncovered }: SynthReport, width: number): string[] {
  if (uncovered.length === 0) return [];
  const scopes = uncovered.map(({ target, route }) => (route === null ? target : `${route} of ${target}`));
  const shown = scopes
    .slice(0, 5)
    .map((scope) => escapeText(scope))
    .join(", ");
  const more = scopes.length > 5 ? ` and ${scopes.length - 5} more` : "";
  const text = `Beyond --max-alarms or --max-usd-month, without alarms of their own: ${shown}${more}. The stage's alarms see them as far as they weigh in it.`;
  return ["", ...wrapText(text, width)];
}
