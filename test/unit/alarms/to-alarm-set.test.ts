import { describe, expect, it } from "vitest";

import { toAlarmSet } from "../../../src/alarms/to-alarm-set.ts";
import { declaredAlarm, declaredComposite } from "../../support/declared-alarms.ts";

const names = (alarms: readonly { readonly AlarmName: string }[]): string[] =>
  alarms.map(({ AlarmName }) => AlarmName);

describe("toAlarmSet", () => {
  it("refuses composites in a circle with the way around, and keeps the others", () => {
    const { set, refused, declared } = toAlarmSet(
      [
        declaredAlarm({ AlarmName: "leaf" }),
        declaredComposite("straight", "ALARM(leaf)"),
        declaredComposite("a", "ALARM(b) OR ALARM(leaf)"),
        declaredComposite("b", "NOT OK(c)"),
        declaredComposite("c", "ALARM(a)"),
        declaredComposite("outside", "ALARM(a)"),
        declaredComposite("own", "ALARM(own)"),
      ],
      [],
    );
    expect(names(set.composite)).toEqual(["straight", "outside"]);
    expect(refused.map(({ alarm }) => alarm.place.id).sort()).toEqual(["a", "b", "c", "own"]);
    expect(refused.find(({ alarm }) => alarm.place.id === "a")?.problems).toEqual([
      "it refers to itself in a circle, a -> b -> c -> a; CloudWatch evaluates none of these until one rule is set to FALSE",
    ]);
    expect(refused.find(({ alarm }) => alarm.place.id === "own")?.problems[0]).toContain("own -> own");
    expect([...declared.keys()].sort()).toEqual(["leaf", "outside", "straight"]);
  });

  it("finds circles through a suppressor too", () => {
    const suppressed = declaredComposite("x", "ALARM(leaf)", {
      ActionsSuppressor: "y",
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 120,
    });
    const { refused } = toAlarmSet(
      [declaredAlarm({ AlarmName: "leaf" }), suppressed, declaredComposite("y", "ALARM(x)")],
      [],
    );
    expect(refused.map(({ alarm }) => alarm.place.id).sort()).toEqual(["x", "y"]);
  });

  it("refuses what depends on a deployment, but not for whom it tells", () => {
    const threshold = declaredAlarm({ AlarmName: "t" }, [
      { path: "Threshold", text: "!Ref Most", refersTo: null },
    ]);
    const actions = declaredAlarm({ AlarmName: "a", AlarmActions: "${Topics}" }, [
      { path: "AlarmActions", text: "!Ref Topics", refersTo: null },
    ]);
    const enabled = declaredAlarm({ AlarmName: "e", ActionsEnabled: "${Enabled}" }, [
      { path: "ActionsEnabled", text: "!Ref Enabled", refersTo: null },
    ]);
    const { set, refused, assumed } = toAlarmSet([threshold, actions, enabled], []);
    expect(names(set.metric)).toEqual(["a", "e"]);
    expect(set.metric[0]?.AlarmActions).toEqual(["${Topics}"]);
    expect(set.metric[1]?.ActionsEnabled).toBeUndefined();
    expect(assumed.get("e")).toEqual([
      "ActionsEnabled: !Ref Enabled is known only after deployment; taken for enabled.",
    ]);
    expect(refused.map(({ problems }) => problems)).toEqual([
      ["Threshold: !Ref Most is known only after deployment"],
    ]);
  });

  it("refuses the second of two alarms with one name", () => {
    const { set, refused } = toAlarmSet(
      [declaredAlarm({ AlarmName: "twice" }), declaredAlarm({ AlarmName: "twice", Threshold: 9 })],
      [],
    );
    expect(set.metric.map(({ Threshold }) => Threshold)).toEqual([4]);
    expect(refused[0]?.problems).toEqual(['another alarm is also named "twice"']);
  });
});
