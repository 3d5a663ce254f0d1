import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { executionLogGroup, logGroupOf } from "../../catalog/log-groups.ts";
import type { Estate, EstateApi } from "../../model/estate.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { failedCall } from "../blind-spots.ts";
import { describeLogGroup } from "../logs/describe-log-group.ts";

/** The log groups that stages write to: whether they exist, and how long they keep. */
export async function readLogGroups(
  apis: readonly EstateApi[],
  clients: AwsClients,
  budget: RateBudget,
  region: string,
): Promise<{
  readonly logGroups: NonNullable<Estate["logGroups"]>;
  readonly blindSpots: readonly BlindSpot[];
}> {
  const logGroups: NonNullable<Estate["logGroups"]> = {};
  const blindSpots: BlindSpot[] = [];
  const context = { action: "logs:DescribeLogGroups", region };
  const access = { logs: () => clients.cloudWatchLogs(), budget, signal: new AbortController().signal };
  await Promise.all(
    [...new Set(apis.flatMap(namesOf))].map(async (name) => {
      try {
        const found = await describeLogGroup(name, access);
        logGroups[name] = found === null ? null : { retentionDays: found.retentionDays };
      } catch (error) {
        blindSpots.push(
          failedCall(
            "log-groups",
            null,
            error,
            context,
            "Whether logs are kept, and for how long, is unknown.",
          ),
        );
      }
    }),
  );
  return { logGroups, blindSpots };
}

function namesOf({ kind, id, stages }: EstateApi): string[] {
  return stages.flatMap(({ name, accessLog, every, byRoute }) => {
    const access = accessLog?.destinationArn === undefined ? null : logGroupOf(accessLog.destinationArn);
    const executes = [every, ...Object.values(byRoute ?? {})].some(
      (settings) => !["OFF", null, undefined].includes(settings?.loggingLevel),
    );
    return [
      ...(access === null ? [] : [access]),
      ...(kind !== "http" && executes ? [executionLogGroup(id, name)] : []),
    ];
  });
}
