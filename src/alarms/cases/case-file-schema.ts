import { z } from "zod";

import { muteRuleSchema } from "../../model/mute-rule.ts";

const text = z.string().min(1);
const length = text.describe('A length of time: "90s", "5m", "1h30m".');
const moment = z
  .union([z.string().min(1), z.literal(0)], {
    error: 'expected a time such as "12m", or "2026-04-07T12:30Z"',
  })
  .describe('A time: "12m" after the start, or "2026-04-07T12:30Z".');
const state = z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]);

/** An alarm written into the file; `alarms/evaluate` checks its fields. */
export const inlineAlarmSchema = z
  .looseObject({ AlarmName: text })
  .describe("The fields of PutMetricAlarm or PutCompositeAlarm.");

const alarmSchema = z
  .union([text, inlineAlarmSchema], {
    error: "expected the path of a file with alarms, or the fields of an alarm with its AlarmName",
  })
  .describe(
    "The path of a template, a plan, a .tf file, an answer of DescribeAlarms or alarms of Gatewatch, from this file on; or an alarm itself.",
  );

/** What alarms a test looks at, and when: for the whole file, or for one test in addition or instead. */
const setting = {
  alarms: z.array(alarmSchema).describe("The alarms that are tested.").optional(),
  muteRules: z.array(muteRuleSchema).describe("The fields of PutAlarmMuteRule.").optional(),
  start: text
    .describe(
      'When the first datapoint begins: "2026-04-07T12:00Z". Left out: Monday, 2026-01-05, 00:00 UTC.',
    )
    .optional(),
  interval: length
    .describe("From one datapoint to the next, which is the period of the series. Left out: 1m.")
    .optional(),
};

const pointSchema = z.strictObject({
  at: moment.describe('When the datapoint begins: "12m" after the start, or "2026-04-07T12:30Z".'),
  value: z.number(),
});

const seriesSchema = z.strictObject({
  series: text
    .describe(
      'A metric and its dimensions: 5XXError{ApiName="orders", Stage="prod"}. Or name an `alarm` instead.',
    )
    .optional(),
  namespace: text.describe("Of the metric in `series`. Left out: AWS/ApiGateway.").optional(),
  stat: text.describe("Of the metric in `series`: Sum, Average, SampleCount, p99 ...").optional(),
  alarm: text.describe("Instead of `series`: the metric that this alarm watches.").optional(),
  id: text.describe("Which of the alarm's Metrics, where it has several.").optional(),
  interval: length.describe("Of this series alone.").optional(),
  values: z
    .union([z.string(), z.number()], { error: 'expected datapoints such as "0x30 5+1x10 _x3"' })
    .describe('Datapoints: "0x30 5+1x10 _x3" is 31 times 0, then 5 to 15, then three gaps.')
    .optional(),
  points: z
    .array(pointSchema)
    .min(1)
    .describe("Instead of `values`: datapoints with their times, ascending.")
    .optional(),
});

const expectationSchema = z.strictObject({
  alarm: text.describe("The name of the alarm; in a template without AlarmName the resource's id."),
  at: moment.optional(),
  state: state.describe("The alarm's state at `at`.").optional(),
  states: z.record(z.string(), state).describe("States at several times: {12m: OK, 35m: ALARM}.").optional(),
  transitions: z
    .array(z.strictObject({ at: moment, to: state }))
    .describe("All changes of the state, in order; the alarm begins with INSUFFICIENT_DATA.")
    .optional(),
  fires: z.number().int().min(0).describe("How often the alarm goes to ALARM.").optional(),
  pages: z
    .number()
    .int()
    .min(0)
    .describe("How often its AlarmActions run: what mute rules and suppressors hold back does not count.")
    .optional(),
});

const testSchema = z.strictObject({
  name: text.describe("What the test is about; --filter and reports show it."),
  ...setting,
  evaluateFrom: length
    .describe(
      "The alarm is created so long after the start; what is before is its history. Left out: at the start.",
    )
    .optional(),
  until: length
    .describe("How long after the start the replay ends. Left out: with the last datapoint and expectation.")
    .optional(),
  inputSeries: z.array(seriesSchema).min(1),
  expect: z.array(expectationSchema).min(1),
});

/** A file of alarm tests. */
export const caseFileSchema = z.strictObject({
  ...setting,
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe("Values of the templates' parameters; --parameter on the command line comes first.")
    .optional(),
  tests: z.array(testSchema).min(1),
});
export type CaseFile = z.infer<typeof caseFileSchema>;
export type CaseTest = CaseFile["tests"][number];
