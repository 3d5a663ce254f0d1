import { RENDERERS } from "../../report/renderers/registry.ts";
import type { Renderer } from "../../report/renderers/renderer.ts";
import { jsonLine, jsonText } from "../../report/text/json-text.ts";
import type { ReportView } from "../../report/view/to-view.ts";
import { isHealthy, type DaemonStatus } from "./daemon-status.ts";
import { statusMetrics } from "./status-metrics.ts";

export interface Page {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The best that there is for a browser; what has no markup is sent as plain text. */
const FOR_PEOPLE = [
  { format: "html", contentType: "text/html; charset=utf-8" },
  { format: "markdown", contentType: "text/plain; charset=utf-8" },
  { format: "terminal", contentType: "text/plain; charset=utf-8" },
] as const;
const RENDER_OPTIONS = { colour: false, width: 100, timeZone: "UTC", verbose: false };
const PLAIN = "text/plain; charset=utf-8";
const JSON_TYPE = "application/json; charset=utf-8";

/** The page of a path. Pure: the same status at the same time gives the same page. */
export function answerGet(path: string, status: DaemonStatus, nowMs: number): Page {
  switch (path) {
    case "/":
      return status.view === null ? NOT_YET : forPeople(status.view);
    case "/findings.json":
      return status.view === null
        ? NOT_YET
        : { status: 200, contentType: JSON_TYPE, body: jsonText(status.view.report) };
    case "/healthz":
      return health(status, nowMs);
    case "/metrics":
      return {
        status: 200,
        contentType: "text/plain; version=0.0.4; charset=utf-8",
        body: statusMetrics(status, nowMs),
      };
    default:
      return { status: 404, contentType: PLAIN, body: "There are: / /findings.json /healthz /metrics\n" };
  }
}

const NOT_YET: Page = { status: 503, contentType: PLAIN, body: "The first run has not ended yet.\n" };

function forPeople(view: ReportView): Page {
  for (const { format, contentType } of FOR_PEOPLE) {
    const renderer: Renderer | undefined = RENDERERS.find((one) => one.format === format);
    if (renderer) return { status: 200, contentType, body: renderer.render(view, RENDER_OPTIONS) };
  }
  throw new Error("there is no renderer for people");
}

function health(status: DaemonStatus, nowMs: number): Page {
  const isGood = isHealthy(status, nowMs);
  const { summary, lastGoodMs } = status;
  const body = jsonLine({
    healthy: isGood,
    lastGoodRun: status.view === null ? null : new Date(lastGoodMs).toISOString(),
    lastOutcome: summary?.outcome ?? null,
    maxAgeSeconds: status.maxAgeMs / 1_000,
  });
  return { status: isGood ? 200 : 503, contentType: JSON_TYPE, body };
}
