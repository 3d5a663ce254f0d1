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

interface Asked {
  readonly calls: number;
  readonly lists: number;
  readonly codes: string[];
  readonly hints: string[];
  /** Starts of the spans that were asked for, in hours, as often as there were calls. */
  readonly hours: number[];
  readonly ends: number[];
  readonly progress: string[];
}

async function spansAsked(
  send: (call: number) => Promise<unknown>,
  startHours: readonly number[] = [0, 5],
): Promise<Asked> {
  let lists = 0;
  const hours: number[] = [];
  const ends: number[] = [];
  const progress: string[] = [];
  const trail = {
    send: async ({ input }: { readonly input: { readonly StartTime: Date; readonly EndTime: Date } }) => {
      ends.push(input.EndTime.getTime() / HOUR_MS);
      hours.push(input.StartTime.getTime() / HOUR_MS);
      return send(hours.length);
    },
  };
  const clients = { cloudTrail: async () => Promise.resolve(trail) } as unknown as AwsClients;
  const target = { ...calling("shop"), configuration: null };
  const questions = startHours.map((hour) => ({
    target,
    window: { startMs: hour * HOUR_MS, endMs: (hour + 1) * HOUR_MS },
  }));
  const { blindSpots } = await readChanges(
    questions,
    {
      clients,
      budget: async (_name, call) => call(),
      region: "eu-west-1",
      readHistory: async () => Promise.resolve({ transitions: FIRED, blindSpots: [] }),
      readAlarms: async () => {
        lists += 1;
        return Promise.resolve({ alarms: [], blindSpots: [] });
      },
    },
    ({ step, scope, done, total }) => progress.push(`${step} ${scope} ${done}/${total}`),
  );
  const [codes, hints] = [blindSpots.map(({ code }) => code), blindSpots.map(({ hint }) => hint)];
  return { calls: hours.length, lists, codes, hints, hours, ends, progress };
}

it("looks at the next span where a record of one had another shape, and says so once", async () => {
  const asked = await spansAsked(async () => Promise.resolve({ Events: [{ CloudTrailEvent: "{" }] }));
  expect(asked).toMatchObject({ calls: 2, lists: 1, codes: ["BAD_RESPONSE"] });
  expect(asked.progress).toEqual(["changes eu-west-1 1/2", "changes eu-west-1 2/2"]);
});

it("asks no second time where it may not look", async () => {
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  const asked = await spansAsked(async () => Promise.reject(denied));
  expect(asked).toMatchObject({ calls: 1, lists: 1, codes: ["ACCESS_DENIED"] });
});

it("goes on where a call failed and the next list may be answered, and says what is told", async () => {
  const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });
  const asked = await spansAsked(
    async (call) => (call === 2 ? Promise.reject(throttled) : Promise.resolve({ Events: [] })),
    [0, 5, 11],
  );
  expect(asked).toMatchObject({ hours: [0, 5, 11], codes: ["THROTTLED"] });
  expect(asked.hints.join()).toContain("is told in part: 2 of 3 lists");
});

it("stops where two lists in a row failed, and never says that nothing is told of what it tells", async () => {
  const failing = Object.assign(new Error("no"), { name: "InternalFailure" });
  const none = await spansAsked(async () => Promise.reject(failing), [0, 5, 11]);
  expect(none).toMatchObject({ hours: [0, 5], codes: ["SERVER_ERROR"] });
  expect(none.hints.join()).toContain("is not told;");
  const late = await spansAsked(
    async (call) => (call > 1 ? Promise.reject(failing) : Promise.resolve({ Events: [] })),
    [0, 5, 11, 17],
  );
  expect(late).toMatchObject({ hours: [0, 5, 11], codes: ["SERVER_ERROR"] });
  expect(late.hints.join()).toContain("is told in part: 1 of 4 lists");
});

it("asks for the first question's time by itself, and for the rest of what overlaps it once", async () => {
  const asked = await spansAsked(async () => Promise.resolve({ Events: [] }), [5, 5.25, 4.5, 5.5, 9]);
  expect(asked.hours).toEqual([5, 6, 4.5, 9]);
  expect(asked.ends).toEqual([6, 6.5, 5, 10]);
});

/** A list that has a next page behind each. */
const endless = async (call: number) =>
  Promise.resolve({ Events: [{ CloudTrailEvent: "{" }], NextToken: `page ${call}` });

it("reads no more than twelve pages of a list, the first question's list first", async () => {
  const asked = await spansAsked(endless, [9, 3]);
  expect(asked.hours).toEqual([...Array<number>(12).fill(9), ...Array<number>(12).fill(3)]);
  expect(asked.hints).toContainEqual(expect.stringContaining("Only the latest 600 calls"));
});

it("makes 120 calls in a run at most, twelve of the first list, the rest shared out evenly, and says what was not looked at", async () => {
  const busy = await spansAsked(
    endless,
    Array.from({ length: 17 }, (_, at) => 2 * at),
  );
  expect(busy.calls).toBe(120);
  const times = (hour: number): number => busy.hours.filter((one) => one === hour).length;
  // 108 calls are left for 16 lists.
  expect(Array.from({ length: 17 }, (_, at) => times(2 * at))).toEqual([
    12,
    ...Array<number>(12).fill(7),
    ...Array<number>(4).fill(6),
  ]);
  // Of the first list too no more than leaves the others a page each.
  const tight = await spansAsked(
    endless,
    Array.from({ length: 113 }, (_, at) => 2 * at),
  );
  expect(tight.calls).toBe(120);
  expect(tight.hours.filter((one) => one === 0)).toHaveLength(8);
  expect(new Set(tight.hours).size).toBe(113);
  // More spans than calls: one page of each of the first.
  const starts = Array.from({ length: 131 }, (_, at) => 2 * (131 - at));
  const crowded = await spansAsked(endless, starts);
  expect(crowded.hours).toEqual(starts.slice(0, 120));
  expect(crowded.hints).toContainEqual(
    expect.stringContaining("11 of 131 lists of calls in eu-west-1 were not looked at"),
  );
  // What a short list leaves is there for the others.
  const quiet = await spansAsked(
    async (call) => (call <= 110 ? { Events: [] } : endless(call)),
    starts.slice(0, 112),
  );
  expect(quiet.calls).toBe(120);
  expect(quiet.hints.join()).not.toContain("not looked at");
});
