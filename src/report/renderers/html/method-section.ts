import { markup, type Markup } from "../../html/markup.ts";

const METHOD: readonly (readonly [string, string])[] = [
  [
    "Requests, 4XX and 5XX",
    "Sums of CloudWatch's datapoints over the window. For WebSocket APIs requests are connects and messages, and 5XX are integration and execution errors. A minute without a datapoint had no traffic: it is a gap, and never counts as zero.",
  ],
  [
    "Percentiles in tables",
    "The p99 of three hours cannot be computed from the p99 of each minute. What stands here is the typical period's: of CloudWatch's own p99 for each period of the window, the median, each period weighing as much as it has requests. A short incident hardly moves it; findings are for that.",
  ],
  [
    "What the gateway adds",
    "In latency charts the band between total and integration latency. It shows how far apart the two percentiles are, which is not the percentile of the difference: the slowest request in total need not be the slowest behind the gateway. The exact time is in the access log's phases, request by request.",
  ],
  [
    "Throttled requests",
    "No metric counts them: they are among the 4XX. Where access logs were read, they are those with status 429.",
  ],
  [
    "Since, usually and how sure",
    "Usually is what the baseline shows for the same hours and days. Since is the first minute that no longer fits it. How sure is the chance that it is no coincidence, given how often such numbers come up by themselves.",
  ],
  [
    "Cause",
    "What the numbers leave as an explanation: which side of the gateway got slower, which routes, clients, response types and phases the added errors and time belong to, and which deployment came right before. Where the numbers do not tell, it says unknown.",
  ],
  [
    "Cost",
    "List prices of what this run asked for: metrics requested, log bytes scanned and traces retrieved.",
  ],
];

/** How each number of the page came about. */
export function methodSection(): Markup {
  return markup`<section id="method">
<h2>How numbers are computed</h2>
<dl>
${METHOD.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}
</dl>
</section>`;
}
