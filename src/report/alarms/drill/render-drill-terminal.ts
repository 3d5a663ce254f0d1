import pc from "picocolors";

import type { Drill, DrilledIncident, DrilledMagnitude, DrillTarget } from "../../../model/drill.ts";
import { escapeText } from "../../text/escape.ts";
import { formatUtc } from "../../text/format.ts";
import { padLeft, padTo } from "../../text/width.ts";
import { wrapLabelled, wrapText } from "../../text/wrap.ts";
import {
  CELL_LEGEND,
  cellText,
  count,
  groupsOf,
  judgedOf,
  magnitudeText,
  smallestText,
  startsText,
  uncaughtOf,
  uncaughtText,
} from "./drill-text.ts";
import type { DrillRenderOptions } from "./registry.ts";

/** Narrower than this nothing lines up any more. */
const NARROWEST = 60;
const NAME = 36;
const MAGNITUDE = 7;
const CELL = 6;
const SMALLEST = 7;
/** Shown of the alarms that could not be replayed, without --verbose. */
const MOST = 5;

interface Page extends DrillRenderOptions {
  readonly paint: ReturnType<typeof pc.createColors>;
}

/** For people: what nobody would hear of first, then a matrix for each target. */
export function renderDrillTerminal(drill: Drill, options: DrillRenderOptions): string {
  const page = {
    ...options,
    width: Math.max(NARROWEST, options.width),
    paint: pc.createColors(options.colour),
  };
  const lines = [
    ...head(drill, page),
    ...drill.targets.flatMap((target) => ["", ...targetLines(target, page)]),
    ...notReplayedLines(drill, page),
    "",
    ...[CELL_LEGEND, ...drill.notes].flatMap((text) =>
      wrapText(escapeText(text), page.width).map(page.paint.dim),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function head(drill: Drill, { width, paint }: Page): string[] {
  const { summary, window, incidentMinutes } = drill;
  const [start, end] = [formatUtc(Date.parse(window.start)), formatUtc(Date.parse(window.end))];
  const what = `Gatewatch drill of ${escapeText(drill.label)}: each incident that can happen, for ${incidentMinutes} minutes, over the traffic of ${start} to ${end} UTC`;
  const missed = summary.shouldPage - summary.caught;
  const caught = `${summary.caught} of ${count(summary.shouldPage, "incident")} that should page set an alarm off, ${missed} would go unnoticed.`;
  const quiet = `${count(summary.falsePages, "incident")} that should not page set one off all the same.`;
  return [
    ...wrapText(what, width).map((line) => paint.bold(line)),
    ...wrapText(caught, width).map(missed > 0 ? paint.red : paint.green),
    ...(summary.falsePages > 0 ? wrapText(quiet, width).map(paint.yellow) : []),
  ];
}

function targetLines(target: DrillTarget, page: Page): string[] {
  const { width, paint } = page;
  const title = paint.bold(escapeText(target.id));
  if (target.skipped !== null) {
    return [title, ...wrapLabelled("  Not drilled: ", escapeText(target.skipped), width)];
  }
  const uncaught = uncaughtOf(target);
  const { impossible } = groupsOf(target);
  return [
    title,
    ...wrapLabelled("  Laid at: ", startsText(target), width).map(paint.dim),
    ...(uncaught.length > 0
      ? wrapLabelled("  No alarm catches: ", uncaught.map(uncaughtText).join(", "), width).map(paint.red)
      : []),
    ...(target.alarms.length === 0 ? ["  No alarm watches it."] : ["", ...matrices(target, page)]),
    ...(impossible.length > 0
      ? wrapLabelled("  Nothing happens for: ", impossible.map(({ name }) => name).join(", "), width).map(
          paint.dim,
        )
      : []),
  ];
}

/** As many columns as fit beside the names, then the next ones in a matrix of their own. */
function matrices(target: DrillTarget, page: Page): string[] {
  const fit = Math.max(1, Math.floor((page.width - 2 - NAME - MAGNITUDE - SMALLEST) / CELL));
  const { paint } = page;
  const { paging, quiet } = groupsOf(target);
  const lines: string[] = [];
  for (let first = 0; first < target.alarms.length; first += fit) {
    const end = Math.min(target.alarms.length, first + fit);
    if (first > 0) lines.push("");
    for (let index = first; index < end; index += 1) lines.push(...legend(target, index, page));
    for (const [name, incidents] of [
      ["should page", paging],
      ["should not page", quiet],
    ] as const) {
      if (incidents.length === 0) continue;
      const numbers = target.alarms.slice(first, end).map((_, at) => padLeft(String(first + at + 1), CELL));
      lines.push(
        paint.bold(
          `  ${padTo(name, NAME)}${padLeft("at", MAGNITUDE)}${numbers.join("")}${padLeft("from", SMALLEST)}`,
        ),
        ...incidents.flatMap((incident) => rows(incident, first, end, page)),
      );
    }
  }
  return lines;
}

function legend({ alarms }: DrillTarget, index: number, { width, paint, verbose }: Page): string[] {
  const alarm = alarms[index];
  if (alarm === undefined) return [];
  const earliest = alarm.earliestMinutes === null ? "" : `; ${alarm.earliestMinutes} at the earliest`;
  const label = `${padLeft(String(index + 1), 4)}  `;
  return [
    ...wrapLabelled(label, escapeText(alarm.name), width),
    ...wrapLabelled("      ", escapeText(`${alarm.watches}${earliest}`), width).map(paint.dim),
    ...(verbose ? alarm.notes.flatMap((note) => wrapLabelled("      ", escapeText(note), width)) : []),
  ];
}

function rows(incident: DrilledIncident, first: number, end: number, page: Page): string[] {
  const judged = judgedOf(incident);
  const shown = page.verbose ? incident.magnitudes : judged === undefined ? [] : [judged];
  return shown.map((magnitude, index) => row(incident, magnitude, index === 0, first, end, page));
}

function row(
  incident: DrilledIncident,
  { magnitude, alarms }: DrilledMagnitude,
  isFirst: boolean,
  first: number,
  end: number,
  { paint }: Page,
): string {
  const cells = alarms.slice(first, end).map((cell) => {
    const text = padLeft(cellText(cell, incident), CELL);
    if (cell.medianMinutes === null)
      return incident.shouldPage && incident.caughtBy.length === 0 ? paint.red(text) : text;
    return incident.shouldPage ? paint.green(text) : paint.yellow(text);
  });
  const name = padTo(isFirst ? incident.name : "", NAME);
  const smallest = isFirst ? padLeft(smallestText(incident), SMALLEST) : "";
  return `  ${name}${padLeft(magnitudeText(magnitude), MAGNITUDE)}${cells.join("")}${smallest}`;
}

function notReplayedLines({ notReplayed }: Drill, { width, verbose, paint }: Page): string[] {
  if (notReplayed.length === 0) return [];
  const shown = verbose ? notReplayed : notReplayed.slice(0, MOST);
  const more = notReplayed.length - shown.length;
  return [
    "",
    paint.bold(
      `${count(notReplayed.length, "alarm")} cannot be replayed; nothing is said of what they catch`,
    ),
    ...shown.flatMap(({ alarm, why }) => wrapLabelled("  ", escapeText(`${alarm}: ${why}`), width)),
    ...(more > 0 ? [`  and ${more} more; --verbose shows all`] : []),
  ];
}
