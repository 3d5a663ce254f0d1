import { markup, type Markup } from "../../html/markup.ts";
import { lookedAt } from "../../text/looked-at.ts";
import { verdict } from "../../text/verdict.ts";
import type { HtmlPage } from "./page.ts";

/** What was looked at, the sentence to read if no more is read, and where everything is. */
export function pageHeader({ view }: HtmlPage): Markup[] {
  const { report, origin } = view;
  const links = [
    ["#findings", "Findings"],
    ["#overview", "Overview"],
    ...(report.targets.length === 0 ? [] : ([["#targets", "Targets"]] as const)),
    ["#alarms", "Alarms"],
    ["#reading", "Blind spots and cost"],
    ["#method", "How numbers are computed"],
  ] as const;
  return [
    markup`<header>
<h1>API Gateway report</h1>
<p class="soft">${lookedAt(report, origin, null)}</p>
<p class="verdict">${verdict(report)}</p>
</header>
<nav aria-label="Sections"><ul class="nav">${links.map(
      ([href, text]) => markup`<li><a href="${href}">${text}</a></li>`,
    )}</ul></nav>`,
  ];
}
