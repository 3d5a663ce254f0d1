import type { Finding } from "../../../model/finding.ts";
import { safeUrl } from "../../html/safe-url.ts";
import { impactText, sinceText, whereText } from "../../text/finding-texts.ts";
import { formatConfidence, formatCount, formatEvidence, formatMs, formatRatio } from "../../text/format.ts";
import { markdownTable, markdownText } from "../../text/markdown-text.ts";
import { sparkline } from "../../text/sparkline.ts";
import type { TargetDetails } from "../../view/target-details.ts";
import type { ReportView } from "../../view/to-view.ts";
import type { Trends } from "../../view/trends.ts";
import { cutLine } from "./cut-line.ts";
import { detailsBlock } from "./details-block.ts";

const ROUTES_SHOWN = 8;

/** One finding: what a person acts on in the open, the numbers behind it folded. */
export function findingBlock(
  finding: Finding,
  number: number,
  view: ReportView,
  details: TargetDetails | undefined,
): string[] {
  const at = { nowMs: Date.parse(view.report.window.end), timeZone: null };
  const { cause, severity, title, summary, evidence, actions, confidence } = finding;
  const proof = evidence.map(({ label, baseline, observed, unit, source }) => [
    label,
    formatEvidence(observed, unit),
    formatEvidence(baseline, unit),
    source,
  ]);
  return [
    "",
    `#### ${number}. ${severity}: ${markdownText(title)}`,
    "",
    markdownText(
      [
        whereText(finding, view.labels),
        `since ${sinceText(finding, at)}`,
        formatConfidence(confidence),
        impactText(finding),
      ].join(" · "),
    ),
    "",
    markdownText(summary),
    "",
    `**Cause: ${cause.kind}.** ${markdownText(cause.detail)}`,
    ...(actions.length === 0
      ? []
      : ["", ...actions.map((action, index) => `${index + 1}. ${markdownText(action)}`)]),
    ...detailsBlock("Proof", [
      ...trendLine(view.trends.get(finding.target)),
      ...markdownTable(["number", "seen", "usually", "from"], proof),
      ...links(finding),
    ]),
    ...detailsBlock("Routes", routeLines(details)),
  ];
}

function trendLine(trends: Trends | undefined): string[] {
  const shown = [
    ["requests", trends?.requestsPerMinute],
    ["4XX", trends?.errorRatio4xx],
    ["5XX", trends?.errorRatio5xx],
    ["p90", trends?.latencyP90Ms],
  ] as const;
  const parts = shown.flatMap(([label, trend]) =>
    trend?.some((value) => value !== null && value > 0) ? [`${label} \`${sparkline(trend)}\``] : [],
  );
  return parts.length === 0 ? [] : [parts.join(" · "), ""];
}

function links({ links: all }: Finding): string[] {
  const known = all.flatMap(({ label, url }) => {
    const href = safeUrl(url);
    return href === null
      ? []
      : [`[${markdownText(label)}](${href.replace(/[<>()[\]\\\s]/g, percentEncoded)})`];
  });
  return known.length === 0 ? [] : ["", known.join(" · ")];
}

/** Of what would end a link early, and which encodeURIComponent in part leaves as it is. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
}

function routeLines(details: TargetDetails | undefined): string[] {
  const rows = details?.routes?.rows ?? [];
  if (rows.length === 0) return [];
  const cells = rows
    .slice(0, ROUTES_SHOWN)
    .map(({ route, requests, errorRatio5xx, shareOf5xx, p99, shareOfTime }) => [
      route,
      formatCount(requests),
      formatRatio(errorRatio5xx),
      formatRatio(shareOf5xx),
      formatMs(p99),
      formatRatio(shareOfTime),
    ]);
  return [
    ...markdownTable(["route", "requests", "5XX", "of all 5XX", "p99", "of all time"], cells),
    ...cutLine(rows.length, ROUTES_SHOWN, "routes"),
    ...(details?.routes?.source === "access-logs" ? ["", "From the access log, as far as it was read."] : []),
  ];
}
