/**
 * What a set of alarms would have done over a history: the evaluator's states as stretches of ALARM, laid against what ran
 * of the actions (pages) and against incidents.
 *
 *     incident      |---------------------|
 *     allowed       |---------------------|.....|    an alarm knows only at the end of what it evaluates
 *     firing A           |------------|              caught it, after 5 minutes
 *     firing B                                 |--|  false, if no other incident is there
 */
import { alarmUsdPerMonth } from "../../catalog/alarm-price.ts";
import { DAY_MS, MINUTE_MS, type Window } from "../../core/window.ts";
import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import type { BacktestAlarm, BacktestFiring, BacktestSet, NotEvaluatedAlarm } from "../../model/backtest.ts";
import type { Target } from "../../model/target.ts";
import { alarmsOf } from "../evaluate/alarm-rule.ts";
import type { ActionRun } from "../evaluate/actions.ts";
import { planAlarm, type MetricReference } from "../evaluate/alarm-plan.ts";
import { evaluateAlarms, type EvaluatedComposite } from "../evaluate/evaluate-alarms.ts";
import type { EvaluatedMetricAlarm } from "../evaluate/evaluate-metric-alarm.ts";
import { parseAlarmRule } from "../evaluate/parse-alarm-rule.ts";
import type { CheckedAlarms } from "../to-alarm-set.ts";
import { alarmScopes, insightsPlace, isWithin, type AlarmScope } from "./alarm-scope.ts";
import { catchOf, type Incident } from "./catch-of.ts";
import { countFlaps, findFirings, type Stretch } from "./find-firings.ts";
import { firingUrl } from "./firing-url.ts";
import type { History } from "./history.ts";
import { evaluationMs } from "./look-back.ts";
import { historyNotes } from "./history-notes.ts";
import { watchesText } from "./watches-text.ts";
import { worstPoints } from "./worst-point.ts";

export interface BacktestInput {
  readonly label: string;
  readonly checked: CheckedAlarms;
  readonly history: History;
  readonly incidents: readonly Incident[];
  /** Where incidents were looked for; null: nowhere. */
  readonly judged: Window | null;
  readonly targets: readonly Target[];
  /** Null where it is not known. */
  readonly region: string | null;
}

type Evaluated = EvaluatedMetricAlarm | EvaluatedComposite;
type Definition = MetricAlarm | CompositeAlarm;

/** What an alarm is, beyond what it did. */
interface Character {
  readonly scopes: readonly AlarmScope[];
  readonly references: readonly MetricReference[];
  readonly evaluationMs: number;
}

/** Errors: E_BAD_INPUT for a mute rule that cannot be read. */
export function backtestSet(input: BacktestInput): BacktestSet {
  const { checked, history, incidents } = input;
  const { set, declared, refused } = checked;
  const definitions = new Map<string, Definition>(
    [...set.metric, ...set.composite].map((alarm) => [alarm.AlarmName, alarm]),
  );
  const result = evaluateAlarms(set, history.series, history.window);
  const pages = pagesByAlarm(result.actions);
  const evaluated = new Map<string, Evaluated>();
  const notEvaluated: NotEvaluatedAlarm[] = refused.map(({ alarm, problems }) => ({
    name: nameOf(alarm.fields["AlarmName"], alarm.place.id),
    place: alarm.place,
    why: [...problems],
  }));
  for (const one of result.alarms) {
    if (one.kind !== "not-evaluated") evaluated.set(one.name, one);
    else notEvaluated.push({ name: one.name, place: placeOf(one.name, declared), why: [one.why] });
  }
  const characterOf = characters(definitions, input.targets);
  const alarms = [...definitions].flatMap(([name, definition]) => {
    const one = evaluated.get(name);
    return one
      ? [toAlarm(one, definition, input, { characterOf, evaluated, pages: pages.get(name) ?? [] })]
      : [];
  });
  const catches = incidents.map((incident) => catchOf(incident, alarms));
  return {
    label: input.label,
    alarms,
    notEvaluated,
    catches,
    total: {
      alarms: alarms.length,
      fired: sum(alarms, ({ fired }) => fired),
      minutesInAlarm: sum(alarms, ({ minutesInAlarm }) => minutesInAlarm),
      flaps: sum(alarms, ({ flaps }) => flaps),
      pages: sum(alarms, (alarm) => alarm.pages),
      pagesPerWeek: perWeek(
        sum(alarms, (alarm) => alarm.pages),
        history.window,
      ),
      falseFirings: sum(alarms, ({ falseFirings }) => falseFirings),
      falsePages: sum(alarms, ({ falsePages }) => falsePages),
      caught: catches.filter(({ alarm }) => alarm !== null).length,
      paged: catches.filter(({ pagedAfterMinutes }) => pagedAfterMinutes !== null).length,
      usdPerMonth: Math.round(sum(alarms, ({ usdPerMonth }) => usdPerMonth ?? 0) * 100) / 100,
    },
  };
}

interface Around {
  readonly characterOf: (name: string) => Character;
  readonly evaluated: ReadonlyMap<string, Evaluated>;
  /** When its actions for ALARM ran, ascending. */
  readonly pages: readonly number[];
}

function toAlarm(
  one: Evaluated,
  definition: Definition,
  input: BacktestInput,
  around: Around,
): BacktestAlarm {
  const { name } = one;
  const { history, judged, checked } = input;
  const { window } = history;
  const character = around.characterOf(name);
  const firstMs = one.kind === "metric" ? one.firstMs : firstOf(around.evaluated, window);
  const stretches = findFirings(one.transitions, firstMs, window.endMs);
  const worst = "AlarmRule" in definition ? [] : worstPoints(definition, history.series, window, stretches);
  const near = input.incidents.filter(({ target, route }) => isWithin(character.scopes, target, route));
  const firings = stretches.map((stretch, index): BacktestFiring => {
    const peak = worst[index] ?? null;
    // What begins with the last evaluation has lasted for no time yet, and has paged.
    const untilMs = stretch.isOpen ? Infinity : stretch.endMs;
    const pages = around.pages.filter((atMs) => atMs >= stretch.startMs && atMs < untilMs).length;
    return {
      start: iso(stretch.startMs),
      end: stretch.isOpen ? null : iso(stretch.endMs),
      minutes: minutesOf(stretch),
      beganBefore: stretch.beganBefore,
      reason: stretch.reason,
      peak: peak && { at: iso(peak.timeMs), value: peak.value },
      pages,
      isJudged: judged !== null && stretch.startMs <= judged.endMs && stretch.endMs > judged.startMs,
      incidents: near
        .filter(({ startMs, endMs }) => {
          const knownMs = endMs === null ? Infinity : endMs + character.evaluationMs;
          return stretch.startMs < knownMs && stretch.endMs > startMs;
        })
        .map(({ id }) => id),
      url: firingUrl(input.region, character.references, stretch),
    };
  });
  const falseOnes = firings.filter((firing) => firing.isJudged && firing.incidents.length === 0);
  const pages = sum(firings, (firing) => firing.pages);
  return {
    name,
    kind: one.kind,
    place: placeOf(name, checked.declared),
    watches: watchesText(definition),
    targets: [...new Set(character.scopes.map(({ target }) => target))],
    route: soleRoute(character.scopes),
    canPage: definition.ActionsEnabled !== false && (definition.AlarmActions ?? []).length > 0,
    fired: firings.length,
    minutesInAlarm: sum(firings, ({ minutes }) => minutes),
    longestMinutes: Math.max(0, ...firings.map(({ minutes }) => minutes)),
    flaps: countFlaps(stretches),
    pages,
    pagesPerWeek: perWeek(pages, window),
    falseFirings: falseOnes.length,
    falsePages: sum(falseOnes, (firing) => firing.pages),
    incidents: near.length,
    caught: near.flatMap(({ id, startMs }) => {
      const first = firings.find((firing) => firing.incidents.includes(id));
      if (!first) return [];
      const afterMinutes = Math.max(0, Math.round((Date.parse(first.start) - startMs) / MINUTE_MS));
      return [{ incident: id, afterMinutes }];
    }),
    usdPerMonth: alarmUsdPerMonth(definition),
    firings,
    notes: [
      ...(checked.assumed.get(name) ?? []),
      ...(one.kind === "metric" ? one.notes : []),
      ...historyNotes(character.references, definition, history),
      ...(one.kind === "composite" ? doubtfulChildren(definition, around.evaluated) : []),
    ],
    doubts:
      one.kind === "metric"
        ? one.doubts.map(({ reading, firstMs: since, evaluations }) => ({
            reading,
            since: iso(since),
            evaluations,
          }))
        : [],
  };
}

/** A composite is judged from the first evaluation of anything on. */
function firstOf(evaluated: ReadonlyMap<string, Evaluated>, { endMs }: Window): number {
  const firsts = [...evaluated.values()].flatMap((one) => (one.kind === "metric" ? [one.firstMs] : []));
  return Math.min(endMs, ...firsts);
}

function doubtfulChildren(definition: Definition, evaluated: ReadonlyMap<string, Evaluated>): string[] {
  if (!("AlarmRule" in definition)) return [];
  const doubtful = alarmsOf(parseAlarmRule(definition.AlarmRule)).filter((name) => {
    const child = evaluated.get(name);
    return child?.kind === "metric" && (child.doubts.length > 0 || child.notes.length > 0);
  });
  return doubtful.length === 0 ? [] : [`It is as sure as what it looks at: see ${doubtful.join(", ")}.`];
}

/** A composite looks at all that its alarms look at, and is as slow as the slowest of them. */
function characters(
  definitions: ReadonlyMap<string, Definition>,
  targets: readonly Target[],
): (name: string) => Character {
  const known = new Map<string, Character>();
  const characterOf = (name: string): Character => {
    const before = known.get(name);
    if (before) return before;
    const definition = definitions.get(name);
    const found = definition ? make(definition) : { scopes: [], references: [], evaluationMs: 0 };
    known.set(name, found);
    return found;
  };
  const make = (definition: Definition): Character => {
    if (!("AlarmRule" in definition)) {
      const { metrics, insights } = planAlarm(definition);
      const references = [...metrics.values()];
      const scopes = alarmScopes(insights ? [insightsPlace(insights)] : references, targets);
      return { references, scopes, evaluationMs: evaluationMs(definition) };
    }
    const children = alarmsOf(parseAlarmRule(definition.AlarmRule)).map((name) => characterOf(name));
    return {
      references: children.flatMap(({ references }) => references),
      scopes: children.flatMap(({ scopes }) => scopes),
      evaluationMs: Math.max(0, ...children.map((child) => child.evaluationMs)),
    };
  };
  return characterOf;
}

function pagesByAlarm(actions: readonly ActionRun[]): ReadonlyMap<string, number[]> {
  const pages = new Map<string, number[]>();
  for (const { alarm, atMs, state, outcome } of actions) {
    if (state !== "ALARM" || outcome !== "ran") continue;
    const known = pages.get(alarm);
    if (known) known.push(atMs);
    else pages.set(alarm, [atMs]);
  }
  return pages;
}

function soleRoute(scopes: readonly AlarmScope[]): string | null {
  const routes = new Set(scopes.map(({ route }) => route));
  return routes.size === 1 ? (scopes[0]?.route ?? null) : null;
}

function placeOf(name: string, declared: CheckedAlarms["declared"]): BacktestAlarm["place"] {
  return declared.get(name)?.place ?? { file: "", line: null, id: name };
}

function nameOf(value: unknown, id: string): string {
  return typeof value === "string" && value !== "" ? value : id;
}

function perWeek(count: number, { startMs, endMs }: Window): number {
  return Math.round(((count * 7 * DAY_MS) / (endMs - startMs)) * 100) / 100;
}

function minutesOf({ startMs, endMs }: Stretch): number {
  return (endMs - startMs) / MINUTE_MS;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
