import { gunzipSync } from "node:zlib";
import { expect } from "vitest";

import type { FaultPicker } from "../../src/loopback/fault-plan.ts";
import { MINUTE_MS, SECOND_MS } from "../../src/core/window.ts";
import { agentEventSchema, type AgentEvent } from "../../src/model/agent-event.ts";
import { agentStateSchema } from "../../src/model/agent-state.ts";
import { runSummarySchema } from "../../src/model/run-summary.ts";
import type { PlannedIncident, StagePlan } from "../../src/simulate/plan.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { BUCKET, lambdaHost, type Death, type LambdaHost } from "./lambda-host.ts";
import { simulatePlan, simulateStage } from "./simulate-plan.ts";

/** What goes wrong in the account: the truth by which news is judged. */
export interface PlannedTrouble {
  readonly name: string;
  readonly api: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly magnitude?: number;
  /** From then on it is so much worse that somebody should be woken up. */
  readonly worse?: { readonly fromMs: number; readonly magnitude: number };
}

/** What goes wrong with the watchman himself, run by run, counted from 0. */
export interface Mishaps {
  /** In which runs processes die; each of `deaths` once, as soon as its step comes. */
  readonly isDeadly?: (run: number) => boolean;
  readonly deaths?: readonly (Death & {
    /** It is kept for the hours in which there is something to tell. */
    readonly ofNews: boolean;
  })[];
  /** Dies in the first attempt of every run. */
  readonly death?: Death;
  readonly isDoubled?: (run: number) => boolean;
  readonly isRepeated?: (run: number) => boolean;
  /** Its event comes after that of the next run. */
  readonly isDelayed?: (run: number) => boolean;
  readonly faults?: (run: number, nowMs: number) => FaultPicker;
  readonly isWebhookDown?: (nowMs: number) => boolean;
}

interface Day {
  readonly apis: Readonly<Record<string, number>>;
  readonly planned: readonly PlannedTrouble[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly everyMs: number;
}

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:page";
const CHANNELS = [TOPIC, "incidents", "webhook", "log"] as const;
const STATE = "state/agent.json.gz";
const CONFIG = "version: 1\nbaseline: 1d\nagent:\n  sweep: 6h\n";
/** Of deploy's templates: the time that a run may take, and after how long a failed one is tried again, once. */
const TIMEOUT_MS = 240 * SECOND_MS;
const RETRY_MS = MINUTE_MS;
/** With this one, a dead run's lease is over when it is tried again. */
const SHORT_TIMEOUT_MS = 40 * SECOND_MS;

/** What came of a day. */
export interface Watched {
  readonly host: Pick<LambdaHost, "told" | "log" | "deaths" | "loopback">;
  /** Ended invocations by outcome; "failed" are those that threw or died. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Channels that an invocation may have told without knowing so: all where it died or failed, else what it reported. */
  readonly unsure: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Invokes the function on schedule as EventBridge Scheduler and Lambda do, mishaps included. */
export async function watchThrough(day: Day, mishaps: Mishaps = {}): Promise<Watched> {
  let [run, nowMs] = [0, day.fromMs];
  let faults: FaultPicker = () => null;
  const host = await lambdaHost({
    accounts: accountOf(day),
    config: CONFIG,
    environment: {
      GATEWATCH_TOPIC_ARN: TOPIC,
      GATEWATCH_EVENT_BUS: "incidents",
      GATEWATCH_METRICS_NAMESPACE: "Ours",
    },
    faults: (request) => faults(request),
    webhookStatus: () => (mishaps.isWebhookDown?.(nowMs) === true ? 403 : 200),
  });
  const outcomes: Record<string, number> = {};
  const unsure = new Map<number, ReadonlySet<string>>();
  let invocations = 0;
  const attempt = async (
    scheduledMs: number,
    clockMs: number,
    requestId: string,
    deaths: readonly Death[] = [],
  ): Promise<boolean> => {
    host.setNow(clockMs);
    invocations += 1;
    const own = invocations;
    const event = { scheduledTime: new Date(scheduledMs).toISOString() };
    const timeoutMs = run % 2 === 0 ? TIMEOUT_MS : SHORT_TIMEOUT_MS;
    const answer = await host.attempt(event, { requestId, timeoutMs, deaths });
    const summary = answer === null ? null : runSummarySchema.parse(answer["summary"]);
    const outcome = summary?.outcome ?? "failed";
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const undelivered = (answer?.["undelivered"] ?? []) as { sink: string }[];
    unsure.set(own, new Set(answer === null ? CHANNELS : undelivered.map(({ sink }) => channelOf(sink))));
    return answer !== null;
  };
  const armed = (isRetry: boolean): readonly Death[] => {
    if (mishaps.death !== undefined) return isRetry ? [] : [mishaps.death];
    if (mishaps.isDeadly?.(run) !== true) return [];
    const isNewsTime = day.planned.some(
      ({ startMs, endMs }) => nowMs > startMs && nowMs < endMs + 45 * MINUTE_MS,
    );
    return (mishaps.deaths ?? []).filter((one) => one.ofNews === isNewsTime && !host.deaths.includes(one));
  };
  const delayed: number[] = [];
  try {
    for (; nowMs <= day.untilMs; nowMs += day.everyMs, run += 1) {
      const id = `request-${run}`;
      const startMs = nowMs + 3 * SECOND_MS;
      if (mishaps.isDelayed?.(run) === true) {
        delayed.push(nowMs);
        continue;
      }
      faults = mishaps.faults?.(run, nowMs) ?? (() => null);
      if (mishaps.isDoubled?.(run) === true) {
        // The scheduler delivers twice, and Lambda one of them twice, all at the same time.
        await Promise.all([id, id, `${id}-again`].map((one) => attempt(nowMs, startMs, one)));
      } else if (!(await attempt(nowMs, startMs, id, armed(false)))) {
        await attempt(nowMs, startMs + RETRY_MS, id, armed(true));
      }
      faults = () => null;
      if (mishaps.isRepeated?.(run) === true) await attempt(nowMs, startMs + 2 * RETRY_MS, `${id}-more`);
      for (const lateMs of delayed.splice(0)) await attempt(lateMs, startMs + 3 * RETRY_MS, `${id}-late`);
    }
    return { host, outcomes, unsure };
  } finally {
    await host.close();
  }
}

function accountOf({ apis, planned, untilMs, everyMs }: Day) {
  const stages = Object.entries(apis).map(([apiName, requestsPerMinute]): StagePlan =>
    simulateStage({
      apiId: `${apiName}12`.padEnd(10, "0"),
      apiName,
      traffic: { requestsPerMinute, dailySwing: 0.4, weekendDip: 0.2, peakHour: 13, burstiness: 0.08 },
    }),
  );
  const incidents = planned.flatMap(({ api, worse, endMs, ...one }): PlannedIncident[] => {
    const whole = { ...one, endMs, target: `rest:${api}/prod`, route: null };
    if (worse === undefined) return [whole];
    return [
      { ...whole, endMs: worse.fromMs },
      { ...whole, startMs: worse.fromMs, magnitude: worse.magnitude },
    ];
  });
  const topics = [{ arn: TOPIC, confirmed: 1, pending: 0 }];
  return createAccount(simulatePlan(stages, { nowMs: untilMs + everyMs, incidents, topics }));
}

/** Of a sink's name: "sns:arn:aws:sns:...", "eventbridge:incidents", "webhook:env:...", "stdout". */
function channelOf(sink: string): string {
  if (sink.startsWith("sns:")) return TOPIC;
  if (sink.startsWith("webhook:")) return "webhook";
  return sink.startsWith("eventbridge:") ? "incidents" : "log";
}

/** What everybody on a channel understands who drops the ids that he knows. */
function understood({ host }: Watched, channel: string): AgentEvent[] {
  const heard = host.told.filter((one) => one.channel === channel).map(({ event }) => event);
  return [...new Map(heard.toReversed().map((event) => [event.id, event])).values()].toReversed();
}

/**
 * Every channel heard of exactly what was planned, in its order and about when it was; nobody was told twice but by a run
 * that could not know that it had told; every link leads to a report; and nothing is left to be done.
 */
export function expectTheTruth(watched: Watched, { planned, fromMs }: Day): void {
  const { host, unsure } = watched;
  const kindsOf = ({ worse }: PlannedTrouble) =>
    worse === undefined ? ["opened", "resolved"] : ["opened", "updated", "resolved"];
  for (const channel of CHANNELS) {
    const heard = host.told.filter((one) => one.channel === channel);
    for (const [at, { event, invocation }] of heard.entries()) {
      const isKnown = heard.slice(at + 1).some((later) => later.event.id === event.id);
      if (isKnown) expect([...(unsure.get(invocation) ?? [])]).toContain(channel);
    }
  }
  const events = understood(watched, "incidents").map((event) => agentEventSchema.parse(event));
  for (const { api, ...truth } of planned) {
    const own = events.filter(({ incident }) => incident.target === `rest:${api}/prod`);
    expect(own.map(({ kind }) => kind)).toEqual(kindsOf({ api, ...truth }));
    expect(new Set(own.map(({ incident }) => incident.id)).size).toBe(1);
    const [opened, resolved] = [own[0], own.at(-1)];
    const lateMs = (iso: string | null | undefined, plannedMs: number) => Date.parse(iso ?? "") - plannedMs;
    expect(Math.abs(lateMs(opened?.incident.openedAt, truth.startMs))).toBeLessThanOrEqual(10 * MINUTE_MS);
    expect(Math.abs(lateMs(resolved?.incident.resolvedAt, truth.endMs))).toBeLessThanOrEqual(15 * MINUTE_MS);
    expect(lateMs(opened?.at, truth.startMs)).toBeGreaterThan(0);
    expect(lateMs(opened?.at, truth.startMs)).toBeLessThanOrEqual(45 * MINUTE_MS);
    expect(lateMs(resolved?.at, truth.endMs)).toBeLessThanOrEqual(45 * MINUTE_MS);
    if (truth.worse === undefined) continue;
    expect(own[1]?.changes).toEqual(["critical now, was warning"]);
    expect(lateMs(own[1]?.at, truth.worse.fromMs)).toBeGreaterThan(0);
    expect(lateMs(own[1]?.at, truth.worse.fromMs)).toBeLessThanOrEqual(30 * MINUTE_MS);
  }
  expect(events).toHaveLength(planned.flatMap(kindsOf).length);
  const ids = events.map(({ id }) => id);
  for (const channel of CHANNELS) expect(understood(watched, channel).map(({ id }) => id)).toEqual(ids);
  const objects = host.loopback.buckets.get(BUCKET);
  for (const { reportUrl } of events) {
    const key = decodeURIComponent(/prefix=(\S+)$/.exec(reportUrl ?? "")?.[1] ?? "");
    expect(objects?.has(key)).toBe(true);
  }
  const bytes = objects?.get(STATE)?.body ?? new Uint8Array();
  const state = agentStateSchema.parse(JSON.parse(gunzipSync(bytes).toString("utf8")));
  expect(state).toMatchObject({ outbox: [], lease: null });
  expect(state.incidents.every(({ incident }) => incident.state === "resolved")).toBe(true);
  expect(state.lastRunMs).toBeGreaterThan(fromMs);
}
