/**
 * Replays composite alarms over the transitions of the alarms below them. A composite is judged when one of its alarms
 * changes, after all that it looks at; changes of the same moment are seen together, and before the end of a wait or
 * an extension that falls on it.
 */
import type { AlarmState, Transition } from "./alarm-state.ts";
import { alarmsOf, isTrue } from "./alarm-rule.ts";
import type { CompositePlan } from "./composite-order.ts";
import { Suppression } from "./suppression.ts";

/** When a state's actions fall due: at its beginning, or after a wait or an extension. */
export interface DueActions {
  readonly atMs: number;
  readonly state: AlarmState;
}

export interface ReplayedComposite {
  readonly name: string;
  readonly transitions: readonly Transition[];
  readonly due: readonly DueActions[];
}

interface Runner {
  readonly plan: CompositePlan;
  readonly children: ReadonlySet<string>;
  readonly suppression: Suppression;
  readonly transitions: Transition[];
  readonly due: DueActions[];
}

/** `changes` are the transitions of the other alarms by name, each ascending; `plans` are ordered. */
export function replayComposites(
  plans: readonly CompositePlan[],
  changes: ReadonlyMap<string, readonly Transition[]>,
  firstMs: number,
  endMs: number,
): ReplayedComposite[] {
  const runners = plans.map((plan): Runner => {
    const { ActionsSuppressorWaitPeriod = 0, ActionsSuppressorExtensionPeriod = 0 } = plan.definition;
    return {
      plan,
      children: new Set(alarmsOf(plan.rule)),
      suppression: new Suppression(ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod),
      transitions: [],
      due: [],
    };
  });
  const states = new Map<string, AlarmState>();
  const stateOf = (name: string): AlarmState => states.get(name) ?? "INSUFFICIENT_DATA";
  const events = eventsOf(changes);
  let atMs = firstMs;
  for (let next = 0; atMs <= endMs;) {
    const changed = new Map<string, Transition>();
    for (let event = events[next]; event && event.transition.atMs <= atMs; event = events[next]) {
      states.set(event.name, event.transition.to);
      changed.set(event.name, event.transition);
      next += 1;
    }
    for (const runner of runners) {
      const transition = step(runner, changed, stateOf, atMs);
      if (!transition) continue;
      states.set(runner.plan.definition.AlarmName, transition.to);
      changed.set(runner.plan.definition.AlarmName, transition);
    }
    for (const { suppression, due } of runners) {
      const state = suppression.takeDue(atMs);
      if (state) due.push({ atMs, state });
    }
    atMs = Math.min(
      events[next]?.transition.atMs ?? Infinity,
      ...runners.map(({ suppression }) => suppression.dueMs),
    );
  }
  return runners.map(({ plan, transitions, due }) => ({ name: plan.definition.AlarmName, transitions, due }));
}

function eventsOf(
  changes: ReadonlyMap<string, readonly Transition[]>,
): { name: string; transition: Transition }[] {
  return [...changes]
    .flatMap(([name, transitions]) => transitions.map((transition) => ({ name, transition })))
    .sort((left, right) => left.transition.atMs - right.transition.atMs);
}

function step(
  { plan, children, suppression, transitions, due }: Runner,
  changed: ReadonlyMap<string, Transition>,
  stateOf: (name: string) => AlarmState,
  atMs: number,
): Transition | undefined {
  const { definition, rule, suppressor } = plan;
  const isSuppressing = suppressor !== undefined && stateOf(suppressor) === "ALARM";
  const ofSuppressor = changed.get(suppressor ?? "");
  if (ofSuppressor && (ofSuppressor.from === "ALARM" || ofSuppressor.to === "ALARM")) {
    suppression.suppressorChanged(isSuppressing, atMs);
  }
  const from = stateOf(definition.AlarmName);
  const to = isTrue(rule, stateOf) ? "ALARM" : "OK";
  if (from === to) return undefined;
  const trigger = [...changed].findLast(([name]) => children.has(name));
  const transition = { atMs, from, to, reason: reasonOf(trigger, definition.AlarmRule) } as const;
  transitions.push(transition);
  if (suppressor === undefined) due.push({ atMs, state: to });
  else suppression.compositeChanged(to, atMs, isSuppressing);
  return transition;
}

/** CloudWatch names the alarm by its ARN, which a replay does not know: the rule has it, or the name stands alone. */
function reasonOf(trigger: readonly [string, Transition] | undefined, rule: string): string {
  if (!trigger) return `The rule was evaluated for the first time: ${rule}`.slice(0, 1_023);
  const [name, { to, atMs }] = trigger;
  const arn = [...rule.matchAll(/arn:[^\s"(),]*:alarm:[^"(),]+/g)].find(([text]) =>
    text.endsWith(`:alarm:${name}`),
  )?.[0];
  return `${arn ?? name} transitioned to ${to} at ${longTime(atMs)}`;
}

/** Friday 22 July, 2022 15:57:45 UTC */
function longTime(atMs: number): string {
  const moment = new Date(atMs);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    moment.toLocaleString("en-US", { ...options, timeZone: "UTC" });
  const day = moment.toISOString().slice(8, 10);
  const [weekday, month] = [part({ weekday: "long" }), part({ month: "long" })];
  return `${weekday} ${day} ${month}, ${moment.getUTCFullYear()} ${moment.toISOString().slice(11, 19)} UTC`;
}
