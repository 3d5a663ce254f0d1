import { markup, type Markup } from "../../html/markup.ts";
import { costText } from "../../text/cost-text.ts";
import { formatUsd } from "../../text/format.ts";
import { logText } from "../../text/log-text.ts";
import { blindSpotGroups, type BlindSpotGroup } from "../../view/blind-spot-groups.ts";
import type { HtmlPage } from "./page.ts";

/** What could not be looked at, and what looking cost. */
export function readingSection({ view, labelOf }: HtmlPage): Markup[] {
  const { blindSpots, cost, logs } = view.report;
  const groups = blindSpotGroups(blindSpots);
  const targetsText = ({ targets }: BlindSpotGroup): string =>
    targets.length === 0 ? "the whole run" : targets.map(labelOf).join(", ");
  const calls = Object.entries(cost.calls).sort(([, left], [, right]) => right - left);
  return [
    markup`<section id="reading">
<h2>Blind spots</h2>
${
  groups.length === 0
    ? markup`<p>Everything that was asked for could be read.</p>`
    : markup`<ul class="list">${groups.map(
        (group) =>
          markup`<li><span class="pill">${group.spot.code}</span><b>${group.spot.source}</b><span class="soft">${targetsText(group)}</span><span>${group.spot.hint}</span></li>`,
      )}</ul>`
}
</section>`,
    markup`<section id="cost">
<h2>Cost of this report</h2>
<p>${costText(cost, view.origin)}</p>
${logs.length === 0 ? [] : [markup`<p>${logText(logs)}</p>`]}
${calls.length === 0 ? [] : [markup`<details><summary>Calls to AWS, together ${formatUsd(cost.usd)}</summary><ul>${calls.map(([name, count]) => markup`<li>${name}: ${count}</li>`)}</ul></details>`]}
</section>`,
  ];
}
