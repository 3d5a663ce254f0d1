/**
 * The alarms that are learned on one demo account, judged on another one's later hours: what should page is caught soon, and
 * nothing else pages. Rules and search were tuned on seeds 101, 202 to 204, 8101, 8202, 8301 and 8302; these were not looked at before. A usual run
 * learns from half a day and judges four hours of a target of each flavour, and a week of one with next to no traffic; where GATEWATCH_JUDGE_ALL is set, it learns
 * from a day and judges one of the whole account.
 */
import { describe, expect, it } from "vitest";

import { evaluateMetricAlarm } from "../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/core/window.ts";
import type { Series } from "../../src/model/series.ts";
import type { Target } from "../../src/model/target.ts";
import { INCIDENTS } from "../../src/simulate/incidents/registry.ts";
import {
  caughtIn,
  demoHistory,
  drillDemo,
  firingsOf,
  learnPages,
  type Caught,
} from "../support/judge-alarms.ts";

const isAll = process.env["GATEWATCH_JUDGE_ALL"] !== undefined;
const LEARNED = 8_401;
const JUDGED = 8_402;
/** The demo's own incidents lie in its last hundred minutes. */
const CALM_HOURS = 2;
const JUDGED_HOURS = isAll ? 24 : 6;
const LATEST = 5;
const BUSY = isAll
  ? [
      "storefront",
      "orders",
      "payments",
      "search",
      "catalog",
      "accounts",
      "notifications",
      "parcels",
      "Rückgabe-Portal",
      "support-chat",
      "profile",
    ]
  : ["payments", "notifications", "parcels"];
const QUIET = isAll ? ["partner-invoices", "warehouse-audit"] : ["warehouse-audit"];

/** What a stage lacks cannot fail; everything else that should page can. */
function cannotFail(incident: string, { configuration, kind }: Target): boolean {
  const routes = configuration?.routes ?? [];
  if (!INCIDENTS.some(({ name, kinds }) => name === incident && kinds.includes(kind))) return true;
  if (incident === "bad-canary") return (configuration?.canary ?? null) === null;
  if (incident === "authorizer-outage")
    return routes.every(
      ({ authorization }) => authorization === null || ["NONE", "AWS_IAM"].includes(authorization),
    );
  if (incident.startsWith("lambda-"))
    return routes.every(({ integration }) => !integration.startsWith("lambda"));
  return false;
}

function textOf({ target, incident, start, minutes, lateMinutes }: Caught): string {
  return `${incident} on ${target} at its ${start} time: ${minutes === null ? "missed" : `after ${minutes} min, ${lateMinutes} late`}`;
}

describe.each(BUSY)("alarms of %s, learned from its traffic", (api) => {
  it("catch what should page within five minutes of the earliest possible, and page for nothing else", async () => {
    const page = await learnPages({ seed: LEARNED, api, fromHours: isAll ? 48 : 36, toHours: 24 });
    expect(page.length).toBeGreaterThanOrEqual(3);
    const history = await demoHistory(page, {
      seed: JUDGED,
      api,
      fromHours: JUDGED_HOURS,
      toHours: CALM_HOURS,
    });
    expect(firingsOf(page, history)).toEqual([]);
    const caught = caughtIn(drillDemo(page, history, 30 * MINUTE_MS)).filter(
      ({ target }) => !target.endsWith("/dev"),
    );
    const targets = new Map(history.snapshot.targets.map((target) => [target.id, target]));
    const isNothing = ({ minutes }: Caught) => Number.isNaN(minutes);
    expect(caught.filter((one) => !isNothing(one)).length).toBeGreaterThanOrEqual(12);
    const unseen = caught.filter((one) => {
      const target = targets.get(one.target);
      return isNothing(one) && !(target && cannotFail(one.incident, target));
    });
    expect(unseen.map(textOf)).toEqual([]);
    const wrong = caught.filter(
      ({ minutes, lateMinutes }) => minutes === null || (lateMinutes !== null && lateMinutes > LATEST),
    );
    expect(wrong.map(textOf)).toEqual([]);
  });
});

describe.each(QUIET)("alarms of %s, a few requests an hour, learned from a week", (api) => {
  it("catch a total outage and a silence, do not page at a single error, nor in a calm week", async () => {
    const page = await learnPages({ seed: LEARNED, api, fromHours: 8 * 24, toHours: 24 });
    expect(page.some(({ MetricName }) => MetricName === "5XXError")).toBe(true);
    const history = await demoHistory(page, { seed: JUDGED, api, fromHours: 7 * 24, toHours: CALM_HOURS });
    expect(firingsOf(page, history)).toEqual([]);

    const outage = caughtIn(drillDemo(page, history, 6 * HOUR_MS, ["lambda-permission-removed"]));
    const silence = caughtIn(drillDemo(page, history, 1.5 * DAY_MS, ["traffic-drop"]));
    expect([outage.length, silence.length]).toEqual([3, 3]);
    expect([...outage, ...silence].filter(({ minutes }) => minutes === null).map(textOf)).toEqual([]);

    const { snapshot, window } = history;
    const series = snapshot.alarmHistory?.series ?? [];
    const busy = series.find(({ metric, stat }) => metric === "Count" && stat === "Sum")?.runs ?? [];
    expect(busy.length).toBeGreaterThan(20);
    for (const [atMs] of busy.filter((_, index) => index % Math.ceil(busy.length / 6) === 0)) {
      for (const metric of ["5XXError", "4XXError"]) {
        const failing = series.map((one) => (one.metric === metric ? withOneError(one, atMs) : one));
        const firing = page.filter((alarm) => {
          const result = evaluateMetricAlarm(alarm, failing, window);
          return result.kind === "metric" && result.states.includes("ALARM");
        });
        expect(firing.map(({ AlarmName }) => `${AlarmName} fires at the first ${metric}`)).toEqual([]);
      }
    }
  });
});

/** The series with its errors taken out, and one put at that minute. */
function withOneError(series: Series, atMs: number): Series {
  const runs = series.runs.map(
    ([startMs, values]) =>
      [
        startMs,
        values.map((_, index) => (startMs + index * series.periodSeconds * 1_000 === atMs ? 1 : 0)),
      ] as const,
  );
  return { ...series, runs };
}
