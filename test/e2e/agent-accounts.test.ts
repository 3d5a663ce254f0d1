import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { MINUTE_MS } from "../../src/core/window.ts";
import { startLoopback } from "../../src/loopback/start-loopback.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import { reportSchema } from "../../src/model/report.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { runCli } from "../support/cli-run.ts";
import { BUCKET, lambdaHost, type LambdaHost } from "../support/lambda-host.ts";
import { simulatePlan, simulateStage } from "../support/simulate-plan.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const NOW_MS = Date.UTC(2026, 10, 20, 15);
const THEIRS = "arn:aws:iam::345678901234:role/gatewatch";
const CLOSED = "arn:aws:iam::210987654321:role/gatewatch";
const ROLES = [
  { arn: THEIRS, externalId: "the-one-agreed" },
  { arn: CLOSED, externalId: "another" },
];
const incident = {
  name: "integration-errors-after-deployment",
  target: "rest:theirs/prod",
  route: null,
  startMs: NOW_MS - 40 * MINUTE_MS,
  endMs: NOW_MS,
};
const ACCOUNTS = [
  createAccount(simulatePlan([simulateStage()], { nowMs: NOW_MS })),
  createAccount(
    simulatePlan([simulateStage({ apiName: "theirs" })], {
      nowMs: NOW_MS,
      accountId: "345678901234",
      incidents: [incident],
      seed: 29,
    }),
  ),
];

describe("the function with accounts of others", () => {
  let host: LambdaHost | undefined;
  afterEach(async () => host?.close());

  const invoke = async (config: string, event: unknown) => {
    host = await lambdaHost({
      accounts: ACCOUNTS,
      roles: ROLES,
      config: `version: 1\nbaseline: 1d\n${config}`,
    });
    host.setNow(NOW_MS);
    return (await host.invoke(event, { requestId: "one", timeoutMs: 60_000 })) as Record<string, unknown>;
  };

  it("the one that refuses is a blind spot, the others are watched", async () => {
    const accounts = `agent:\n  accounts:\n    - {}\n    - { roleArn: "${THEIRS}", externalId: the-one-agreed }\n    - { roleArn: "${CLOSED}", externalId: the-one-agreed }\n`;
    const answer = await invoke(accounts, { scheduledTime: new Date(NOW_MS).toISOString() });
    expect(answer["summary"]).toMatchObject({ outcome: "done", targets: 2, incidents: 1 });
    const told = (host?.told ?? []).filter(({ channel }) => channel === "log").map(({ event }) => event);
    expect(told.map(({ kind, incident: one }: AgentEvent) => [kind, one.target, one.accountId])).toEqual([
      ["opened", "345678901234/eu-west-1/rest:theirs/prod", "345678901234"],
    ]);
    const kept = host?.loopback.buckets.get(BUCKET)?.get("reports/2026/11/20/1500-00.json")?.body;
    const report = reportSchema.parse(JSON.parse(Buffer.from(kept ?? []).toString()));
    expect(report.targets.map(({ id }) => id).toSorted()).toEqual([
      "123456789012/eu-west-1/rest:things/prod",
      "345678901234/eu-west-1/rest:theirs/prod",
    ]);
    const lost = report.blindSpots.filter(({ source }) => source === "agent");
    expect(lost).toHaveLength(1);
    expect(lost[0]?.hint).toContain("account 210987654321 in eu-west-1 could not be looked at");
    expect(lost[0]?.hint).toContain("sts:AssumeRole");
    expect(JSON.stringify(report)).not.toContain("the-one-agreed");
  });

  it("answers with a report of all that can be looked at", async () => {
    const agent = `agent:\n  accounts:\n    - roleArn: "${THEIRS}"\n      externalId: the-one-agreed\n    - roleArn: "${CLOSED}"\n`;
    const report = reportSchema.parse(await invoke(agent, { since: "1h", apis: ["thei*"], format: "json" }));
    expect(report.targets.map(({ id, health }) => [id, health])).toEqual([
      ["345678901234/eu-west-1/rest:theirs/prod", "critical"],
    ]);
    expect(report.blindSpots.some(({ hint }) => hint.includes("sts:AssumeRole"))).toBe(true);
  });

  it("fails where no account can be looked at, tells nobody of anything, and says why in its log", async () => {
    const agent = `agent:\n  accounts:\n    - { roleArn: "${CLOSED}", externalId: wrong-one }\n`;
    await expect(invoke(agent, { scheduledTime: new Date(NOW_MS).toISOString() })).rejects.toMatchObject({
      code: "E_CREDENTIALS",
    });
    expect(host?.told).toEqual([]);
    expect(host?.log).toMatchObject([
      { level: "error", code: "E_CREDENTIALS", hint: expect.stringContaining("sts:AssumeRole") as string },
    ]);
  });
});

describe("gatewatch agent --role-arn", () => {
  let folder = "";
  beforeEach(() => {
    stubAwsEnvironment();
    vi.stubEnv("AWS_RETRY_MODE", "standard");
    folder = mkdtempSync(join(tmpdir(), "gatewatch-roles-"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const once = async (...more: string[]) => {
    const loopback = await startLoopback(ACCOUNTS, { roles: ROLES });
    const argv = [
      "agent",
      "--once",
      "--region",
      "eu-west-1",
      "--endpoint-url",
      loopback.url,
      "--role-arn",
      THEIRS,
    ];
    try {
      return await runCli([...argv, "--state", join(folder, "state.json.gz"), ...more], {
        cwd: folder,
        now: () => NOW_MS,
      });
    } finally {
      await loopback.close();
    }
  };

  it("looks with the role that trusts its external id", async () => {
    const { code, stdout } = await once("--external-id", "the-one-agreed");
    expect(code).toBe(0);
    expect(stdout).toContain("rest:theirs/prod");
  });

  it("fails with another one, and says what was refused", async () => {
    const { code, stdout, stderr } = await once("--external-id", "not-agreed");
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("sts:AssumeRole");
    expect(stderr).not.toContain("not-agreed");
  });
});
