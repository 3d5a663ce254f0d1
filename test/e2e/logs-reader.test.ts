import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import { pauseFor } from "../../src/aws/pause.ts";
import { createLocalBudget } from "../../src/aws/rate-budget.ts";
import { ScanAllowance } from "../../src/aws/scan-allowance.ts";
import type { LogAccess, LogRequest } from "../../src/collectors/logs/log-request.ts";
import { readLogGroup } from "../../src/collectors/logs/read-log-group.ts";
import { createRandom } from "../../src/core/random.ts";
import { analyzeLogs } from "../../src/logs/analyze-logs.ts";
import type { TaskResult } from "../../src/logs/sources/run-tasks.ts";
import { toLogReport } from "../../src/logs/to-log-report.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { AccountLogGroup, LogEvent } from "../../src/simulate/account.ts";
import { randomLine } from "../support/log-lines.ts";
import { minutesOf } from "../support/minutes-of.ts";
import { literalAccount, NOW_MS, REGION } from "../unit/loopback/literal-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const GROUP = "/aws/apigateway/orders";
const DAY = 86_400_000;
const FIRST_MS = NOW_MS - 3_000_000;
const WINDOW = { startMs: FIRST_MS, endMs: FIRST_MS + 2_700_000 };

const random = createRandom(77);
/** Long ones, as those with many claims are: few of them fill a page. */
const LINES = Array.from({ length: 600 }, (_, at) =>
  randomLine(random, at).replace("{", `{"claims":"${"x".repeat(2_000)}",`),
);
/** Three of a millisecond. */
const EVENTS: LogEvent[] = LINES.map((message, at) => ({
  eventId: `3815${String(at).padStart(9, "0")}`,
  streamName: `stream-${at % 3}`,
  timestampMs: FIRST_MS + Math.floor(at / 3) * 13_000,
  message,
}));

const FOLDER = mkdtempSync(join(tmpdir(), "gatewatch-log-group-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** So little is said to be stored that the window is read as one slice, page after page. */
const ONE_SLICE: Partial<AccountLogGroup> = { storedBytes: 40_000, createdMs: NOW_MS - 33 * DAY };

let running: Loopback | undefined;
const ending = new AbortController();

async function access(
  change: { readonly events?: readonly LogEvent[]; readonly group?: Partial<AccountLogGroup> } = {},
  faults: FaultPlan = [],
  signal = ending.signal,
): Promise<LogAccess> {
  const account = literalAccount({ events: { [GROUP]: change.events ?? EVENTS, [`${GROUP}-other`]: [] } });
  const logGroups = () => account.logGroups().map((group) => ({ ...group, ...change.group }));
  running = await startLoopback({ ...account, logGroups }, { faults });
  const meter = new CostMeter();
  const clients = createClients({ region: REGION, endpointUrl: running.url, maxAttempts: 1 }, meter);
  const budget = createLocalBudget();
  const pause = pauseFor(running.url);
  return {
    logs: () => clients.cloudWatchLogs(),
    budget,
    pause,
    meter,
    allowance: new ScanAllowance(null),
    region: REGION,
    signal,
  };
}

async function read(source: LogAccess, change: Partial<LogRequest> = {}): Promise<TaskResult> {
  const window = WINDOW;
  return readLogGroup(
    {
      logGroup: GROUP,
      window,
      format: undefined,
      by: ["route"],
      filter: [],
      onProgress: () => undefined,
      ...change,
    },
    source,
  );
}

async function fromFile(lines: readonly string[]): Promise<TaskResult> {
  writeFileSync(join(FOLDER, "log"), `${lines.join("\n")}\n`);
  return analyzeLogs({ paths: ["log"], cwd: FOLDER, by: ["route"], filter: [], cells: false, threads: 1 });
}

/** Everything that a report shows; the order in which the slowest of equal length came does not matter. */
function shown(result: TaskResult): object {
  const { slowest, ...rest } = toLogReport(result, ["route"]);
  return { ...rest, slowest: slowest.map(({ latencyMs }) => latencyMs) };
}

const calls = (name: string): number =>
  (running?.requests ?? []).filter(({ operation }) => operation === name).length;

beforeEach(() => {
  stubAwsEnvironment();
  // The other mode slows a client down for seconds after each throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

describe("a log group", () => {
  it.each([
    ["in one slice", ONE_SLICE],
    ["in many slices", { storedBytes: 3_000_000_000, createdMs: NOW_MS - 3 * DAY }],
    ["of unknown size", {}],
  ])("read %s has the aggregates of its very lines in a file", async (_how, group) => {
    const source = await access({ group });
    const progress: [number, number][] = [];
    const result = await read(source, { onProgress: (done, total) => progress.push([done, total]) });
    expect(result.aggregates.requests).toBe(LINES.length);
    expect(result.problems).toEqual([]);
    expect(shown(result)).toEqual(shown(await fromFile(LINES)));
    const bytes = LINES.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
    expect(progress.at(-1)?.[0]).toBe(bytes);
    expect(progress.every(([done, total]) => done <= total)).toBe(true);
    expect(source.meter.cost()).toMatchObject({ usd: 0, logBytesScanned: 0 });
  });

  it("gives what lies in the window, its start and not its end, by name and by ARN", async () => {
    const source = await access();
    const window = { startMs: FIRST_MS + 13_000, endMs: FIRST_MS + 52_000 };
    const arn = `arn:aws:logs:${REGION}:210987654321:log-group:${GROUP}:*`;
    for (const logGroup of [GROUP, `${GROUP}:*`, arn]) {
      const { aggregates } = await read(source, { window, logGroup });
      expect(aggregates.requests).toBe(9);
    }
  });

  it("whose lines have no time counts by the time of the events", async () => {
    const bare = EVENTS.map((event) => ({
      ...event,
      message: event.message.replace(/"requestTime":"[^"]*",/, ""),
    }));
    const { aggregates } = await read(await access({ events: bare }));
    expect([aggregates.requests, aggregates.untimed]).toEqual([LINES.length, 0]);
    const minutes = EVENTS.map(({ timestampMs }) => Math.floor(timestampMs / 60_000) * 60_000);
    expect(new Set(minutesOf(aggregates).map(({ startMs }) => startMs))).toEqual(new Set(minutes));
  });

  it("without events in the window is empty, and no error", async () => {
    const { aggregates, problems } = await read(await access(), { logGroup: `${GROUP}-other` });
    expect([aggregates.requests, aggregates.unparsed, problems]).toEqual([0, 0, []]);
  });

  it("whose events come again counts each once", async () => {
    const doubled = EVENTS.flatMap((event, at) => (at % 4 === 0 ? [event, event] : [event]));
    const { aggregates } = await read(await access({ events: doubled, group: ONE_SLICE }));
    expect(doubled.length).toBeGreaterThan(700);
    expect(aggregates.requests).toBe(LINES.length);
  });

  it("that is not there, or not allowed, is an error with what to do", async () => {
    const source = await access();
    await expect(read(source, { logGroup: "/nowhere" })).rejects.toMatchObject({
      code: "E_NOTHING_READABLE",
      message: expect.stringContaining("/nowhere") as string,
    });
    await expect(read(source, { logGroup: "/aws/apigateway/order" })).rejects.toMatchObject({
      hint: expect.stringMatching(/^Did you mean "\/aws\/apigateway\/orders"\? /) as string,
    });
    await running?.close();
    const denied = await access({}, [{ kind: "deny", service: "logs", operation: "FilterLogEvents" }]);
    await expect(read(denied)).rejects.toMatchObject({
      code: "E_ACCESS_DENIED",
      hint: expect.stringContaining("logs:FilterLogEvents") as string,
    });
    // One refusal is enough to know: not every slice asks.
    expect(calls("FilterLogEvents")).toBeLessThanOrEqual(10);
  });

  it("is read without leave to look at its size", async () => {
    const source = await access({}, [{ kind: "deny", service: "logs", operation: "DescribeLogGroups" }]);
    expect((await read(source)).aggregates.requests).toBe(LINES.length);
  });

  it("of the class Infrequent Access says who can read it", async () => {
    const source = await access({ group: { isInfrequentAccess: true } });
    await expect(read(source)).rejects.toMatchObject({
      hint: expect.stringContaining("--engine insights") as string,
    });
    expect(calls("FilterLogEvents")).toBe(0);
  });
});

describe("what gets in the way", () => {
  it.each(["empty-page", "throttle", "server-error", "cut-response"] as const)(
    "a %s now and then changes nothing, and is not begun anew for",
    async (kind) => {
      await read(await access({ group: ONE_SLICE }));
      const undisturbed = calls("FilterLogEvents");
      expect(undisturbed).toBeGreaterThan(1);
      await running?.close();
      const fault = { kind, service: "logs", operation: "FilterLogEvents", times: 1 } as const;
      const { aggregates, problems } = await read(await access({ group: ONE_SLICE }, [fault]));
      expect([aggregates.requests, problems]).toEqual([LINES.length, []]);
      expect(calls("FilterLogEvents")).toBe(undisturbed + 1);
    },
  );

  it("an end of patience leaves what was read, and says how much that is", async () => {
    let asked = 0;
    const source = await access({ group: ONE_SLICE });
    // The second page never comes.
    const budget: LogAccess["budget"] = async (name, call) => {
      if (name === "filter-log-events" && (asked += 1) > 1) {
        throw Object.assign(new Error("no"), { name: "ValidationException" });
      }
      return call();
    };
    const { aggregates, problems } = await read({ ...source, budget });
    expect(aggregates.requests).toBeGreaterThan(300);
    expect(aggregates.requests).toBeLessThan(LINES.length);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^\d\d\.\d % of the time was read: INVALID_REQUEST: /);
  });

  it("an interruption ends it with what was read until then", async () => {
    const controller = new AbortController();
    const source = await access({ group: ONE_SLICE }, [], controller.signal);
    const { aggregates, problems } = await read(source, { onProgress: () => controller.abort() });
    expect(aggregates.requests).toBeGreaterThan(300);
    expect(aggregates.requests).toBeLessThan(LINES.length);
    expect(problems).toMatchObject([
      { path: GROUP, message: expect.stringMatching(/interrupted/) as string },
    ]);
    expect(calls("FilterLogEvents")).toBe(1);
  });
});
