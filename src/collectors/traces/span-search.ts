import { classifyError } from "../../aws/classify-error.ts";
import { SPANS_LOG_GROUP } from "../../catalog/spans-log-group.ts";
import { ToolError } from "../../core/errors.ts";
import { describeLogGroup, type LogGroupFacts } from "../logs/describe-log-group.ts";
import { readFailure } from "../logs/read-failure.ts";
import { searchSpans } from "./search-spans.ts";
import type { FoundTraces, TraceSearch } from "./trace-source.ts";
import type { XrayAccess } from "./xray-source.ts";

/** What Transaction Search adds to what X-Ray lists. */
interface SpanSearch {
  /** Whether the account has it on; where that is not permitted to be asked, it has not. Errors: ToolError, where it cannot be told. */
  isOn(): Promise<boolean>;
  /** With the traces that are in the log of spans alone; what stands in the way is in the result. */
  addTo(listed: FoundTraces, search: TraceSearch): Promise<FoundTraces>;
  /** Whether a trace was found in the log alone, so that X-Ray need not be asked for it. */
  isFromSpans(id: string): boolean;
}

/** Asks once whether it is on and what its log group is, and no more of what was denied. */
export function spanSearch(access: XrayAccess): SpanSearch {
  const found = new Set<string>();
  let on: Promise<boolean> | undefined;
  let facts: Promise<LogGroupFacts | null> | undefined;
  let denied: ToolError | undefined;
  const isOn = (): Promise<boolean> => (on ??= isTransactionSearch(access));

  const addTo = async (listed: FoundTraces, search: TraceSearch): Promise<FoundTraces> => {
    if (denied !== undefined) return { ...listed, error: denied };
    try {
      if (!(await isOn())) return listed;
      facts ??= describeSpans(access);
      const group = await facts;
      if (group === null) return listed;
      const { summaries, isWhole } = await searchSpans(search, group, access);
      const known = new Set(listed.summaries.map(({ id }) => id));
      const added = summaries.filter(({ id }) => !known.has(id));
      for (const { id } of added) found.add(id);
      return { summaries: [...listed.summaries, ...added], isWhole };
    } catch (error) {
      if (error instanceof ToolError && error.code === "E_ACCESS_DENIED") denied = error;
      return { ...listed, error };
    }
  };
  return { isOn, addTo, isFromSpans: (id) => found.has(id) };
}

async function describeSpans({ logs }: XrayAccess): Promise<LogGroupFacts | null> {
  try {
    return await describeLogGroup(SPANS_LOG_GROUP, logs);
  } catch (thrown) {
    const { region } = logs;
    const failure = classifyError(thrown, { action: "logs:DescribeLogGroups", region });
    throw readFailure(`the log group ${SPANS_LOG_GROUP}`, failure);
  }
}

async function isTransactionSearch({ xray, budget, logs }: XrayAccess): Promise<boolean> {
  const { GetTraceSegmentDestinationCommand } = await import("@aws-sdk/client-xray");
  const client = await xray();
  try {
    const { Destination } = await budget("traces", () =>
      client.send(new GetTraceSegmentDestinationCommand({})),
    );
    return Destination === "CloudWatchLogs";
  } catch (thrown) {
    const context = { action: "xray:GetTraceSegmentDestination", region: logs.region };
    const failure = classifyError(thrown, context);
    if (failure.code === "ACCESS_DENIED") return false;
    throw readFailure("whether Transaction Search is on", failure);
  }
}
