import { expect, it } from "vitest";

import type { AwsClients } from "../../../src/aws/clients.ts";
import { firedAlarms } from "../../../src/collectors/changes/fired-alarms.ts";
import { readChanges } from "../../../src/collectors/changes/read-changes.ts";
import { HOUR_MS } from "../../../src/core/window.ts";
import type { DeclaredAlarm } from "../../../src/model/declared-alarm.ts";
import type { StageConfiguration, Target } from "../../../src/model/target.ts";
import { configuration, TARGETS } from "../loopback/literal-account.ts";

const WINDOW = { startMs: 0, endMs: HOUR_MS };
const FIRED = [{ alarmName: "a", atMs: 1, from: "OK", to: "ALARM" }];

function calling(name: string): Target {
  const [target] = TARGETS;
  const base: StageConfiguration = configuration();
  const [route] = target?.configuration?.routes ?? [];
  if (target === undefined || route === undefined) throw new Error("no target with a route");
  return { ...target, configuration: { ...base, routes: [{ ...route, integrationTarget: name }] } };
}

it.each([
  ["a balancer by its name", "shop", "app/shop/50dc6c495c0c9188", 1],
  ["a function by its name", "app", "app", 1],
  ["no function that is called as balancers are begun", "app", "app/shop/50dc6c495c0c9188", 0],
  ["no function that is called as target groups are begun", "targetgroup", "targetgroup/shop/6d0e", 0],
])("an alarm that fired is of %s", async (_what, name, Value, count) => {
  const alarm: DeclaredAlarm = {
    kind: "metric",
    fields: { AlarmName: "a", Namespace: "AWS/Behind", Dimensions: [{ Name: "Of", Value }] },
    unknown: [],
    place: { kind: "account", region: "eu-west-1", arn: null } as unknown as DeclaredAlarm["place"],
    silenced: [],
    deployed: null,
  };
  const { changes } = await firedAlarms(WINDOW, [calling(name)], {
    readHistory: async () => Promise.resolve({ transitions: FIRED, blindSpots: [] }),
    readAlarms: async () => Promise.resolve({ alarms: [alarm], blindSpots: [] }),
  });
  expect(changes).toHaveLength(count);
});

async function spansAsked(
  send: () => Promise<unknown>,
): Promise<{ calls: number; lists: number; codes: string[] }> {
  let [calls, lists] = [0, 0];
  const trail = {
    send: async () => {
      calls += 1;
      return send();
    },
  };
  const clients = { cloudTrail: async () => Promise.resolve(trail) } as unknown as AwsClients;
  const target = { ...calling("shop"), configuration: null };
  const questions = [0, 5 * HOUR_MS].map((startMs) => ({
    target,
    window: { startMs, endMs: startMs + HOUR_MS },
  }));
  const { blindSpots } = await readChanges(questions, {
    clients,
    budget: async (_name, call) => call(),
    region: "eu-west-1",
    readHistory: async () => Promise.resolve({ transitions: FIRED, blindSpots: [] }),
    readAlarms: async () => {
      lists += 1;
      return Promise.resolve({ alarms: [], blindSpots: [] });
    },
  });
  return { calls, lists, codes: blindSpots.map(({ code }) => code) };
}

it("looks at the next span where a record of one had another shape, and says so once", async () => {
  const asked = await spansAsked(async () => Promise.resolve({ Events: [{ CloudTrailEvent: "{" }] }));
  expect(asked).toEqual({ calls: 2, lists: 1, codes: ["BAD_RESPONSE"] });
});

it("asks no second time where it may not look", async () => {
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  const asked = await spansAsked(async () => Promise.reject(denied));
  expect(asked).toEqual({ calls: 1, lists: 1, codes: ["ACCESS_DENIED"] });
});
