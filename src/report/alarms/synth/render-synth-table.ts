import pc from "picocolors";

import { alarmPeriodSeconds } from "../../../model/alarm-period.ts";
import type { AlarmSpec, MetricAlarm } from "../../../model/alarm-spec.ts";
import type { SynthReport } from "../../../model/synth-report.ts";
import { escapeText } from "../../text/escape.ts";
import { formatUtc, formatUsd } from "../../text/format.ts";
import { textTable } from "../../text/text-table.ts";
import { wrapText } from "../../text/wrap.ts";
import { uncoveredTexts } from "./uncovered-texts.ts";

/** Of alarms that belong to no stage. */
const ACCOUNT = "account";

export interface SynthTableOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly verbose: boolean;
}

/** For people: what there would be, what it would have done, what it costs, and what is left uncovered. */
export function renderSynthTable(report: SynthReport, options: SynthTableOptions): string {
  const paint = pc.createColors(options.colour);
  const width = Math.max(60, options.width);
  const named = [...new Set(report.alarms.map(({ target }) => target))];
  // What is for the whole account concerns no one API, and comes last.
  const targets = [...named.filter((name) => name !== ACCOUNT), ...named.filter((name) => name === ACCOUNT)];
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
    ...uncoveredTexts(report).flatMap((text) => ["", ...wrapText(text, width)]),
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
  const { ComparisonOperator, EvaluationPeriods, DatapointsToAlarm } = definition;
  const sign = SIGNS[ComparisonOperator] ?? "outside";
  const of = `${DatapointsToAlarm ?? EvaluationPeriods}/${EvaluationPeriods} x ${spanText(alarmPeriodSeconds(definition) ?? 60)}`;
  return escapeText(`${statOf(definition)} ${sign} ${thresholdText(definition)}, ${of}`);
}

/** Of metric math the id of what is judged: "share", "overhead", "ratio". */
function statOf({ Statistic, ExtendedStatistic, Metrics }: MetricAlarm): string {
  return Statistic ?? ExtendedStatistic ?? Metrics?.find(({ ReturnData }) => ReturnData)?.Id ?? "math";
}

const SHARES: ReadonlySet<string> = new Set(["Average", "share", "ratio"]);

/** Error metrics average to shares, which people read as percent. */
function thresholdText(alarm: MetricAlarm): string {
  const { Threshold, ExtendedStatistic = "" } = alarm;
  if (Threshold === undefined) return "its band";
  if (SHARES.has(statOf(alarm))) return `${Number((Threshold * 100).toPrecision(4))} %`;
  if (alarm.MetricName === "Duration" || statOf(alarm) === "overhead" || /^p\d/.test(ExtendedStatistic))
    return `${Threshold} ms`;
  return ExtendedStatistic.startsWith("PR") ? `${Threshold} %` : String(Threshold);
}

function spanText(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
