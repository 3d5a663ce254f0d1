import { describe, expect, it } from "vitest";

import { evaluateAlarms, type AlarmsResult } from "../../../../src/alarms/evaluate/evaluate-alarms.ts";
import type { CompositeAlarm, MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import type { MuteRule } from "../../../../src/model/mute-rule.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

/** One alarm a letter, each over its own metric: "X" breaches, "." does not, a minute a character. */
function replay(
  lines: Readonly<Record<string, string>>,
  composite: readonly CompositeAlarm[],
  over: { readonly metric?: Partial<MetricAlarm>; readonly muteRules?: readonly MuteRule[] } = {},
): AlarmsResult {
  const names = Object.keys(lines);
  const metric = names.map((name) =>
    metricAlarm({ AlarmName: name, MetricName: name, EvaluationPeriods: 1, ...over.metric }),
  );
  const history = names.map((name) =>
    seriesOf(
      Array.from(lines[name] ?? "").map((point) => (point === "X" ? 9 : 1)),
      { metric: name },
    ),
  );
  const minutes = Math.max(...Object.values(lines).map((line) => line.length));
  const window = { startMs: START_MS, endMs: START_MS + minutes * MINUTE_MS };
  return evaluateAlarms({ metric, composite, muteRules: over.muteRules ?? [] }, history, window);
}

function changesOf({ alarms }: AlarmsResult, wanted: string): string[] {
  const found = alarms.find(({ name }) => name === wanted);
  if (!found || found.kind === "not-evaluated") throw new Error(found?.why ?? `no ${wanted}`);
  return found.transitions.map(({ atMs, to }) => `${minuteOf(atMs)} ${to}`);
}
const minuteOf = (atMs: number): number => (atMs - START_MS) / MINUTE_MS;
const actionsOf = ({ actions }: AlarmsResult): string[] =>
  actions.map(({ alarm, atMs, state, outcome }) => `${minuteOf(atMs)} ${alarm} ${state} ${outcome}`);

const both: CompositeAlarm = { AlarmName: "both", AlarmRule: "ALARM(a) AND ALARM(b)" };

describe("composite alarms", () => {
  it("follow the alarms of their rule, also through other composites", () => {
    const top: CompositeAlarm = { AlarmName: "top", AlarmRule: 'ALARM("both") OR NOT OK(c)' };
    const result = replay({ a: ".XXX..", b: "..XX..", c: "....X." }, [top, both]);
    expect(changesOf(result, "both")).toEqual(["1 OK", "3 ALARM", "5 OK"]);
    expect(changesOf(result, "top")).toEqual(["1 OK", "3 ALARM", "6 OK"]);
  });

  it("say which alarm moved them, in CloudWatch's words", () => {
    const arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a";
    const result = replay({ a: ".X" }, [{ AlarmName: "up", AlarmRule: `ALARM("${arn}")` }]);
    const up = result.alarms.find(({ name }) => name === "up");
    if (up?.kind !== "composite") throw new Error("up was not evaluated");
    expect(up.transitions.at(-1)?.reason).toBe(
      `${arn} transitioned to ALARM at Tuesday 07 April, 2026 12:02:00 UTC`,
    );
  });

  it("are refused in a circle, with the way round it", () => {
    const circle = [
      { AlarmName: "p", AlarmRule: "ALARM(q)" },
      { AlarmName: "q", AlarmRule: "NOT ALARM(p) OR ALARM(a)" },
    ];
    expect(() => replay({ a: "." }, circle)).toThrow("p -> q -> p");
  });

  it("are not evaluated where one of their alarms is not", () => {
    const { alarms } = replay({ a: "." }, [both]);
    expect(alarms.find(({ name }) => name === "both")).toMatchObject({
      kind: "not-evaluated",
      why: expect.stringContaining("looks at b") as string,
    });
  });

  it("have names of their own", () => {
    expect(() => replay({ a: "." }, [{ AlarmName: "a", AlarmRule: "TRUE" }])).toThrow('the name "a"');
  });
});

describe("a composite of alarms that AWS leaves open", () => {
  // M = 2 of 3: one young breaching point after minutes without data, and then what follows it.
  const open = metricAlarm({ AlarmName: "open", DatapointsToAlarm: 2 });
  const gap = undefined;
  const run = (values: readonly (number | undefined)[], rule: string) => {
    const window = { startMs: START_MS, endMs: START_MS + values.length * MINUTE_MS };
    const composite = [
      { AlarmName: "above", AlarmRule: rule },
      { AlarmName: "top", AlarmRule: "ALARM(above)" },
      { AlarmName: "apart", AlarmRule: "ALARM(open)" },
    ];
    const found = evaluateAlarms({ metric: [open], composite, muteRules: [] }, [seriesOf(values)], window);
    return (name: string) => {
      const alarm = found.alarms.find((one) => one.name === name);
      if (alarm?.kind !== "composite") throw new Error(`${name} was not evaluated`);
      return alarm.doubts;
    };
  };

  it("is judged by the other reading too, and says from when on and for how long it differs", () => {
    // At minute 8 the alarm stays in INSUFFICIENT_DATA, or is OK; at minute 9 a good point decides.
    const doubtsOf = run([1, gap, gap, gap, gap, gap, gap, 9, 2, 3], "INSUFFICIENT_DATA(open)");
    const doubt = {
      reading: "breaching points alone, too young to alarm, judged the other way in the alarms below",
      firstMs: START_MS + 8 * MINUTE_MS,
      evaluations: 1,
    };
    expect(doubtsOf("above")).toEqual([doubt]);
    expect(doubtsOf("top")).toEqual([doubt]);
    // It goes off in neither reading.
    expect(doubtsOf("apart")).toEqual([]);
  });

  it("has no doubt where the alarms below have none", () => {
    expect(run([1, 9, 9, 2, 1], "INSUFFICIENT_DATA(open)")("above")).toEqual([]);
  });
});

describe("an actions suppressor", () => {
  const guarded: CompositeAlarm = {
    AlarmName: "guarded",
    AlarmRule: "ALARM(a)",
    AlarmActions: ["arn:page"],
    OKActions: ["arn:calm"],
    ActionsSuppressor: "deploy",
    ActionsSuppressorWaitPeriod: 120,
    ActionsSuppressorExtensionPeriod: 180,
  };
  const run = (a: string, deploy: string) =>
    actionsOf(replay({ a, deploy }, [guarded])).filter((action) => !action.includes("calm"));

  it("lets the actions run when the wait ends without it", () => {
    // a is in ALARM from minute 4; OK of minute 1 has waited until 3.
    expect(run("...XXXXXXX", "..........")).toEqual(["3 guarded OK ran", "6 guarded ALARM ran"]);
  });

  it("holds them back when it fires within the wait, and for the extension after it", () => {
    // The suppressor is in ALARM from 5 to 8, so the actions run at 8 + 3.
    expect(run("...XXXXXXXXXXX", "....XXX.......")).toEqual(["3 guarded OK ran", "11 guarded ALARM ran"]);
  });

  it("counts a suppressor that fires at the end of the wait", () => {
    expect(run("...XXXXX", ".....XXX")).toEqual(["3 guarded OK ran"]);
  });

  it("drops the extension for a new wait when the composite changes in it", () => {
    // The extension would last from 6 to 9; at 7 the composite is OK again, and waits until 9 with that.
    expect(run("...XXX......", "...XX.......")).toEqual(["3 guarded OK ran", "9 guarded OK ran"]);
  });

  it("starts the wait again for each change", () => {
    expect(run("...X.X.....", "...........")).toEqual(["3 guarded OK ran", "9 guarded OK ran"]);
  });
});

describe("actions", () => {
  const paging = { AlarmActions: ["arn:page"], OKActions: ["arn:calm"] };
  const mute = (Expression: string, Duration: string, Timezone?: string): MuteRule => ({
    Name: "night",
    Rule: { Schedule: { Expression, Duration, ...(Timezone === undefined ? {} : { Timezone }) } },
    MuteTargets: { AlarmNames: ["a"] },
  });

  it("run on each change that has some, also from INSUFFICIENT_DATA to OK", () => {
    expect(actionsOf(replay({ a: ".X." }, [], { metric: paging }))).toEqual([
      "1 a OK ran",
      "2 a ALARM ran",
      "3 a OK ran",
    ]);
    expect(actionsOf(replay({ a: ".X." }, [], { metric: { ...paging, ActionsEnabled: false } }))).toEqual([]);
    expect(actionsOf(replay({ a: ".X." }, [], { metric: { AlarmActions: ["arn:page"] } }))).toEqual([
      "2 a ALARM ran",
    ]);
  });

  it("wait for the end of a mute window, if the state is still the same", () => {
    const muteRules = [mute("cron(3 12 * * *)", "PT4M")];
    expect(actionsOf(replay({ a: "...XXXXXX" }, [], { metric: paging, muteRules }))).toEqual([
      "1 a OK ran",
      "4 a ALARM muted",
      "7 a ALARM ran",
    ]);
    expect(actionsOf(replay({ a: "...X....." }, [], { metric: paging, muteRules }))).toEqual([
      "1 a OK ran",
      "4 a ALARM muted",
      "5 a OK muted",
      "7 a OK ran",
    ]);
  });

  it("are muted by the clock of the rule's time zone", () => {
    // 12:02 UTC is 14:02 in Berlin on that day, the 7th of April, a Tuesday.
    const berlin = [mute("cron(2 14 7 4 *)", "PT1H", "Europe/Berlin")];
    expect(actionsOf(replay({ a: ".X" }, [], { metric: paging, muteRules: berlin }))).toEqual([
      "1 a OK ran",
      "2 a ALARM muted",
    ]);
    const once = [mute("at(2026-04-07T12:02)", "PT1H")];
    expect(actionsOf(replay({ a: ".X" }, [], { metric: paging, muteRules: once }))).toEqual([
      "1 a OK ran",
      "2 a ALARM muted",
    ]);
    const wednesdays = [mute("cron(2 12 * * 3)", "PT1H")];
    expect(actionsOf(replay({ a: ".X" }, [], { metric: paging, muteRules: wednesdays }))).toContain(
      "2 a ALARM ran",
    );
  });

  it.each([
    ["cron(60 12 * * *)", "PT1H", undefined, '"60" is no minute'],
    ["cron(0 12 * *)", "PT1H", undefined, "5 fields"],
    ["cron(0 12 * * *)", "P16D", undefined, "P15D"],
    ["cron(0 12 * * *)", "PT1H", "Mars/Base", '"Mars/Base" is no time zone'],
  ])("refuse a schedule of %s for %s in %s", (expression, duration, zone, text) => {
    const muteRules = [mute(expression, duration, zone)];
    expect(() => replay({ a: "." }, [], { metric: paging, muteRules })).toThrow(text);
  });
});
