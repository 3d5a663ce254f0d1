import { z } from "zod";

import { MAX_ALARMS } from "../../catalog/answer-limits.ts";
import { muteRuleSchema } from "../../model/mute-rule.ts";
import { operation } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";

export const putAlarmMuteRule = operation({
  service: "cloudwatch",
  name: "PutAlarmMuteRule",
  input: muteRuleSchema,
  answer: (rule, { alarms }) => {
    alarms.muteRules.set(rule.Name, rule);
    return {};
  },
});

/** Every rule counts as one that waits for its next turn. */
export const listAlarmMuteRules = operation({
  service: "cloudwatch",
  name: "ListAlarmMuteRules",
  paging: { tokenIn: "NextToken", tokenOut: "NextToken", list: "AlarmMuteRuleSummaries" },
  input: z.object({
    AlarmName: z.string().optional(),
    Statuses: z.array(z.enum(["SCHEDULED", "ACTIVE", "EXPIRED"])).optional(),
    MaxRecords: z.number().int().min(1).max(MAX_ALARMS).default(MAX_ALARMS),
    NextToken: z.string().optional(),
  }),
  answer: ({ NextToken: token, MaxRecords: size, ...filter }, { alarms }) => {
    const found = [...alarms.muteRules.values()].filter(
      ({ MuteTargets }) =>
        (filter.AlarmName === undefined || MuteTargets.AlarmNames.includes(filter.AlarmName)) &&
        (filter.Statuses === undefined || filter.Statuses.includes("SCHEDULED")),
    );
    const { items, next } = takePage(
      found,
      size,
      filter,
      token,
      () => new ServiceError("InvalidNextToken", "The token supplied is not valid."),
    );
    return {
      AlarmMuteRuleSummaries: items.map(({ Name }) => ({
        AlarmMuteRuleArn: alarms.arnOf(Name).replace(/:alarm:/, ":alarm-mute-rule:"),
        Status: "SCHEDULED",
      })),
      NextToken: next,
    };
  },
});

export const getAlarmMuteRule = operation({
  service: "cloudwatch",
  name: "GetAlarmMuteRule",
  input: z.object({ AlarmMuteRuleName: z.string().min(1) }),
  answer: ({ AlarmMuteRuleName: name }, { alarms }) => {
    const found = alarms.muteRules.get(name);
    if (found === undefined)
      throw new ServiceError("ResourceNotFoundException", `${name} does not exist.`, 404);
    return { ...found, Status: "SCHEDULED" };
  },
});
