import type { TracePhase, Waterfall, WaterfallRow } from "../../../model/trace-report.ts";
import type { WorstTraces } from "../../../model/worst-traces.ts";
import { markup, type Markup } from "../../html/markup.ts";
import { formatMs } from "../../text/format.ts";

const MOST_ROWS = 40;
/** Deeper rows are not moved further to the right. */
const MOST_DEPTH = 8;
/** Which colour a phase has; the same as in the other charts where it is the same thing. */
const TONES: Readonly<Record<TracePhase, "gateway" | "authorizer" | "integration" | "downstream">> = {
  gateway: "gateway",
  waf: "gateway",
  authorizer: "authorizer",
  integration: "integration",
  "lambda-service": "integration",
  "lambda-init": "integration",
  "lambda-code": "integration",
  "lambda-overhead": "integration",
  downstream: "downstream",
};
const SIGNS = ["gateway", "authorizer", "integration", "downstream"] as const;

/** The slowest traced requests before and since something began, side by side on one scale of time. */
export function traceSection(worst: WorstTraces | undefined): readonly Markup[] {
  if (worst === undefined) return [];
  const { before, since } = worst;
  const longest = Math.max(before?.request.durationMs ?? 0, since?.request.durationMs ?? 0, Number.MIN_VALUE);
  const signs = SIGNS.map(
    (tone) =>
      markup`<span><svg class="sign" width="10" height="10" aria-hidden="true"><rect class="trace-${tone}" width="10" height="10" rx="2"/></svg>${tone}</span>`,
  );
  return [
    markup`<h4>Slowest traces</h4>
<p class="legend">${signs}</p>
<div class="charts waterfalls">
${[...waterfall(before, "Before it began", longest), ...waterfall(since, before ? "Since it began" : "In this time", longest)]}
</div>`,
  ];
}

function waterfall(found: Waterfall | null, title: string, longest: number): Markup[] {
  if (found === null) return [];
  const { request, rows } = found;
  const more = rows.length - MOST_ROWS;
  const what = [request.route, request.status].filter((part) => part !== null).join(", ");
  const lines = rows.slice(0, MOST_ROWS).map((row) => {
    const name = `${" ".repeat(Math.min(row.depth, MOST_DEPTH) * 2)}${row.label}`;
    return markup`<tr><td class="span-name">${name}${row.isFault ? markup` <span class="bad">failed</span>` : ""}</td><td class="wide">${bar(row, longest)}</td><td class="number">${formatMs(row.durationMs)}</td></tr>`;
  });
  return [
    markup`<figure>
<figcaption><b>${title}: ${formatMs(request.durationMs)}</b> <span class="soft">${what} · ${request.time.slice(11, 19)} UTC · ${request.traceId}</span></figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="${title}: spans of trace ${request.traceId}"><table class="spans"><thead><tr><th scope="col">Span</th><th scope="col">When</th><th scope="col" class="number">Took</th></tr></thead><tbody>
${lines}
</tbody></table></div>
${more > 0 ? [markup`<p class="note">and ${more} more spans</p>`] : []}
${request.cause === null ? [] : [markup`<p class="note">${request.cause}</p>`]}
</figure>`,
  ];
}

/** Full where the request waited for it, light where it waited for a part of it. */
function bar({ phase, startMs, durationMs, waitedMs }: WaterfallRow, longest: number): Markup {
  const percent = (ms: number): string => `${((Math.max(0, ms) / longest) * 100).toFixed(2)}%`;
  const own = waitedMs >= durationMs / 2 ? "" : "light";
  return markup`<svg class="phases" width="100%" height="12" aria-hidden="true"><rect class="trace-${TONES[phase]} ${own}" x="${percent(startMs)}" width="${percent(durationMs)}" height="12"/></svg>`;
}
