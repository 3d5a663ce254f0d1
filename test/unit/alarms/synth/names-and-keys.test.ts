import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseAlarmRule } from "../../../../src/alarms/evaluate/parse-alarm-rule.ts";
import { alarmsOf } from "../../../../src/alarms/evaluate/alarm-rule.ts";
import { alarmDescription } from "../../../../src/alarms/synth/alarm-description.ts";
import { alarmKey } from "../../../../src/alarms/synth/alarm-key.ts";
import { alarmName, DEFAULT_NAME_TEMPLATE } from "../../../../src/alarms/synth/alarm-name.ts";
import { alarmTerm, allOf, anyOf } from "../../../../src/alarms/synth/alarm-rule-text.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "/", "{", "}", "#", "%", " ", "é", '"', "\\", "2", "3"),
});
const scope = fc.record({
  target: fc.option(text),
  route: fc.option(text),
  rule: fc.constantFrom("latency", "server-errors"),
  part: text,
  severity: fc.constantFrom("page" as const, "ticket" as const),
});

describe("alarmKey", () => {
  it("is frozen: another key would delete and create the owner's alarms", () => {
    const key = (route: string | null) =>
      alarmKey({ target: "rest:orders/prod", route, rule: "server-errors", part: "ratio" });
    expect(key(null)).toBe("rest:orders/prod##server-errors#ratio");
    expect(key("GET /user/{id}")).toBe("rest:orders/prod#GET /user/{id}#server-errors#ratio");
    expect(key("GET /a#b%")).toBe("rest:orders/prod#GET /a%23b%25#server-errors#ratio");
  });

  it("is another for every other scope", () => {
    fc.assert(
      fc.property(scope, scope, (left, right) => {
        const same = (["target", "route", "rule", "part"] as const).every(
          (part) => (left[part] ?? "") === (right[part] ?? ""),
        );
        expect(alarmKey(left) === alarmKey(right)).toBe(same);
      }),
    );
  });
});

describe("alarmName", () => {
  const proposal = {
    target: "http:a1b2c3/$default",
    route: null,
    rule: "latency",
    part: "p90",
    severity: "ticket",
  } as const;

  it("fills the template and leaves no holes", () => {
    expect(alarmName(DEFAULT_NAME_TEMPLATE, proposal)).toBe("http:a1b2c3/$default latency p90");
    expect(alarmName("[{severity}] {target}: {route}{rule}", proposal)).toBe(
      "[ticket] http:a1b2c3/$default: latency",
    );
    expect(() => alarmName("{api}-{rule}", proposal)).toThrow('"{api}" is no part');
  });

  it("is at most 255 characters, without control characters, and still tells scopes apart", () => {
    const long = (end: string) =>
      alarmName(DEFAULT_NAME_TEMPLATE, { ...proposal, route: `GET /${"x".repeat(400)}${end}` });
    expect(long("a")).toHaveLength(255);
    expect(long("a")).not.toBe(long("b"));
    expect(alarmName("{route} {rule}", { ...proposal, route: "GET /\u0007\n\tx" })).toBe("GET / x latency");
  });
});

describe("alarm rules as text", () => {
  it("are read back as the names that they were made of", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          text.filter((name) => name.trim() === name && name !== ""),
          { minLength: 1 },
        ),
        (names) => {
          const parsed = parseAlarmRule(anyOf([allOf(names.map(alarmTerm)), "FALSE"]));
          expect(alarmsOf(parsed)).toEqual(names);
        },
      ),
    );
  });
});

describe("alarmDescription", () => {
  it("is cut at a sentence, and keeps the runbook", () => {
    expect(alarmDescription("Short.", "https://wiki/x")).toBe("Short.\n\nRunbook: https://wiki/x");
    const long = `First. ${"word ".repeat(300)}`;
    expect(alarmDescription(long, "https://wiki/x")).toBe("First.\n\nRunbook: https://wiki/x");
    expect(alarmDescription("x".repeat(2_000), null)).toHaveLength(1_024);
  });
});
