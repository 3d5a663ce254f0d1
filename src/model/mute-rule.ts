import { z } from "zod";

/**
 * The fields of PutAlarmMuteRule that decide when actions are held back.
 *
 * Source: CloudWatch User Guide, "Alarm Mute Rules" (2026); AWS::CloudWatch::AlarmMuteRule.
 */
export const muteRuleSchema = z.strictObject({
  Name: z.string().min(1),
  Rule: z.strictObject({
    Schedule: z.strictObject({
      /** "cron(m h dom mon dow)" with *, comma and - alone, or "at(yyyy-MM-ddThh:mm)". */
      Expression: z.string().regex(/^(?:cron\([^)]+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d\))$/),
      /** ISO 8601, one minute to fifteen days. */
      Duration: z.string().regex(/^P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?)?$/),
      Timezone: z.string().optional(),
    }),
  }),
  MuteTargets: z.strictObject({ AlarmNames: z.array(z.string()).min(1).max(100) }),
});
export type MuteRule = z.infer<typeof muteRuleSchema>;
