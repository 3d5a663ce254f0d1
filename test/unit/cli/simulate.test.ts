import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { atTime, stageId, withIncidents } from "../../../src/cli/commands/simulate-plan.ts";
import { writeAccount } from "../../../src/cli/commands/simulate-write.ts";
import { readFrom } from "../../../src/collectors/files/read-from.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { demoPlan } from "../../../src/simulate/demo-account.ts";
import { INCIDENTS } from "../../../src/simulate/incidents/registry.ts";
import type { AccountPlan } from "../../../src/simulate/plan.ts";
import { runCli } from "../../support/cli-run.ts";

const PLAN = demoPlan(1);
const MINUTE_MS = 60_000;

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "gatewatch-simulate-"));
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

/** One small stage, so that drawing takes no time, with requests in its last minutes. */
function small(): AccountPlan {
  const stage = PLAN.stages.find(({ apiName }) => apiName === "warehouse-audit");
  if (!stage) throw new Error("the demo has no such stage any more");
  const requestWindow = { startMs: PLAN.nowMs - 180 * MINUTE_MS, endMs: PLAN.nowMs };
  const accessLogFormat = "$context.requestId $context.status";
  return { ...PLAN, incidents: [], stages: [{ ...stage, requestWindow, accessLogFormat }] };
}

test("--list names every incident and every target", async () => {
  const run = await runCli(["simulate", "--list"]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(INCIDENTS.length).toBeGreaterThan(10);
  for (const { name } of INCIDENTS) expect(run.stdout).toContain(`  ${name}\n`);
  const words = run.stdout.split(/\s+/);
  for (const stage of PLAN.stages) expect(words).toContain(stageId(stage));
  for (const { kind, apiName } of PLAN.stages) if (kind !== "rest") expect(words).toContain(apiName);
  expect(run.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("an incident is placed by name, magnitude, start and end", () => {
  const { incidents } = withIncidents(PLAN, ["traffic-drop:0.9@2h ago..2026-11-20T14:10Z"], undefined);
  expect(incidents).toEqual([
    {
      name: "traffic-drop",
      target: PLAN.incidents.find(({ name }) => name === "traffic-drop")?.target,
      route: null,
      startMs: PLAN.nowMs - 120 * MINUTE_MS,
      endMs: PLAN.nowMs - 50 * MINUTE_MS,
      magnitude: 0.9,
    },
  ]);
});

test("without magnitude and end it is the usual one, and lasts", () => {
  const target = PLAN.stages.map(stageId).find((id) => id.startsWith("http:"));
  const [placed] = withIncidents(PLAN, ["backend-slowdown-step@40m ago"], target).incidents;
  expect(placed).toEqual({
    name: "backend-slowdown-step",
    target,
    route: null,
    startMs: PLAN.nowMs - 40 * MINUTE_MS,
    endMs: PLAN.nowMs,
  });
});

test.each([
  ["websocket-connect-storm@1h ago", "rest:orders/prod", "cannot have websocket-connect-storm"],
  ["traffic-drop@1h ago", "rest:order/prod", "does not exist in the simulated account"],
  ["traffic-drop@1h ago..2h ago", undefined, "does not lie before the simulated now"],
  ["traffic-drop@2026-11-21", undefined, "does not lie before the simulated now"],
  ["traffic-drop:much@1h ago", undefined, '"much" is not a number'],
])("%s on %s is refused", (text, target, message) => {
  expect(() => withIncidents(PLAN, [text], target)).toThrow(message);
});

test("an account moves to another time as a whole", () => {
  const byMs = 3 * 86_400_000 + 7 * MINUTE_MS;
  const moved = atTime(PLAN, PLAN.nowMs + byMs + 12_345);
  expect(moved.nowMs).toBe(PLAN.nowMs + byMs);
  expect(PLAN.incidents.length).toBeGreaterThan(0);
  expect(moved.incidents.map(({ startMs, endMs }) => [startMs - byMs, endMs - byMs])).toEqual(
    PLAN.incidents.map(({ startMs, endMs }) => [startMs, endMs]),
  );
  const created = (plan: AccountPlan) =>
    plan.stages.flatMap(({ deployments }) => deployments.map(({ createdMs }) => createdMs));
  expect(created(moved).map((timeMs) => timeMs - byMs)).toEqual(created(PLAN));
});

test("an account is written as a recording, the truth, and the logs of its requests", async () => {
  const plan = withIncidents(small(), ["integration-timeout:0.8@1h ago"], undefined);
  const account = createAccount(plan);
  const out: string[] = [];
  const context = { stdout: sink(out), stderr: sink([]), cwd };
  await writeAccount(account, "drill", context, { onProgress: () => undefined, stop: () => undefined });

  const snapshot = await readFrom(join(cwd, "drill"));
  expect(snapshot.targets.map(({ id }) => id)).toEqual([stageId(plan.stages[0] as never)]);
  expect(snapshot.series.some(({ runs }) => runs.length > 0)).toBe(true);
  const truth: unknown = JSON.parse(await readFile(join(cwd, "drill/truth.json"), "utf8"));
  expect(truth).toEqual(JSON.parse(JSON.stringify(account.truths)));

  const written = out.join("").trimEnd().split("\n");
  expect(written).toContain(join(cwd, "drill/snapshot.json"));
  const log = written.find((path) => path.endsWith(".log"));
  const lines = (await readFile(log ?? "", "utf8")).trimEnd().split("\n");
  const requests = [...account.requests(snapshot.targets[0]?.id ?? "", { startMs: 0, endMs: Infinity })];
  expect(requests.length).toBeGreaterThan(3);
  expect(lines).toEqual(requests.map(({ requestId, outcome }) => `${requestId} ${outcome.status}`));
});

test("of a log with more lines than are wanted an even sample is written, and a file says so", async () => {
  const [stage] = small().stages;
  if (stage === undefined) throw new Error("the demo has no such stage any more");
  const account = createAccount({ ...small(), stages: [{ ...stage, requestWindow: null }] });
  const [out, notes]: [string[], string[]] = [[], []];
  const context = { stdout: sink(out), stderr: sink(notes), cwd };
  const progress = { onProgress: () => undefined, stop: () => undefined };
  await writeAccount(account, "bounded", context, progress, 23);

  const told = JSON.parse(await readFile(join(cwd, "bounded/logs.json"), "utf8")) as {
    maxLogLines: number;
    logGroups: {
      file: string;
      expectedLines: number;
      lines: number;
      sample: { everyMinutes: number; lengthMs: number };
    }[];
  };
  expect(told.maxLogLines).toBe(23);
  expect(told.logGroups.length).toBeGreaterThan(0);
  const [log] = told.logGroups;
  if (log === undefined) throw new Error("no log was written");
  const day = { startMs: PLAN.nowMs - 1_440 * MINUTE_MS, endMs: PLAN.nowMs };
  const requests = [...account.requests(account.targets[0]?.id ?? "", day)];
  expect(requests.length).toBeGreaterThan(40);
  expect(Math.abs(log.expectedLines - requests.length)).toBeLessThan(requests.length / 3);
  const text = await readFile(join(cwd, "bounded", log.file), "utf8");
  const written = text.split("\n").slice(0, -1);
  expect(written).toEqual(
    requests
      .filter(({ timeMs }) => timeMs % (log.sample.everyMinutes * MINUTE_MS) < log.sample.lengthMs)
      .map(({ requestId, outcome }) => `${requestId} ${outcome.status}`),
  );
  expect(written).toHaveLength(log.lines);
  expect(written.length).toBeLessThan(requests.length);
  expect(notes.join("")).toMatch(/^note: about .* of logs are written: of 1 of 1 log groups an even sample/);
});

test("a folder that cannot be made is refused", async () => {
  await writeFile(join(cwd, "file"), "");
  const context = { stdout: sink([]), stderr: sink([]), cwd };
  const progress = { onProgress: () => undefined, stop: () => undefined };
  await expect(writeAccount(createAccount(small()), "file/sub", context, progress)).rejects.toThrow(
    "cannot write into the folder",
  );
});

function sink(into: string[]) {
  return { write: (text: string) => void into.push(text), isTTY: false, columns: undefined };
}
