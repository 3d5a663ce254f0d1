import { markup, type Markup } from "../../html/markup.ts";
import { formatMs, formatRatio, formatUtc } from "../../text/format.ts";
import { PHASES, type Phase, type PhaseSpan } from "../../view/phase-spans.ts";
import type { TargetDetails } from "../../view/target-details.ts";

const NAMES: Readonly<Record<Phase, string>> = {
  waf: "WAF",
  authenticate: "authenticate",
  authorizer: "authorizer",
  authorize: "authorize",
  integration: "integration",
  rest: "rest",
};

/** Where the time of a request goes, before an incident and in it, as the access log tells. */
export function phaseSection({ phases, findings }: TargetDetails, label: string): readonly Markup[] {
  if (phases.length === 0) return [];
  const shown = PHASES.filter((phase) => phases.some(({ meanMs }) => meanMs[phase] !== null));
  const longest = Math.max(...phases.map(({ totalMs }) => totalMs));
  const starts = findings.map(({ startedAt }) => Date.parse(startedAt));
  const rows = phases.map((span) => {
    const before = starts.length > 0 && starts.every((startMs) => span.endMs <= startMs) ? " (before)" : "";
    const time = `${formatUtc(span.startMs).slice(11)} to ${formatUtc(span.endMs).slice(11)}${before}`;
    const cells = shown.map((phase) => markup`<td class="number">${cellText(span, phase)}</td>`);
    return markup`<tr><td class="nowrap">${time}</td><td class="number">${span.requests}</td><td class="number">${formatRatio(span.sampledShare)}</td><td class="wide">${bar(span, shown, longest)}</td>${cells}<td class="number"><b>${formatMs(span.totalMs)}</b></td></tr>`;
  });
  const signs = shown.map(
    (phase) =>
      markup`<span><svg class="sign" width="10" height="10" aria-hidden="true"><rect class="phase-${phase}" width="10" height="10" rx="2"/></svg>${NAMES[phase]}</span>`,
  );
  return [
    markup`<h4>Where the time goes</h4>
<p class="legend">${signs}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Latency of ${label} by phase"><table>
<thead><tr><th scope="col">Time (UTC)</th><th scope="col" class="number">Requests read</th><th scope="col" class="number">of the log</th><th scope="col">Mean a request</th>${shown.map((phase) => markup`<th scope="col" class="number">${NAMES[phase]}</th>`)}<th scope="col" class="number">all</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
<p class="note">Means of the access log's own phases, which add up where percentiles do not. The rest is mapping, and clients that send or read slowly.</p>`,
  ];
}

function cellText({ meanMs, p99Ms }: PhaseSpan, phase: Phase): string {
  const p99 = p99Ms[phase];
  return meanMs[phase] === null
    ? formatMs(null)
    : `${formatMs(meanMs[phase])}${p99 === null ? "" : ` (p99 ${formatMs(p99)})`}`;
}

function bar({ meanMs }: PhaseSpan, shown: readonly Phase[], longest: number): Markup {
  let left = 0;
  const parts = shown.map((phase) => {
    const width = ((meanMs[phase] ?? 0) / Math.max(longest, Number.MIN_VALUE)) * 100;
    const part = markup`<rect class="phase-${phase}" x="${left.toFixed(2)}%" width="${width.toFixed(2)}%" height="12"/>`;
    left += width;
    return part;
  });
  return markup`<svg class="phases" width="100%" height="12" aria-hidden="true">${parts}</svg>`;
}
