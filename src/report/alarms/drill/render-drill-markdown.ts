import type { Drill, DrilledIncident, DrillTarget } from "../../../model/drill.ts";
import { formatUtc } from "../../text/format.ts";
import { markdownTable, markdownText } from "../../text/markdown-text.ts";
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

/** Code hosts refuse longer comments (GitHub's limit is 65,536 characters). */
const LONGEST = 60_000;

/** For a pull request: what would go unnoticed, then a matrix for each target to unfold. */
export function renderDrillMarkdown(drill: Drill): string {
  const { summary, window, targets, notReplayed } = drill;
  const [start, end] = [formatUtc(Date.parse(window.start)), formatUtc(Date.parse(window.end))];
  const opening = [
    "## Alarm drill",
    "",
    `${markdownText(drill.label)}, against each incident that can happen, for ${drill.incidentMinutes} minutes over the traffic of ${start} to ${end} UTC: **${summary.caught} of ${count(summary.shouldPage, "incident")}** that should page set an alarm off, and ${summary.falsePages} that should not page set one off all the same.`,
    "",
    ...uncaughtRows(targets),
  ];
  const closing = [
    ...(notReplayed.length === 0
      ? []
      : [
          `### ${count(notReplayed.length, "alarm")} not replayed`,
          "",
          ...markdownTable(
            ["alarm", "why"],
            notReplayed.slice(0, 50).map(({ alarm, why }) => [alarm, why]),
          ),
          ...(notReplayed.length > 50 ? ["", `And ${notReplayed.length - 50} more.`] : []),
          "",
        ]),
    markdownText(CELL_LEGEND),
    ...drill.notes.flatMap((note) => ["", markdownText(note)]),
  ];
  const kept: string[] = [];
  let length = [...opening, ...closing].join("\n").length;
  let left = targets.length;
  for (const target of targets) {
    const block = targetLines(target).join("\n");
    if (length + block.length > LONGEST) break;
    kept.push(block);
    length += block.length + 1;
    left -= 1;
  }
  const cut = left > 0 ? [`${count(left, "target")} left out, for the length of this text.`, ""] : [];
  return `${[...opening, ...kept, ...cut, ...closing].join("\n")}\n`;
}

function uncaughtRows(targets: readonly DrillTarget[]): string[] {
  const rows = targets.flatMap((target) => {
    const uncaught = uncaughtOf(target);
    return uncaught.length === 0 ? [] : [[target.id, uncaught.map(uncaughtText).join(", ")]];
  });
  return rows.length === 0 ? [] : [...markdownTable(["target", "no alarm catches"], rows), ""];
}

function targetLines(target: DrillTarget): string[] {
  const { paging, quiet, impossible } = groupsOf(target);
  if (target.skipped !== null) {
    return [`**${markdownText(target.id)}**: not drilled, ${markdownText(target.skipped)}`, ""];
  }
  const caught = paging.length - uncaughtOf(target).length;
  const head = ["incident", "at", ...target.alarms.map((_, index) => String(index + 1)), "from"];
  const rowOf = (incident: DrilledIncident): string[] => [
    incident.name,
    magnitudeText(incident.judgedMagnitude),
    ...(judgedOf(incident)?.alarms ?? []).map((cell) => cellText(cell, incident)),
    smallestText(incident),
  ];
  return [
    "<details>",
    `<summary>${summaryText(target.id)}: ${caught} of ${paging.length} caught</summary>`,
    "",
    `Laid at: ${markdownText(startsText(target))}.`,
    "",
    ...target.alarms.map(
      ({ name, watches, earliestMinutes }, index) =>
        `${index + 1}. ${markdownText(name)}: ${markdownText(watches)}${earliestMinutes === null ? "" : `; ${earliestMinutes} at the earliest`}`,
    ),
    ...(paging.length > 0 ? ["", "**Should page**", "", ...markdownTable(head, paging.map(rowOf))] : []),
    ...(quiet.length > 0 ? ["", "**Should not page**", "", ...markdownTable(head, quiet.map(rowOf))] : []),
    ...(impossible.length > 0
      ? ["", `Nothing happens: ${markdownText(impossible.map(({ name }) => name).join(", "))}.`]
      : []),
    "",
    "</details>",
    "",
  ];
}

/** Markdown is not read within a summary, HTML is. */
function summaryText(text: string): string {
  return markdownText(text).replaceAll("\\", "");
}
