/**
 * A backtest as the comment on a pull request: what is read at a glance first, the rest folded away. A host refuses longer
 * comments than 65,536 characters, so all lists are cut to the same length until the whole fits, and every cut says so.
 */
import {
  FLAP_MINUTES,
  type Backtest,
  type BacktestAlarm,
  type BacktestSet,
} from "../../../model/backtest.ts";
import { formatUtc } from "../../text/format.ts";
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
import { markdownTable, markdownText } from "../../text/markdown-text.ts";

const MOST_CHARACTERS = 60_000;
const FIRST_ROWS = 400;

export function renderBacktestMarkdown(backtest: Backtest): string {
  let rows = FIRST_ROWS;
  let text = render(backtest, rows);
  while (text.length >= MOST_CHARACTERS && rows > 1) {
    rows = Math.floor(rows / 2);
    text = render(backtest, rows);
  }
  const end = "\n\n...cut here: a comment holds no more.\n";
  return text.length < MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - end.length - 1)}${end}`;
}

function render(backtest: Backtest, most: number): string {
  const { proposed, against, window } = backtest;
  const caught = caughtText(proposed);
  const span = `${formatUtc(Date.parse(window.start))} to ${formatUtc(Date.parse(window.end))} UTC`;
  return [
    "### Alarm backtest",
    "",
    `**${markdownText(verdictText(backtest))}**${caught === null ? "" : ` ${markdownText(caught)}`}`,
    ...backtest.exceeded.slice(0, most).map(({ measure, limit, value, alarm }) => {
      const whose = alarm === null ? "" : ` (${markdownText(alarm)})`;
      return `\n:x: beyond \`${measure}=${limit}\`: ${shortNumber(value)}${whose}`;
    }),
    ...(against ? comparison(backtest, against, most) : []),
    ...alarmTable(proposed, most),
    ...details("Firings", firings(backtest, most)),
    ...details(`Incidents (${backtest.incidents.length})`, incidents(backtest, most)),
    ...details(`Not evaluated (${proposed.notEvaluated.length})`, notEvaluated(proposed, most)),
    ...details("To know", notes(backtest, most)),
    "",
    `<sub>${span}. A flap is ALARM again within ${FLAP_MINUTES} minutes; "false" are firings at no incident; about $${proposed.total.usdPerMonth.toFixed(2)} a month at list price. gatewatch ${markdownText(backtest.tool.version)}</sub>`,
    "",
  ].join("\n");
}

function comparison(backtest: Backtest, against: BacktestSet, most: number): string[] {
  const { proposed, changes } = backtest;
  const names = (change: string): string[] => {
    const all = changes.filter((one) => one.change === change).map(({ name }) => name);
    if (all.length === 0) return [];
    const shown = all.slice(0, most).map(markdownText).join(", ");
    const more = all.length > most ? ` and ${all.length - most} more` : "";
    return [`- ${change}: ${shown}${more}`];
  };
  const lists = [...names("added"), ...names("removed"), ...names("changed")];
  return [
    "",
    ...markdownTable(
      ["", against.label, proposed.label, "difference"],
      comparisonRows(proposed, against),
      "numbers",
    ),
    ...(lists.length > 0 ? ["", ...lists] : []),
  ];
}

const HEAD = ["alarm", "fired", "in ALARM", "longest", "flaps", "pages a week", "false", "caught"];

function alarmTable({ alarms }: BacktestSet, most: number): string[] {
  const loud = byNoise(alarms).filter(({ fired }) => fired > 0);
  const quiet = alarms.length - loud.length;
  const rows = loud
    .slice(0, most)
    .map((alarm) => [
      alarm.name,
      String(alarm.fired),
      formatMinutes(alarm.minutesInAlarm),
      formatMinutes(alarm.longestMinutes),
      String(alarm.flaps),
      alarm.canPage ? shortNumber(alarm.pagesPerWeek) : "no page",
      String(alarm.falseFirings),
      caughtShare(alarm),
    ]);
  return [
    ...(rows.length === 0 ? [] : ["", ...markdownTable(HEAD, rows)]),
    ...cut(loud.length, most, "alarms that fired"),
    ...(quiet > 0 ? ["", `${count(quiet, "alarm")} never fired.`] : []),
  ];
}

function firings(backtest: Backtest, most: number): string[] {
  const titles = new Map(backtest.incidents.map(({ id, title }) => [id, title]));
  const rows = byNoise(backtest.proposed.alarms).flatMap(({ name, firings: all }) =>
    all.map((firing) => ({
      url: firing.url,
      cells: [name, firingTime(firing), peakText(firing), rightText(firing, titles)],
    })),
  );
  if (rows.length === 0) return [];
  return [
    ...markdownTable(
      ["alarm", "in ALARM (UTC)", "worst datapoint", "incident"],
      rows.slice(0, most).map(({ cells }) => cells),
      "texts",
      // The time is what leads to the graph.
      (row, column) => (column === 1 ? (rows[row]?.url ?? null) : null),
    ),
    ...cut(rows.length, most, "firings"),
  ];
}

function incidents({ incidents: all, proposed }: Backtest, most: number): string[] {
  if (all.length === 0) return [];
  const catches = new Map(proposed.catches.map((one) => [one.incident, one]));
  const rows = all.slice(0, most).map(({ id, start, severity, target, route, title }) => {
    const { alarm, afterMinutes, pagedAfterMinutes } = catches.get(id) ?? NOT_CAUGHT;
    const outcome = alarm === null ? "missed" : `after ${count(afterMinutes ?? 0, "minute")} by ${alarm}`;
    const paged = pagedAfterMinutes === null ? "no" : `after ${count(pagedAfterMinutes, "minute")}`;
    const place = route === null ? target : `${target} ${route}`;
    return [formatUtc(Date.parse(start)), severity, place, title, outcome, paged];
  });
  return [
    ...markdownTable(["start (UTC)", "severity", "where", "what", "caught", "paged"], rows, "texts"),
    ...cut(all.length, most, "incidents"),
  ];
}

function notEvaluated({ notEvaluated: all }: BacktestSet, most: number): string[] {
  if (all.length === 0) return [];
  const rows = all.slice(0, most).map(({ name, place, why }) => {
    const where = place.line === null ? "" : `${place.file}:${place.line}`;
    return [name, where, why.join("; ")];
  });
  return [...markdownTable(["alarm", "where", "why"], rows, "texts"), ...cut(all.length, most, "alarms")];
}

function notes({ notes: own, proposed, blindSpots }: Backtest, most: number): string[] {
  const ofAlarm = ({ name, notes: some, doubts }: BacktestAlarm): string[] =>
    [...some, ...doubts.map(doubtText)].map((note) => `${name}: ${note}`);
  const spots = blindSpots.map(({ source, hint }) => `not seen (${source}): ${hint}`);
  const all = [...own, ...proposed.alarms.flatMap(ofAlarm), ...spots];
  return [...all.slice(0, most).map((note) => `- ${markdownText(note)}`), ...cut(all.length, most, "notes")];
}

function details(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ["", `<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

function cut(all: number, most: number, what: string): string[] {
  return all <= most ? [] : ["", `${all - most} more ${what} are cut here; --format json has all.`];
}
