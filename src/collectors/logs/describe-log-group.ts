import { DAY_MS, type Window } from "../../core/window.ts";
import type { LogAccess } from "./log-request.ts";

/** What is known of a log group without reading it. */
export interface LogGroupFacts {
  readonly storedBytes: number;
  readonly createdMs: number;
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
  /** Such a group can be asked by Logs Insights alone. */
  readonly isInfrequentAccess: boolean;
}

/** A name that begins others comes before them; more than this many pages is an endpoint that leads nowhere. */
const MAX_PAGES = 20;

/**
 * Facts of the log group of this name; null where this account has none of it (another account's may still be read by
 * its ARN).
 *
 * Errors: those of the SDK.
 */
export async function describeLogGroup(
  logGroup: string,
  access: Pick<LogAccess, "logs" | "budget" | "signal">,
): Promise<LogGroupFacts | null> {
  const name = logGroupName(logGroup);
  const { DescribeLogGroupsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = await access.logs();
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name, nextToken: token });
    const { logGroups, nextToken } = await access.budget("describe-log-groups", () =>
      client.send(command, { abortSignal: access.signal }),
    );
    const found = logGroups?.find((group) => group.logGroupName === name);
    if (found) {
      return {
        storedBytes: found.storedBytes ?? 0,
        createdMs: found.creationTime ?? 0,
        retentionDays: found.retentionInDays ?? null,
        isInfrequentAccess: found.logGroupClass === "INFREQUENT_ACCESS",
      };
    }
    if (nextToken === undefined || nextToken === "") return null;
    token = nextToken;
  }
  return null;
}

/** The name in an ARN, with or without ":*" behind it; a name as it is. */
export function logGroupName(logGroup: string): string {
  return logGroup.replace(/^arn:[^:]+:logs:[^:]*:[^:]*:log-group:/, "").replace(/:\*$/, "");
}

/**
 * About how many bytes a window holds, as if what is stored had come evenly since the group was made or as long as it is
 * kept. Null where nothing is said to be stored: that number is behind by hours.
 *
 * Units: bytes. The group's age is taken as of the window's end.
 */
export function estimateLogBytes(facts: LogGroupFacts | null, window: Window): number | null {
  if (facts === null || facts.storedBytes === 0) return null;
  const lengthMs = window.endMs - window.startMs;
  const ageMs = window.endMs - facts.createdMs;
  const keptMs = facts.retentionDays === null ? Infinity : facts.retentionDays * DAY_MS;
  return Math.ceil((facts.storedBytes * lengthMs) / Math.max(lengthMs, Math.min(ageMs, keptMs)));
}
