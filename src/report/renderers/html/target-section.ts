import type { TargetReport } from "../../../model/report.ts";
import { markup, type Markup } from "../../html/markup.ts";
import { formatCount, formatMs, formatRatio, formatUtc } from "../../text/format.ts";
import { plural } from "../../text/plural.ts";
import { chartFigures } from "./chart-figures.ts";
import { findingCard } from "./finding-card.ts";
import type { HtmlPage } from "./page.ts";
import { phaseSection } from "./phase-section.ts";
import { routeSection } from "./route-section.ts";
import { traceSection } from "./trace-section.ts";

/** Everything about one target; folded away where nothing was found. */
export function targetSection(target: TargetReport, index: number, page: HtmlPage): Markup {
  const { id, health, region } = target;
  const details = page.details.get(id);
  const findings = details?.findings ?? [];
  const label = page.labelOf(id);
  const known = label === id ? region : `${id} · ${region}`;
  const open = findings.length > 0 ? "open" : "";
  const body = details
    ? [
        ...findings.map((finding) => findingCard(finding, page)),
        ...chartFigures(target, index, details, page),
        ...deploymentNote(details.deployments),
        ...routeSection(details.routes, label, index),
        ...phaseSection(details, label),
        ...traceSection(page.view.worstTraces.find((worst) => worst.target === id)),
      ]
    : [];
  return markup`<details class="target" id="${page.targetAnchor(id) ?? ""}" ${open}>
<summary><h3>${label}</h3><span class="pill ${health}">${health}</span><span class="soft">${known} · ${numbersText(target)}${findings.length === 0 ? "" : ` · ${plural(findings.length, "finding")}`}</span></summary>
${body}
</details>`;
}

function numbersText({ requests, errorRatio5xx, latencyMs, integrationLatencyMs }: TargetReport): string {
  const p99 = (latencyMs ?? integrationLatencyMs)?.p99 ?? null;
  return [
    ...(requests === null ? [] : [`${formatCount(requests)} requests`]),
    ...(errorRatio5xx === null ? [] : [`${formatRatio(errorRatio5xx)} 5XX`]),
    ...(p99 === null ? [] : [`p99 ${formatMs(p99)}`]),
  ].join(" · ");
}

function deploymentNote(
  deployments: readonly { id: string; createdMs: number; description: string | null }[],
): readonly Markup[] {
  if (deployments.length === 0) return [];
  const items = deployments.map(({ id, createdMs, description }) => {
    const said = description === null || description === "" ? "" : `: ${description}`;
    return markup`<li><b>${id}</b> at ${formatUtc(createdMs).slice(11)} UTC${said}</li>`;
  });
  return [
    markup`<h4>Deployments in this time</h4>
<ul class="soft">${items}</ul>`,
  ];
}
