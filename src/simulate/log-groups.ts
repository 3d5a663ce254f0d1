import { hashText } from "../core/hash.ts";
import type { Window } from "../core/window.ts";
import type { LogEvent } from "./account.ts";
import type { StagePlan } from "./plan.ts";
import type { SimulatedRequest } from "./request.ts";
import { accessLogLine } from "./signals/access-log.ts";
import { executionLogLines } from "./signals/execution-log.ts";
import type { SignalContext } from "./signals/signal-context.ts";

/** One log group and how a request is written to it. */
export interface LogGroup {
  readonly name: string;
  readonly stage: StagePlan;
  readonly isCanaryOnly: boolean;
  lines(request: SimulatedRequest, context: SignalContext): readonly string[];
}

/** Where a stage's access log goes. */
export function accessLogGroup(stage: StagePlan): string {
  return `/aws/apigateway/${stage.apiName.replace(/[^\w.-]/g, "")}-${stage.stage.replace("$", "")}`;
}

/**
 * The log groups of a stage. A canary's requests are written to the stage's groups and to the canary's own.
 *
 * Source: set-up-logging.html (names), canary-release.html (the suffix).
 */
export function logGroups(stage: StagePlan): LogGroup[] {
  const groups: LogGroup[] = [];
  const { accessLogFormat } = stage;
  const add = (name: string, lines: LogGroup["lines"]): void => {
    groups.push({ name, stage, isCanaryOnly: false, lines });
    if (stage.canaryPercent !== null)
      groups.push({ name: `${name}/Canary`, stage, isCanaryOnly: true, lines });
  };
  if (accessLogFormat !== null) {
    add(accessLogGroup(stage), (request, context) => [accessLogLine(accessLogFormat, request, context)]);
  }
  if (stage.kind !== "http" && stage.executionLogLevel !== "OFF") {
    add(`API-Gateway-Execution-Logs_${stage.apiId}/${stage.stage}`, executionLogLines);
  }
  return groups;
}

/** What the requests of a window wrote to a group, ascending by time. */
export function* logEvents(
  group: LogGroup,
  requests: Iterable<SimulatedRequest>,
  window: Window,
  context: SignalContext,
): Generator<LogEvent> {
  // Stream names are hashes that mean nothing; a group has a handful at a time.
  const streams = [0, 1, 2, 3].map((place) =>
    hashText(`${group.name}${place}`).toString(16).padStart(8, "0").repeat(4),
  );
  for (const request of requests) {
    if (request.timeMs < window.startMs) continue;
    if (request.timeMs >= window.endMs) return;
    if (group.isCanaryOnly && !request.outcome.canary) continue;
    const stream = streams[request.extendedRequestId.charCodeAt(0) % streams.length] ?? "";
    const lines = group.lines(request, context);
    for (let index = 0; index < lines.length; index += 1) {
      yield {
        // CloudWatch's ids are decimal digits that ascend with time.
        eventId: `${request.timeMs}${String(hashText(request.extendedRequestId)).padStart(10, "0")}${String(index).padStart(3, "0")}`,
        streamName: stream,
        timestampMs: request.timeMs,
        message: lines[index] ?? "",
      };
    }
  }
}
