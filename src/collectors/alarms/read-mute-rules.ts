import { z } from "zod";

import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { readPages } from "../../aws/read-pages.ts";
import { muteRuleSchema, type MuteRule } from "../../model/mute-rule.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { failedCall } from "../blind-spots.ts";

export interface MuteRuleReading {
  readonly muteRules: readonly MuteRule[];
  readonly blindSpots: readonly BlindSpot[];
}

const summarySchema = z
  .object({ AlarmMuteRuleArn: z.string() })
  // arn:aws:cloudwatch:REGION:ACCOUNT:alarm-mute-rule:NAME
  .transform(({ AlarmMuteRuleArn: arn }) => arn.split(":").slice(6).join(":"));

/** The mute rules of a region that still apply. Does not throw; without them alarms are looked at as if nothing were muted. */
export async function readMuteRules(
  clients: AwsClients,
  budget: RateBudget,
  region: string,
): Promise<MuteRuleReading> {
  const lost = "Alarms are looked at as if no mute rule held their actions back.";
  const { ListAlarmMuteRulesCommand, GetAlarmMuteRuleCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = await clients.cloudWatch();
  const names = await readPages(summarySchema, async (NextToken) => {
    const page = await budget("list-mute-rules", () =>
      client.send(new ListAlarmMuteRulesCommand({ Statuses: ["SCHEDULED", "ACTIVE"], NextToken })),
    );
    return { items: page.AlarmMuteRuleSummaries, next: page.NextToken };
  });
  if (names.error !== undefined) {
    const context = { action: "cloudwatch:ListAlarmMuteRules", region };
    return { muteRules: [], blindSpots: [failedCall("mute-rules", null, names.error, context, lost)] };
  }
  const muteRules: MuteRule[] = [];
  const blindSpots: BlindSpot[] = [];
  for (const AlarmMuteRuleName of names.items) {
    try {
      const answer = await budget("get-mute-rule", () =>
        client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName })),
      );
      const { Name = AlarmMuteRuleName, Rule, MuteTargets } = answer;
      const parsed = muteRuleSchema.safeParse({ Name, Rule, MuteTargets });
      if (parsed.success) muteRules.push(parsed.data);
      else blindSpots.push(notUnderstood(AlarmMuteRuleName, region));
    } catch (error) {
      const context = { action: "cloudwatch:GetAlarmMuteRule", region };
      return { muteRules, blindSpots: [...blindSpots, failedCall("mute-rules", null, error, context, lost)] };
    }
  }
  return { muteRules, blindSpots };
}

function notUnderstood(name: string, region: string): BlindSpot {
  const hint = `The mute rule "${name}" of ${region} has a form that is not known here; it is looked at as if it muted nothing.`;
  return { source: "mute-rules", target: null, code: "BAD_RESPONSE", hint };
}
