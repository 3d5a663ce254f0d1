import type { Backtest } from "../../../model/backtest.ts";
import { backtestText, caughtText, firingText } from "../../text/backtest-texts.ts";
import { markdownTable, markdownText } from "../../text/markdown-text.ts";
import { cutLine } from "./cut-line.ts";

/** What alarms did in the window; nothing where none were read. */
export function alarmLines(backtest: Backtest | null, most: number): string[] {
  if (backtest === null) return [];
  const { proposed } = backtest;
  const loud = proposed.alarms.filter(({ fired }) => fired > 0);
  const rows = loud
    .slice(0, most)
    .map((alarm) => [
      alarm.name,
      alarm.firings.slice(0, most).map(firingText).join("; "),
      String(alarm.falseFirings),
      caughtText(alarm),
    ]);
  return [
    "",
    `#### Alarms: ${markdownText(proposed.label)}`,
    "",
    markdownText(backtestText(backtest)),
    ...(rows.length === 0
      ? []
      : ["", ...markdownTable(["alarm", "in ALARM (UTC)", "false", "caught"], rows)]),
    ...cutLine(loud.length, most, "alarms that fired"),
  ];
}
