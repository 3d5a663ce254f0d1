import { z } from "zod";

import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { readPages } from "../../aws/read-pages.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { describedAlarm } from "../../templates/declared/described-alarm.ts";
import { failedCall, malformedItems } from "../blind-spots.ts";

export interface AlarmReading {
  readonly alarms: readonly DeclaredAlarm[];
  /** True where the list broke off, or could not be read at all. */
  readonly isPartial: boolean;
  readonly blindSpots: readonly BlindSpot[];
}

const itemSchema = z.object({
  kind: z.enum(["metric", "composite"]),
  item: z.looseObject({ AlarmName: z.string().min(1) }),
});

/** Every metric alarm and composite alarm of a region, as it is deployed. Does not throw. */
export async function describeAlarms(
  clients: AwsClients,
  budget: RateBudget,
  region: string,
): Promise<AlarmReading> {
  const pages = await readPages(itemSchema, async (NextToken) => {
    const { DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
    const client = await clients.cloudWatch();
    // Without the types being named, composites are left out of the answer.
    const page = await budget("describe-alarms", () =>
      client.send(
        new DescribeAlarmsCommand({
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
          MaxRecords: 100,
          NextToken,
        }),
      ),
    );
    const metric = (page.MetricAlarms ?? []).map((item) => ({ kind: "metric", item }));
    const composite = (page.CompositeAlarms ?? []).map((item) => ({ kind: "composite", item }));
    return { items: [...metric, ...composite], next: page.NextToken };
  });
  const context = { action: "cloudwatch:DescribeAlarms", region };
  const lost = "Alarms that are deployed there are not seen.";
  const failed = pages.error === undefined ? [] : [failedCall("alarms", null, pages.error, context, lost)];
  return {
    alarms: pages.items.map(({ kind, item }) =>
      describedAlarm(item, kind, { file: region, line: null, id: item.AlarmName }),
    ),
    isPartial: pages.error !== undefined,
    blindSpots: [...failed, ...malformedItems("alarms", null, pages, context)],
  };
}
