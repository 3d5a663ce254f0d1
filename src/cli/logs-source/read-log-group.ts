import { describeLogGroup, estimateLogBytes } from "../../collectors/logs/describe-log-group.ts";
import { checkInsightsCost, insightsPlan } from "../../collectors/logs/insights/insights-plan.ts";
import { queryInsights } from "../../collectors/logs/insights/query-insights.ts";
import { LOCAL_BYTES } from "../../collectors/logs/local-slice.ts";
import type { LogAccess, LogRequest } from "../../collectors/logs/log-request.ts";
import { readLogGroup } from "../../collectors/logs/read-log-group.ts";
import { toLogReport } from "../../logs/to-log-report.ts";
import type { LogReport } from "../../model/log-report.ts";
import { formatUsd } from "../../report/text/format.ts";
import { formatBytes } from "../format-bytes.ts";
import { onlyRegion, withClients, type AwsPlace } from "./aws-place.ts";
import { findLogGroup } from "./find-log-group.ts";
import type { LogsQuestion } from "./logs-question.ts";

interface LogGroupSource {
  /** Null: the one that the APIs and stages asked for write to. */
  readonly logGroup: string | null;
  readonly engine: "auto" | "local" | "insights";
}

/** One log group in CloudWatch Logs: its events, or what Logs Insights says of them. */
export async function readLogGroupSource(
  question: LogsQuestion,
  { logGroup, engine }: LogGroupSource,
  place: AwsPlace,
): Promise<LogReport> {
  const found =
    logGroup === null
      ? await findLogGroup(place)
      : { logGroup, region: onlyRegion(place, "a log group"), format: undefined, targets: [] };
  if (found.targets.length > 0) place.note(`${found.targets.join(", ")}: reading ${found.logGroup}`);
  const { by, filter, onProgress } = question;
  const request: LogRequest = {
    logGroup: found.logGroup,
    window: place.window,
    format: question.format ?? found.format,
    by,
    filter,
    onProgress,
  };
  return withClients(place, found.region, async (_clients, access) => {
    if (await isForInsights(request, access, engine, place)) {
      return askInsights(request, access, question.names, place);
    }
    return toLogReport(await readLogGroup(request, access), question.names);
  });
}

/** Left to choose, what is much is not read: it is summed up where it lies, unless that costs more than it may. */
async function isForInsights(
  request: LogRequest,
  access: LogAccess,
  engine: LogGroupSource["engine"],
  { maxCostUsd, note }: AwsPlace,
): Promise<boolean> {
  if (engine !== "auto") return engine === "insights";
  const facts = await describeLogGroup(request.logGroup, access).catch(() => null);
  if (facts?.isInfrequentAccess === true) return true;
  if ((estimateLogBytes(facts, request.window) ?? 0) <= LOCAL_BYTES) return false;
  if (maxCostUsd === null) return true;
  const { usd } = await insightsPlan(request, access);
  if (usd !== null && usd <= maxCostUsd) return true;
  note(
    "Logs Insights would cost more than --max-cost allows: reading the events themselves, which is free and slower",
  );
  return false;
}

async function askInsights(
  request: LogRequest,
  access: LogAccess,
  names: readonly string[],
  { maxCostUsd, note }: AwsPlace,
): Promise<LogReport> {
  const plan = await insightsPlan(request, access);
  checkInsightsCost(plan, maxCostUsd);
  const queries = `CloudWatch Logs Insights: ${plan.queries.length} queries`;
  note(
    plan.estimatedBytes === null || plan.usd === null
      ? `${queries}; what they will scan AWS does not say beforehand; --engine local is free`
      : `${queries} scan about ${formatBytes(plan.estimatedBytes)}, ${formatUsd(plan.usd)} at list price; --engine local is free`,
  );
  try {
    return await queryInsights(request, access, names);
  } finally {
    const { logBytesScanned, usd } = access.meter.cost();
    note(`scanned ${formatBytes(logBytesScanned)}, ${formatUsd(usd)}`);
  }
}
