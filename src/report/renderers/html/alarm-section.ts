import type { Backtest, BacktestAlarm } from "../../../model/backtest.ts";
import { markup, type Markup } from "../../html/markup.ts";
import { backtestText, caughtText, firingText } from "../../text/backtest-texts.ts";
import { formatDuration } from "../../text/format.ts";
import { plural } from "../../text/plural.ts";
import type { HtmlPage } from "./page.ts";

const HOW =
  "No alarms were read. Add --alarms live to replay the deployed alarms over this window, or --alarms with the files that declare them; gatewatch alarms backtest replays them over weeks.";
/** Units across; the drawing is stretched to whatever room it gets. */
const WIDTH = 1_000;

/** What alarms did, or would have done, in the window; the times at which something was wrong lie behind. */
export function alarmSection({ view }: HtmlPage): Markup[] {
  const { backtest } = view;
  if (backtest === null)
    return [markup`<section id="alarms"><h2>Alarms</h2><p class="soft">${HOW}</p></section>`];
  const { proposed, notes } = backtest;
  const fired = proposed.alarms.filter((alarm) => alarm.fired > 0);
  const quiet = proposed.alarms.filter((alarm) => alarm.fired === 0);
  return [
    markup`<section id="alarms">
<h2>Alarms: ${proposed.label}</h2>
<p><b>${backtestText(backtest)}</b></p>
${fired.length === 0 ? [] : [alarmTable(fired, backtest)]}
${missed(backtest)}
${quiet.length === 0 ? [] : [markup`<details><summary>${plural(quiet.length, "alarm")} never fired</summary><ul>${quiet.map(({ name, watches }) => markup`<li>${name} <span class="soft">${watches}</span></li>`)}</ul></details>`]}
${proposed.notEvaluated.length === 0 ? [] : [markup`<details><summary>${plural(proposed.notEvaluated.length, "alarm")} could not be replayed</summary><ul>${proposed.notEvaluated.map(({ name, why }) => markup`<li>${name}: <span class="soft">${why.join("; ")}</span></li>`)}</ul></details>`]}
${notes.map((note) => markup`<p class="note">${note}</p>`)}
</section>`,
  ];
}

function alarmTable(alarms: readonly BacktestAlarm[], backtest: Backtest): Markup {
  const rows = alarms.map((alarm) => {
    const times = alarm.firings.map(firingText).join("; ");
    return markup`<tr><td class="text name">${alarm.name}<br><span class="soft">${alarm.watches}</span></td><td class="wide">${timeline(alarm, backtest)}<span class="soft">${times}</span></td><td class="number">${alarm.fired}</td><td class="number">${formatDuration(alarm.minutesInAlarm * 60_000)}</td><td class="number">${alarm.falseFirings}</td><td class="number">${caughtText(alarm)}</td></tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Alarms that fired"><table>
<thead><tr><th scope="col">Alarm</th><th scope="col">In ALARM, over the window (grey: something was wrong)</th><th scope="col" class="number">Fired</th><th scope="col" class="number">in ALARM</th><th scope="col" class="number">false</th><th scope="col" class="number">caught</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

function timeline({ firings, targets }: BacktestAlarm, { window, incidents }: Backtest): Markup {
  const [startMs, endMs] = [Date.parse(window.start), Date.parse(window.end)];
  const rect = (tone: string, from: string, to: string | null, height: number): Markup => {
    const left = ((Date.parse(from) - startMs) / (endMs - startMs)) * WIDTH;
    const right = (((to === null ? endMs : Date.parse(to)) - startMs) / (endMs - startMs)) * WIDTH;
    const [x, width] = [Math.max(0, left), Math.max(2, Math.min(WIDTH, right) - Math.max(0, left))];
    return markup`<rect class="${tone}" x="${x.toFixed(1)}" y="${(16 - height) / 2}" width="${width.toFixed(1)}" height="${height}"/>`;
  };
  const own = incidents.filter(({ target }) => targets.includes(target));
  return markup`<svg class="phases" width="100%" height="16" viewBox="0 0 ${WIDTH} 16" preserveAspectRatio="none" aria-hidden="true">${own.map(({ start, end }) => rect("incident", start, end, 16))}${firings.map(({ start, end }) => rect("firing", start, end, 8))}</svg>`;
}

function missed({ incidents, proposed }: Backtest): readonly Markup[] {
  const unseen = proposed.catches.filter(({ alarm }) => alarm === null).map(({ incident }) => incident);
  const titles = incidents.filter(({ id }) => unseen.includes(id));
  if (titles.length === 0) return [];
  return [
    markup`<p>Missed by every alarm:</p>
<ul>${titles.map(({ title, target }) => markup`<li>${title} <span class="soft">${target}</span></li>`)}</ul>`,
  ];
}
