import pc from "picocolors";

import {
  FLAP_MINUTES,
  type Backtest,
  type BacktestAlarm,
  type BacktestSet,
} from "../../../model/backtest.ts";
import { textTable } from "../../text/text-table.ts";
import { escapeText } from "../../text/escape.ts";
import { formatUtc, formatUsd } from "../../text/format.ts";
import { displayWidth } from "../../text/width.ts";
import { wrapLabelled, wrapText } from "../../text/wrap.ts";
import type { BacktestRenderOptions } from "./registry.ts";
import {
  byNoise,
  caughtShare,
  caughtText,
  count,
  doubtText,
  firingTime,
  formatMinutes,
  NOT_CAUGHT,
  peakText,
  rightText,
  shortNumber,
  verdictText,
} from "./backtest-text.ts";
import { comparisonRows } from "./comparison-rows.ts";

/** Narrower than this nothing lines up any more. */
const NARROWEST = 60;
/** Shown of each alarm's firings, and of what could not be evaluated, without --verbose. */
const MOST = 5;

const ORIGINS: Readonly<Record<Backtest["origin"], string>> = {
  aws: "live from AWS",
  recorded: "from a recording",
  exported: "from exported metrics",
  demo: "embedded demo",
};

/** For people, in the order in which they ask: how often, which ones, when and why, what was missed, what is not known. */
export function renderBacktestTerminal(backtest: Backtest, options: BacktestRenderOptions): string {
  const width = Math.max(NARROWEST, options.width);
  const page = { ...options, width, paint: pc.createColors(options.colour) };
  const { proposed, against } = backtest;
  const loud = byNoise(proposed.alarms).filter(({ fired }) => fired > 0);
  const lines = [
    ...head(backtest, page),
    ...(against ? ["", ...comparison(backtest, against, page)] : []),
    ...(proposed.alarms.length > 0 ? ["", ...table(proposed, loud, page)] : []),
    ...loud.flatMap((alarm) => ["", ...firingLines(alarm, backtest, page)]),
    ...incidentLines(backtest, page),
    ...notEvaluatedLines(backtest, page),
    ...noteLines(backtest, page),
    ...closing(backtest, page),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

interface Page extends BacktestRenderOptions {
  readonly paint: ReturnType<typeof pc.createColors>;
}

function head(backtest: Backtest, { width, paint }: Page): string[] {
  const { window, proposed, against, origin } = backtest;
  const [start, end] = [formatUtc(Date.parse(window.start)), formatUtc(Date.parse(window.end))];
  const compared = against ? ` against ${escapeText(against.label)}` : "";
  const looked = `Gatewatch backtest of ${escapeText(proposed.label)}${compared}, ${start} to ${end} UTC, ${ORIGINS[origin]}`;
  return [
    ...wrapText(looked, width).map((line) => paint.dim(line)),
    ...wrapText([verdictText(backtest), caughtText(proposed) ?? ""].join(" "), width).map((line) =>
      paint.bold(line),
    ),
    ...backtest.exceeded.map(({ measure, limit, value, alarm }) =>
      paint.red(
        `beyond ${measure}=${limit}: ${shortNumber(value)}${alarm === null ? "" : ` (${escapeText(alarm)})`}`,
      ),
    ),
  ];
}

function comparison(backtest: Backtest, against: BacktestSet, { width, paint }: Page): string[] {
  const label = (set: BacktestSet): string =>
    displayWidth(set.label) <= 20 ? escapeText(set.label) : set === against ? "before" : "after";
  const { proposed } = backtest;
  const rows = comparisonRows(proposed, against);
  const names = (change: string): string[] =>
    backtest.changes.filter((one) => one.change === change).map(({ name }) => escapeText(name));
  return [
    ...textTable(["compared", label(against), label(proposed), "difference"], rows, width),
    ...["added", "removed", "changed"].flatMap((change) => {
      const all = names(change);
      return all.length === 0 ? [] : wrapLabelled(change.padEnd(9), all.join(", "), width);
    }),
  ].map((line, index) => (index === 0 ? paint.dim(line) : line));
}

const HEAD = ["alarm", "fired", "in ALARM", "longest", "flaps", "pages/wk", "false", "caught"];

function table(
  { alarms }: BacktestSet,
  loud: readonly BacktestAlarm[],
  { width, verbose, paint }: Page,
): string[] {
  const shown = verbose ? byNoise(alarms) : loud;
  const rows = shown.map((alarm) => [
    escapeText(alarm.name),
    String(alarm.fired),
    formatMinutes(alarm.minutesInAlarm),
    formatMinutes(alarm.longestMinutes),
    String(alarm.flaps),
    alarm.canPage ? shortNumber(alarm.pagesPerWeek) : "no page",
    String(alarm.falseFirings),
    caughtShare(alarm),
  ]);
  const quiet = alarms.length - shown.length;
  const [first = "", ...others] = rows.length === 0 ? [""] : textTable(HEAD, rows, width);
  return [
    ...(rows.length === 0 ? [] : [paint.dim(first), ...others]),
    ...(quiet > 0
      ? [paint.dim(`${count(quiet, "alarm")} never fired${verbose ? "" : " (--verbose lists them)"}`)]
      : []),
  ];
}

function firingLines(alarm: BacktestAlarm, backtest: Backtest, { width, verbose, paint }: Page): string[] {
  const titles = new Map(backtest.incidents.map(({ id, title }) => [id, title]));
  const shown = verbose ? alarm.firings : alarm.firings.slice(0, MOST);
  const more = alarm.firings.length - shown.length;
  return [
    ...wrapText(escapeText(alarm.name), width).map((line) => paint.bold(line)),
    ...wrapLabelled("  ", escapeText(alarm.watches), width).map((line) => paint.dim(line)),
    ...shown.flatMap((firing) => [
      ...wrapLabelled("  ", [firingTime(firing), peakText(firing)].filter(Boolean).join(", "), width),
      ...wrapLabelled("      ", escapeText(rightText(firing, titles)), width),
      ...(verbose ? wrapLabelled("      ", escapeText(firing.reason), width) : []),
      // A broken address cannot be clicked, so it stays whole or away.
      ...(verbose && firing.url !== null ? [`      ${firing.url}`] : []),
    ]),
    ...(more > 0 ? [`  and ${count(more, "firing")} more (--verbose)`] : []),
    ...alarm.notes.flatMap((note) => wrapLabelled("  note: ", escapeText(note), width)),
    ...alarm.doubts.flatMap((doubt) => wrapLabelled("  doubt: ", escapeText(doubtText(doubt)), width)),
  ];
}

function incidentLines({ incidents, proposed }: Backtest, { width, paint }: Page): string[] {
  if (incidents.length === 0) return [];
  const catches = new Map(proposed.catches.map((one) => [one.incident, one]));
  return [
    "",
    paint.bold("Incidents"),
    ...incidents.flatMap(({ id, start, severity, target, route, title }) => {
      const { alarm, afterMinutes, pagedAfterMinutes } = catches.get(id) ?? NOT_CAUGHT;
      const place = route === null ? target : `${target} ${route}`;
      const paged =
        pagedAfterMinutes === null ? "nobody paged" : `paged after ${count(pagedAfterMinutes, "minute")}`;
      const outcome =
        alarm === null
          ? paint.red("missed")
          : `caught after ${count(afterMinutes ?? 0, "minute")} by ${escapeText(alarm)}, ${paged}`;
      return [
        ...wrapLabelled(
          "  ",
          escapeText(`${formatUtc(Date.parse(start))} ${severity} ${place}: ${title}`),
          width,
        ),
        ...wrapLabelled("      ", outcome, width),
      ];
    }),
  ];
}

function notEvaluatedLines({ proposed, against }: Backtest, { width, verbose, paint }: Page): string[] {
  return [proposed, ...(against ? [against] : [])].flatMap((set) => {
    const { notEvaluated } = set;
    if (notEvaluated.length === 0) return [];
    const shown = verbose ? notEvaluated : notEvaluated.slice(0, MOST);
    const more = notEvaluated.length - shown.length;
    const of = set === against ? ` of ${escapeText(set.label)}` : "";
    return [
      "",
      paint.bold(`Not evaluated${of}: ${count(notEvaluated.length, "alarm")}`),
      ...shown.flatMap(({ name, place, why }) => {
        const where = place.line === null ? "" : ` (${place.file}:${place.line})`;
        return [
          ...wrapLabelled("  ", escapeText(`${name}${where}`), width),
          ...why.flatMap((one) => wrapLabelled("      ", escapeText(one), width)),
        ];
      }),
      ...(more > 0 ? [`  and ${more} more (--verbose)`] : []),
    ];
  });
}

function noteLines({ notes, blindSpots, proposed }: Backtest, { width, verbose, paint }: Page): string[] {
  const quiet = proposed.alarms.filter(({ fired }) => fired === 0);
  const ofQuiet = quiet.flatMap(({ name, notes: own }) => own.map((note) => `${name}: ${note}`));
  const shown = verbose ? ofQuiet : ofQuiet.slice(0, MOST);
  const more = ofQuiet.length - shown.length;
  const all = [
    ...notes,
    ...shown,
    ...(more > 0 ? [`${count(more, "more note")} on quiet alarms (--verbose)`] : []),
    ...doubtsOfQuiet(quiet, verbose),
    ...blindSpots.map(({ source, hint }) => `not seen (${source}): ${hint}`),
  ];
  if (all.length === 0) return [];
  return ["", paint.bold("To know"), ...all.flatMap((note) => wrapLabelled("  - ", escapeText(note), width))];
}

/** An alarm that never fired by our reading, and might have by another one. */
function doubtsOfQuiet(quiet: readonly BacktestAlarm[], verbose: boolean): string[] {
  if (verbose) {
    return quiet.flatMap(({ name, doubts }) => doubts.map((doubt) => `${name}: ${doubtText(doubt)}`));
  }
  const doubtful = quiet.filter(({ doubts }) => doubts.length > 0).length;
  return doubtful === 0
    ? []
    : [
        `Of the alarms that never fired, ${doubtful} would have been in another state at times by another reading of what AWS leaves open (--verbose).`,
      ];
}

function closing({ proposed, cost }: Backtest, { width, verbose, paint }: Page): string[] {
  const unknown = proposed.alarms.some(({ usdPerMonth }) => usdPerMonth === null);
  const price = `These alarms cost about $${proposed.total.usdPerMonth.toFixed(2)} a month at list price${unknown ? ", without those on queries" : ""}.`;
  const spent = cost.usd > 0 ? ` Reading the history cost ${formatUsd(cost.usd)}.` : "";
  const flaps = ` A flap is ALARM again within ${FLAP_MINUTES} minutes; "false" are firings at no incident.`;
  const links = verbose ? "" : " Reasons and links to graphs: --verbose, or --format json.";
  return ["", ...wrapText(`${price}${spent}${flaps}${links}`, width).map((line) => paint.dim(line))];
}
