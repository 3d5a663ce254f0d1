import { z } from "zod";

import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { readPages } from "../../aws/read-pages.ts";
import { parseJson } from "../../core/parse-json.ts";
import type { Window } from "../../core/window.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { failedCall, malformedItems } from "../blind-spots.ts";

const stateSchema = z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]);

/** One change of an alarm's state, as CloudWatch kept it. */
interface AlarmTransition {
  readonly alarmName: string;
  readonly atMs: number;
  /** Null where the entry does not tell. */
  readonly from: z.infer<typeof stateSchema> | null;
  readonly to: z.infer<typeof stateSchema>;
}

export interface AlarmHistory {
  /** Oldest first. */
  readonly transitions: readonly AlarmTransition[];
  /** True where the list broke off, or could not be read at all. */
  readonly isPartial: boolean;
  readonly blindSpots: readonly BlindSpot[];
}

const dataSchema = z.object({
  oldState: z.object({ stateValue: stateSchema }).optional(),
  newState: z.object({ stateValue: stateSchema }),
});

const itemSchema = z
  .object({ AlarmName: z.string(), Timestamp: z.date(), HistoryData: z.string() })
  .transform(({ AlarmName, Timestamp, HistoryData }, context): AlarmTransition => {
    const data = dataSchema.safeParse(parseJson(HistoryData));
    if (!data.success) {
      context.addIssue("no change of state");
      return z.NEVER;
    }
    const { oldState, newState } = data.data;
    return {
      alarmName: AlarmName,
      atMs: Timestamp.getTime(),
      from: oldState?.stateValue ?? null,
      to: newState.stateValue,
    };
  });

/**
 * The changes of state of one alarm, or of all. CloudWatch keeps them for 30 days, also those of alarms that were deleted.
 * Does not throw.
 *
 * @param alarmName null: of every alarm of the region.
 */
export async function readAlarmHistory(
  clients: AwsClients,
  budget: RateBudget,
  region: string,
  window: Window,
  alarmName: string | null,
): Promise<AlarmHistory> {
  const pages = await readPages(itemSchema, async (NextToken) => {
    const { DescribeAlarmHistoryCommand } = await import("@aws-sdk/client-cloudwatch");
    const client = await clients.cloudWatch();
    const page = await budget("describe-alarm-history", () =>
      client.send(
        new DescribeAlarmHistoryCommand({
          ...(alarmName === null ? {} : { AlarmName: alarmName }),
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
          HistoryItemType: "StateUpdate",
          StartDate: new Date(window.startMs),
          EndDate: new Date(window.endMs),
          ScanBy: "TimestampAscending",
          MaxRecords: 100,
          NextToken,
        }),
      ),
    );
    return { items: page.AlarmHistoryItems, next: page.NextToken };
  });
  const context = { action: "cloudwatch:DescribeAlarmHistory", region };
  const lost = "How often alarms changed their state is not known.";
  const failed =
    pages.error === undefined ? [] : [failedCall("alarm-history", null, pages.error, context, lost)];
  return {
    transitions: pages.items.toSorted((left, right) => left.atMs - right.atMs),
    isPartial: pages.error !== undefined,
    blindSpots: [...failed, ...malformedItems("alarm-history", null, pages, context)],
  };
}
