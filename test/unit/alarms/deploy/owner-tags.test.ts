import { describe, expect, it } from "vitest";

import { canonicalFields } from "../../../../src/alarms/deploy/canonical-fields.ts";
import { changedFields, keepActions } from "../../../../src/alarms/deploy/compare-fields.ts";
import { isChangedByHand, putTag, tagValue } from "../../../../src/alarms/deploy/owner-tags.ts";
import { compositeAlarmSchema, metricAlarmSchema } from "../../../../src/model/alarm-spec.ts";
import { errorsSpec, mathSpec } from "../../../support/deployable-specs.ts";

describe("the tags by which an alarm is known", () => {
  it("hold only what a tag's value may, and differ where texts do", () => {
    const texts = [
      "a#b",
      "a_b",
      "rest:orders/prod#POST /{id}#x#y",
      "é".repeat(400),
      `${"é".repeat(400)}!`,
      "",
    ];
    const values = texts.map(tagValue);
    expect(new Set(values).size).toBe(texts.length);
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9 _.:/=+\-@]{1,256}$/);
    // Alarms carry it for years: it must never change.
    expect(tagValue("rest:orders/prod")).toBe("rest:orders/prod 0mje46d4fxcfo");
  });

  it("have a letter for every field that can be put, and room for all of them", () => {
    const names = [...Object.keys(metricAlarmSchema.shape), ...Object.keys(compositeAlarmSchema.shape)];
    const fields = [...new Set(names)].filter((name) => name !== "AlarmName" && name !== "Tags");
    expect(fields.length).toBeGreaterThan(20);
    const tag = putTag(new Map(fields.map((name) => [name, name])));
    const parts = tag.split(" ");
    expect(parts).toHaveLength(fields.length);
    expect(new Set(parts.map((part) => part.charAt(0))).size).toBe(fields.length);
    expect(tag.length).toBeLessThanOrEqual(256);
  });

  it("tell a field that was changed, added or taken away since", () => {
    const put = putTag(canonicalFields({ Threshold: 3, Period: 60 }));
    expect(isChangedByHand("Threshold", "3", put)).toBe(false);
    expect(isChangedByHand("Threshold", "4", put)).toBe(true);
    expect(isChangedByHand("Period", undefined, put)).toBe(true);
    expect(isChangedByHand("Unit", '"Count"', put)).toBe(true);
    expect(isChangedByHand("Unit", undefined, put)).toBe(false);
    expect(isChangedByHand("Threshold", "3", undefined)).toBe(true);
  });
});

describe("two definitions", () => {
  it("are the same in whatever order and with whatever defaults CloudWatch gives them back", () => {
    const { definition } = mathSpec();
    const given = definition as Record<string, unknown>;
    const back = {
      ...given,
      ActionsEnabled: true,
      OKActions: [],
      Dimensions: [],
      TreatMissingData: "missing",
      DatapointsToAlarm: 4,
      Metrics: (given["Metrics"] as object[]).toReversed(),
    };
    expect(changedFields(back, given, undefined)).toEqual([]);
    const errors = errorsSpec().definition as Record<string, unknown>;
    const turned = { ...errors, Dimensions: (errors["Dimensions"] as object[]).toReversed() };
    expect(changedFields(turned, errors, undefined)).toEqual([]);
    expect(changedFields({ ...errors, DatapointsToAlarm: undefined }, errors, undefined)).toHaveLength(1);
  });

  it("differ in a field that nobody here knows, which would be lost", () => {
    const { definition } = errorsSpec();
    const put = putTag(canonicalFields(definition));
    const newer = { ...definition, WarmUpConfiguration: { Seconds: 7 } };
    expect(changedFields(newer, definition, put)).toEqual([
      { field: "WarmUpConfiguration", now: { Seconds: 7 }, wanted: undefined, origin: "unknown" },
    ]);
  });

  it("keep actions only where none are wanted", () => {
    const now = { AlarmActions: ["theirs"], OKActions: ["theirs too"] };
    expect(keepActions({ AlarmActions: ["ours"], OKActions: [] as string[] }, now)).toEqual({
      AlarmActions: ["ours"],
      OKActions: ["theirs too"],
    });
  });
});
