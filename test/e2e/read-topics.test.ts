import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import type { TopicReading } from "../../src/collectors/alarms/read-topics.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { ACCOUNT_ID, literalAccount, NOW_MS, REGION } from "../unit/loopback/literal-account.ts";

const arn = (name: string): string => `arn:aws:sns:${REGION}:${ACCOUNT_ID}:${name}`;
const TOPICS = [
  { arn: arn("page"), confirmed: 4, pending: 1 },
  { arn: arn("o'brien & <sons>"), confirmed: 0, pending: 7 },
];

let running: Loopback | undefined;
beforeEach(() => stubAwsEnvironment());
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
});

async function read(arns: readonly string[], faults: FaultPlan = []): Promise<TopicReading> {
  running = await startLoopback({ ...literalAccount(), topics: TOPICS }, { faults });
  const reader = awsAccountReader({ region: REGION, nowMs: NOW_MS, endpointUrl: running.url });
  try {
    return await reader.readTopics(arns);
  } finally {
    reader.close();
  }
}

it("tells subscriptions, and topics that are not there, of each topic once", async () => {
  const { topics, blindSpots } = await read([arn("page"), arn("gone"), arn("page"), TOPICS[1]?.arn ?? ""]);
  expect(new Map(topics)).toEqual(
    new Map([
      [arn("page"), { confirmed: 4, pending: 1 }],
      [arn("o'brien & <sons>"), { confirmed: 0, pending: 7 }],
      [arn("gone"), null],
    ]),
  );
  expect(blindSpots).toEqual([]);
  expect(running?.requests.map(({ service, operation }) => `${service}:${operation}`)).toEqual(
    Array.from({ length: 3 }, () => "sns:GetTopicAttributes"),
  );
});

it("asks nobody where there is no topic", async () => {
  expect((await read([])).topics.size).toBe(0);
  expect(running?.requests).toEqual([]);
});

it.each([
  ["deny", "ACCESS_DENIED", "sns:GetTopicAttributes"],
  ["expired-token", "EXPIRED_TOKEN", ""],
] as const)("%s: not known, and a blind spot that names the topic", async (kind, code, said) => {
  const { topics, blindSpots } = await read([arn("page"), arn("gone")], [{ kind, times: 1 }]);
  expect([...topics].length).toBe(1);
  expect(blindSpots).toEqual([
    { source: "topics", target: null, code, hint: expect.stringContaining(said) as string },
  ]);
  const lost = [arn("page"), arn("gone")].find((one) => !topics.has(one));
  expect(blindSpots[0]?.hint).toContain(`Whether anybody listens to ${lost} is not known.`);
});

it("takes a page of a proxy for no number", async () => {
  const { topics, blindSpots } = await read([arn("page")], [{ kind: "garbage" }]);
  expect(topics.size).toBe(0);
  const hint = `SNS does not say how many listen to ${arn("page")}.`;
  expect(blindSpots).toEqual([{ source: "topics", target: null, code: "BAD_RESPONSE", hint }]);
});
