import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { ExecutionReading } from "../../src/collectors/account-reader.ts";
import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { executionSliceSchema } from "../../src/model/execution-slice.ts";
import type { Target } from "../../src/model/target.ts";
import type { LogEvent } from "../../src/simulate/account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { configuration, literalAccount, NOW_MS, REGION, TARGETS } from "../unit/loopback/literal-account.ts";

const MINUTE = 60_000;
const WINDOW = { startMs: NOW_MS - 53 * MINUTE, endMs: NOW_MS - 21 * MINUTE };
const USUAL = "API-Gateway-Execution-Logs_a1b2c3/prod";
const TARGET: Target = {
  ...TARGETS[0]!,
  apiId: "a1b2c3",
  stage: "prod",
  configuration: configuration({ executionLogLevel: "INFO" }),
};

/** 211 requests over an hour, of which each seventh fails; the lines of two neighbours interleave. */
const EVENTS: readonly LogEvent[] = Array.from({ length: 211 }, (_, at) => {
  const id = `req-${String(at).padStart(4, "0")}`;
  const timeMs = NOW_MS - 61 * MINUTE + at * 17_311;
  const messages = [
    `HTTP Method: GET, Resource Path: /things/{id}`,
    ...(at % 7 === 3 ? ["Execution failed due to a timeout error"] : []),
    `Method completed with status: ${at % 7 === 3 ? 504 : 200}`,
  ];
  return messages.map((message, place) => ({
    eventId: `77${String(at).padStart(6, "0")}${place}`,
    streamName: "stream-b",
    timestampMs: timeMs + place * 2,
    message: at % 50 === 49 && place === 0 ? "no line of this log" : `(${id}) ${message}`,
  }));
}).flat();
const MINE = EVENTS.filter(({ timestampMs }) => timestampMs >= WINDOW.startMs && timestampMs < WINDOW.endMs);
const FAILED = MINE.filter(({ message }) => message.includes("timeout error")).length;
const MALFORMED = MINE.filter(({ message }) => !message.startsWith("(")).length;

let running: Loopback | undefined;

beforeEach(stubAwsEnvironment);
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

async function ask(
  target: Target,
  group: string,
  faults: FaultPlan = [],
  others: Readonly<Record<string, readonly LogEvent[]>> = {},
): Promise<ExecutionReading> {
  running = await startLoopback(literalAccount({ events: { [group]: EVENTS, ...others } }), { faults });
  const reader = awsAccountReader({
    region: REGION,
    nowMs: NOW_MS,
    endpointUrl: running.url,
    maxAttempts: 1,
  });
  try {
    const reading = await reader.readExecutionLogs([{ target, window: WINDOW }], () => undefined);
    for (const slice of reading.slices) expect(executionSliceSchema.safeParse(slice).error).toBeUndefined();
    return reading;
  } finally {
    reader.close();
  }
}

it.each([USUAL, USUAL.replace("Logs_", "Logs/")])("reads the span from %s", async (group) => {
  expect([FAILED, MALFORMED].every((count) => count > 0)).toBe(true);
  const { slices, blindSpots } = await ask(TARGET, group);
  expect(slices).toHaveLength(1);
  expect(slices[0]).toMatchObject({ target: TARGET.id, ...WINDOW, level: "INFO", sampledShare: 1 });
  expect(slices[0]).toMatchObject({ isComplete: true, events: MINE.length, malformed: MALFORMED });
  expect(slices[0]?.failures.reduce((sum, { requests }) => sum + requests, 0)).toBe(FAILED);
  expect(slices[0]?.failures[0]).toMatchObject({
    text: "Execution failed due to a timeout error",
    status: 504,
  });
  expect(blindSpots).toMatchObject([{ source: "execution-logs", code: "UNPARSED", target: TARGET.id }]);
});

it("joins failed requests with their lines in the access log, which AWS looks for", async () => {
  const access = "/aws/apigateway/things";
  const ofAccess = EVENTS.filter(({ message }) => message.includes("HTTP Method")).map((event, index) => ({
    ...event,
    eventId: `a${index}`,
    message: `{"id":"${/req-\d+/.exec(event.message)?.[0]}","method":"GET","path":"/things/{id}","status":"504","ip":"192.0.2.${index}"}`,
  }));
  const target: Target = {
    ...TARGET,
    configuration: configuration({
      executionLogLevel: "ERROR",
      accessLog: {
        destinationArn: `arn:aws:logs:${REGION}:210987654321:log-group:${access}`,
        format:
          '{"id":"$context.requestId","method":"$context.httpMethod","path":"$context.resourcePath","status":"$context.status","ip":"$context.identity.sourceIp"}',
      },
    }),
  };
  const { slices } = await ask(target, USUAL, [], { [access]: ofAccess });
  const joined = slices[0]?.failures[0]?.joined ?? [];
  expect(joined.length).toBeGreaterThan(3);
  expect(joined.every(({ route, status }) => route === "GET /things/{id}" && status === 504)).toBe(true);
  expect(joined.map(({ requestId }) => requestId)).toEqual(
    [...joined].map(({ requestId }) => requestId).toSorted(),
  );
  // Ten for the execution log itself, and six at most for the ids.
  const asked = running?.requests.filter(({ operation }) => operation === "FilterLogEvents") ?? [];
  expect(asked.length).toBeLessThan(20);
});

it("passes over stages that write none, without a call", async () => {
  const silent = { ...TARGET, configuration: configuration({ executionLogLevel: "OFF" }) };
  expect(await ask(silent, USUAL)).toEqual({ slices: [], blindSpots: [] });
  expect(running?.requests.filter(({ operation }) => operation === "FilterLogEvents")).toEqual([]);
});

it.each([
  { code: "ACCESS_DENIED", group: USUAL, faults: [{ kind: "deny", service: "logs" }] as const },
  { code: "NOT_FOUND", group: "another-group", faults: [] },
])("$code is a blind spot that names the group", async ({ code, group, faults }) => {
  const { slices, blindSpots } = await ask(TARGET, group, faults);
  expect(slices).toEqual([]);
  expect(blindSpots).toMatchObject([{ source: "execution-logs", code, target: TARGET.id }]);
  expect(blindSpots[0]?.hint).toContain(USUAL);
});
