import { metricFact } from "../../catalog/metrics.ts";
import type { Finding, Severity } from "../../model/finding.ts";
import type { AnalyzerInput, FindingDraft } from "../analyzer.ts";
import { confidenceOf } from "./confidence.ts";
import type { ShareOf } from "./counts.ts";
import { graphLink } from "./graph-link.ts";
import { isoTime } from "./iso-time.ts";
import { excess, type ShareIncident } from "./share-incidents.ts";
import { formatCount, formatList, formatShare, formatSpan, formatWhen } from "./wording.ts";

/** What an analyzer of a share adds to the numbers. */
export interface ShareWords {
  /** "Server errors": subject of the title. */
  readonly subject: string;
  /** "requests failed with a server error": what the counted events are, after a number. */
  readonly happened: string;
  /** "5XX ratio". */
  readonly ratioLabel: string;
  readonly severity: Severity;
  readonly cause: Finding["cause"];
  readonly actions: readonly string[];
  /** Caveats as factors below 1, each named in the cause. */
  readonly doubts?: readonly number[];
}

/** The finding for an incident of a share, with the numbers to check by hand. */
export function shareFinding(
  input: AnalyzerInput,
  share: ShareOf,
  incident: ShareIncident,
  words: ShareWords,
): FindingDraft {
  const { route, routes, startMs, endMs, seenUntilMs, part, whole, expected, learned } = incident;
  const observed = part / Math.max(1, whole);
  const usual = expected / Math.max(1, whole);
  // Where nothing was learned from, what was expected is an assumption, and no number to show.
  const isKnown = learned.requests > 0;
  const where = route === null ? "" : ` on ${route}`;
  const spread = routes.length > 1 ? ` Routes that rose with it: ${formatList(routes)}.` : "";
  const comparison = isKnown
    ? `the usual share at this time of day is ${formatShare(usual)}, ${formatUsual(expected)}`
    : "there is no traffic before the window to compare with";
  return {
    severity: words.severity,
    route,
    title: `${words.subject}${where}: ${formatShare(observed)} of requests${isKnown ? `, usually ${formatShare(usual)}` : ""}`,
    summary:
      `${formatCount(part)} of ${formatCount(whole)} ${words.happened} ${formatWhen(startMs, endMs)} ` +
      `(${formatShare(observed)} over ${formatSpan(seenUntilMs - startMs)}); ${comparison}.${spread} ` +
      (endMs === null ? "It was still going on when the window ended." : "It is over."),
    startedAt: isoTime(startMs),
    endedAt: isoTime(endMs),
    confidence: confidenceOf(
      incident.nats / incident.thresholdNats,
      isKnown ? learned.days : 0,
      words.doubts,
    ),
    impact: {
      requests: Math.round(excess(incident)),
      share: Math.min(1, excess(incident) / Math.max(1, whole)),
    },
    cause: words.cause,
    evidence: [
      {
        label: words.ratioLabel,
        baseline: isKnown ? usual : null,
        observed,
        unit: "ratio",
        source: "metrics",
      },
      {
        label: metricFact(input.target.kind, share.part)?.metric ?? words.subject,
        baseline: isKnown ? expected : null,
        observed: part,
        unit: "count",
        source: "metrics",
      },
      {
        label: "Requests in that time",
        baseline: null,
        observed: whole,
        unit: "requests",
        source: "metrics",
      },
    ],
    actions: [...words.actions],
    links: [
      graphLink(
        { input, route },
        [...new Set([share.part, ...share.whole])].map((measure) => ({ measure, stat: "Sum" })),
        startMs,
      ),
    ],
  };
}

function formatUsual(expected: number): string {
  return expected < 1 ? "less than one of them" : `about ${formatCount(expected)}`;
}
