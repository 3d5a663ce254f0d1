import { expect, it } from "vitest";

import { reportNow } from "../../../src/agent/report-now.ts";
import { runOnce } from "../../../src/agent/run-once.ts";
import type { ReportArchive } from "../../../src/agent/report-archive.ts";
import { recommendedLogFormat } from "../../../src/catalog/recommended-log-format.ts";
import { demoReader } from "../../../src/cli/demo-reader.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { jsonText } from "../../../src/report/text/json-text.ts";
import { listeningSink, memoryStore } from "../../support/agent-in-memory.ts";
import { SIMULATE_NOW_MS, simulatePlan, simulateStage } from "../../support/simulate-plan.ts";

const STAGE = simulateStage({
  accessLogFormat: recommendedLogFormat("rest"),
  traffic: { ...simulateStage().traffic, requestsPerMinute: 90 },
});
const ORIGINALS = STAGE.clients.flatMap(({ apiKeyId, userAgent, ip }) => [apiKeyId, userAgent, ip]);
const ACCOUNT = createAccount(
  simulatePlan([STAGE], {
    incidents: [
      {
        name: "bad-client-release",
        target: "rest:things/prod",
        route: null,
        startMs: SIMULATE_NOW_MS - 14 * MINUTE_MS,
        endMs: SIMULATE_NOW_MS,
      },
    ],
  }),
);

const ACCOUNTS = [
  {
    key: "own/eu-west-1",
    region: "eu-west-1",
    accountId: null,
    open: () => ({ ...demoReader(ACCOUNT), close: () => undefined }),
  },
];

/** Everything that a run lets out: events, and the report that it keeps. */
async function sent(redact: boolean): Promise<string> {
  const ear = listeningSink();
  const kept: string[] = [];
  const archive: ReportArchive = {
    name: "shelf",
    put: async ({ report }) => {
      kept.push(jsonText(report));
      return { url: null, lost: [] };
    },
  };
  await runOnce({
    accounts: ACCOUNTS,
    state: memoryStore(),
    sinks: [ear],
    archive,
    config: { version: 1, baseline: "1d", agent: { redact, minSeverity: "info" } },
    nowMs: SIMULATE_NOW_MS,
    deadlineMs: null,
    runKey: null,
    clock: () => SIMULATE_NOW_MS,
    toolVersion: "1.2.3",
  });
  expect(ear.heard.length).toBeGreaterThan(0);
  expect(kept).toHaveLength(1);
  return JSON.stringify(ear.heard) + kept.join();
}

it("no client's address, key or user agent leaves with what a run tells, unless it is asked for", async () => {
  const [plain, redacted] = [await sent(false), await sent(true)];
  expect(ORIGINALS.filter((name) => plain.includes(name)).length).toBeGreaterThan(0);
  expect(ORIGINALS.filter((name) => redacted.includes(name))).toEqual([]);
  expect(redacted).toMatch(/(?:agent|client|key)-[0-9a-f]{12}/);
});

it("nor with the report that somebody asks for, and each has the same text for the same key", async () => {
  const ask = async (redactionKey: string | null): Promise<string> => {
    const view = await reportNow({
      accounts: ACCOUNTS,
      config: { version: 1, baseline: "1d" },
      since: "1h",
      until: undefined,
      apis: [],
      stage: null,
      nowMs: SIMULATE_NOW_MS,
      leftMs: () => Infinity,
      redactionKey,
      toolVersion: "1.2.3",
    });
    return jsonText(view.report);
  };
  const [plain, redacted, again, other] = [
    await ask(null),
    await ask("one"),
    await ask("one"),
    await ask("two"),
  ];
  expect(ORIGINALS.filter((name) => plain.includes(name)).length).toBeGreaterThan(0);
  expect(ORIGINALS.filter((name) => redacted.includes(name))).toEqual([]);
  expect(again).toBe(redacted);
  expect(other).not.toBe(redacted);
});
