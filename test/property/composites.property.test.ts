import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { evaluateAlarms } from "../../src/alarms/evaluate/evaluate-alarms.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../support/alarm-series.ts";

type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A rule as its text and, beside it, what it means. */
interface Rule {
  readonly text: string;
  readonly holds: (stateOf: (name: string) => State) => boolean;
}

const NAMES = ["a", "b", "c"] as const;
const STATES = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const;

const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(fc.constantFrom(...STATES), fc.constantFrom(...NAMES)).map(([state, name]): Rule => ({
      text: `${state}(${name})`,
      holds: (stateOf) => stateOf(name) === state,
    })),
    fc.boolean().map((value): Rule => ({ text: value ? "TRUE" : "FALSE", holds: () => value })),
    tie("rule").map((one): Rule => ({ text: `NOT (${one.text})`, holds: (of) => !one.holds(of) })),
    fc.tuple(tie("rule"), tie("rule")).map(([one, other]): Rule => ({
      text: `(${one.text} AND ${other.text})`,
      holds: (of) => one.holds(of) && other.holds(of),
    })),
    fc.tuple(tie("rule"), tie("rule")).map(([one, other]): Rule => ({
      text: `(${one.text} OR ${other.text})`,
      holds: (of) => one.holds(of) || other.holds(of),
    })),
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.constantFrom(...STATES))
      .map(([least, isNot, state]): Rule => ({
        text: `AT_LEAST(${least}, ${isNot ? "NOT " : ""}${state}, (a, b, c))`,
        holds: (of) => NAMES.filter((name) => (of(name) === state) !== isNot).length >= least,
      })),
  ),
}));

const MINUTES = 14;
/** A minute each: breaching, fine, or without data, in stretches. */
const line = fc
  .array(fc.tuple(fc.constantFrom(9, 1, undefined), fc.integer({ min: 1, max: 4 })), {
    minLength: 4,
    maxLength: 12,
  })
  .map((parts) => parts.flatMap(([value, length]) => Array.from({ length }, () => value)).slice(0, MINUTES));

/** Minute by minute, as AWS's page tells it: who suppresses, what waits, and what runs when. */
function literal(
  states: readonly ((name: string) => State)[],
  one: Rule,
  wait: number,
  extension: number,
): { readonly changes: string[]; readonly ran: string[] } {
  const changes: string[] = [];
  const ran: string[] = [];
  let state: State = "INSUFFICIENT_DATA";
  let wasSuppressing = false;
  /** What has not run yet; `until` is the minute at which it will, unless the suppressor is in ALARM. */
  let pending: { state: State; until: number } | undefined;
  for (const [index, stateOf] of states.entries()) {
    const minute = index + 1;
    const isSuppressing = stateOf("s") === "ALARM";
    if (pending && isSuppressing) pending = { state: pending.state, until: Infinity };
    if (pending && wasSuppressing && !isSuppressing)
      pending = { state: pending.state, until: minute + extension };
    const next: State = one.holds(stateOf) ? "ALARM" : "OK";
    if (next !== state) {
      changes.push(`${minute} ${next}`);
      pending = { state: next, until: isSuppressing ? Infinity : minute + wait };
      state = next;
    }
    if (pending && pending.until <= minute) {
      ran.push(`${minute} ${pending.state}`);
      pending = undefined;
    }
    wasSuppressing = isSuppressing;
  }
  return { changes, ran };
}

describe("composite alarms", () => {
  it("agree with the literal replay, and so do their actions behind a suppressor", () => {
    let changed = 0;
    let held = 0;
    fc.assert(
      fc.property(
        rule,
        fc.record({ a: line, b: line, c: line, s: line }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        (one, lines, wait, extension) => {
          const names = Object.keys(lines) as (keyof typeof lines)[];
          const metric = names.map((name) =>
            metricAlarm({ AlarmName: name, MetricName: name, EvaluationPeriods: 1 }),
          );
          const history = names.map((name) => seriesOf(lines[name], { metric: name }));
          const composite = {
            AlarmName: "top",
            AlarmRule: one.text,
            AlarmActions: ["arn:page"],
            OKActions: ["arn:calm"],
            ActionsSuppressor: "s",
            ActionsSuppressorWaitPeriod: wait * 60,
            ActionsSuppressorExtensionPeriod: extension * 60,
          };
          const window = { startMs: START_MS, endMs: START_MS + MINUTES * MINUTE_MS };
          const result = evaluateAlarms({ metric, composite: [composite], muteRules: [] }, history, window);
          const byName = new Map(
            result.alarms.flatMap((alarm) => (alarm.kind === "metric" ? [[alarm.name, alarm.states]] : [])),
          );
          expect(byName.size).toBe(4);
          const states = Array.from(
            { length: MINUTES },
            (_, index) => (name: string) => byName.get(name)![index]!,
          );
          const expected = literal(states, one, wait, extension);
          const top = result.alarms.find(({ name }) => name === "top");
          if (top?.kind !== "composite") throw new Error("top was not evaluated");
          const minuteOf = (atMs: number): number => (atMs - START_MS) / MINUTE_MS;
          expect(top.transitions.map(({ atMs, to }) => `${minuteOf(atMs)} ${to}`)).toEqual(expected.changes);
          const ran = result.actions.map(({ atMs, state }) => `${minuteOf(atMs)} ${state}`);
          expect(ran).toEqual(expected.ran);
          changed += Number(expected.changes.length > 2);
          held += Number(expected.ran.length < expected.changes.length);
        },
      ),
      { numRuns: 150 },
    );
    expect(changed).toBeGreaterThan(5);
    expect(held).toBeGreaterThan(5);
  });
});
