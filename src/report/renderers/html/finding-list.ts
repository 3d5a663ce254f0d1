import { markup, type Markup } from "../../html/markup.ts";
import { incidentTexts } from "../../text/incident-texts.ts";
import { impactText, sinceText } from "../../text/finding-texts.ts";
import type { HtmlPage } from "./page.ts";

/** All findings in a line each, worst first, as the way to where they are explained. */
export function findingList(page: HtmlPage): Markup[] {
  const { findings } = page.view.report;
  const rows = findings.map((finding, index) => {
    const place = page.labelOf(finding.target);
    const route = finding.route === null ? "" : `, ${finding.route}`;
    return markup`<li><span class="pill ${finding.severity}">${finding.severity}</span><a href="#${page.findingAnchor(finding)}">${index + 1}. ${finding.title}</a><span class="soft">${place}${route} · ${finding.cause.kind} · since ${sinceText(finding, page.readAt)} · ${impactText(finding)}</span></li>`;
  });
  return [
    markup`<section id="findings">
<h2>Findings</h2>
${rows.length === 0 ? markup`<p class="soft">Nothing was found wrong in what could be looked at.</p>` : markup`<ol class="list">${rows}</ol>`}
${incidentTexts(page.view.report).map((text) => markup`<p class="note">${text}</p>`)}
</section>`,
  ];
}
