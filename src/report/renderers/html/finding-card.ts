import type { Evidence, Finding } from "../../../model/finding.ts";
import { safeUrl } from "../../html/safe-url.ts";
import { markup, type Markup } from "../../html/markup.ts";
import { impactText, sinceText } from "../../text/finding-texts.ts";
import { formatConfidence, formatEvidence } from "../../text/format.ts";
import { plural } from "../../text/plural.ts";
import type { HtmlPage } from "./page.ts";
import { verdictTable } from "./verdict-table.ts";

/** The first numbers are the ones that the finding rests on. */
const SHOWN = 4;

/** One finding with all that it rests on: where, since when, how sure, why, the proof, what to do. */
export function findingCard(finding: Finding, page: HtmlPage): Markup {
  const { severity, title, route, confidence, cause, summary, evidence, actions, links } = finding;
  const place = route === null ? [] : [markup`<b>${route}</b> · `];
  const rest = evidence.slice(SHOWN);
  return markup`<article class="finding ${severity}" id="${page.findingAnchor(finding)}">
<h4><span class="pill ${severity}">${severity}</span> ${title}</h4>
<p class="soft">${place}since ${sinceText(finding, page.readAt)} · ${formatConfidence(confidence)} · ${impactText(finding)}</p>
<p>${summary}</p>
<p><b>Cause: ${cause.kind}.</b> ${cause.detail}</p>
${verdictTable(finding.verdict)}
${evidenceTable(evidence.slice(0, SHOWN))}
${
  rest.length === 0
    ? []
    : [
        markup`<details><summary>${plural(rest.length, "number")} more</summary>${evidenceTable(rest)}</details>`,
      ]
}
${actions.length === 0 ? [] : [markup`<p><b>What to do next</b></p><ol>${actions.map((action) => markup`<li>${action}</li>`)}</ol>`]}
${linkList(links)}
</article>`;
}

function evidenceTable(evidence: readonly Evidence[]): readonly Markup[] {
  if (evidence.length === 0) return [];
  const rows = evidence.map(
    ({ label, baseline, observed, unit, source }) =>
      markup`<tr><td>${label}</td><td class="number">${formatEvidence(observed, unit)}</td><td class="number">${formatEvidence(baseline, unit)}</td><td class="soft">${source}</td></tr>`,
  );
  return [
    markup`<div class="scroll"><table><thead><tr><th scope="col">Proof</th><th scope="col" class="number">Seen</th><th scope="col" class="number">Usually</th><th scope="col">From</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  ];
}

function linkList(links: Finding["links"]): readonly Markup[] {
  const items = links.flatMap(({ label, url }) => {
    const href = safeUrl(url);
    return href === null ? [] : [markup`<a href="${href}" rel="noopener noreferrer">${label}</a>`];
  });
  if (items.length === 0) return [];
  return [markup`<p>${items.flatMap((item, index) => (index === 0 ? [item] : [markup` · `, item]))}</p>`];
}
