import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { writeSnapshot } from "../../../src/collectors/files/write-snapshot.ts";
import { NO_COST, type Snapshot } from "../../../src/model/snapshot.ts";
import { RECORDED, recordedStage } from "../../support/recorded-stage.ts";
import { ruleTarget } from "../../support/rule-context.ts";
import { runCli } from "../../support/cli-run.ts";

const target = ruleTarget("rest");
const MINUTES = 150;
const window = { startMs: RECORDED.endMs - MINUTES * 60_000, endMs: RECORDED.endMs };
const snapshot: Snapshot = {
  schemaVersion: 1,
  origin: "recorded",
  window,
  baseline: { startMs: window.startMs, endMs: window.startMs },
  settledMs: RECORDED.endMs,
  targets: [target],
  series: recordedStage(target, 450, null, MINUTES),
  logs: [],
  blindSpots: [],
  cost: NO_COST,
};

describe("gatewatch alarms synth", () => {
  let cwd = "";
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), "gatewatch-synth-"));
    await writeSnapshot(join(cwd, "recording"), snapshot);
  });
  afterAll(async () => rm(cwd, { recursive: true }));
  const synth = async (...options: string[]) =>
    runCli(["alarms", "synth", "--from", "recording", "--quiet", ...options], { cwd });

  it("shows what there would be, what it costs and why", async () => {
    const table = await synth("--profile", "aws-recommended");
    expect(table).toMatchObject({ code: 0, stderr: "" });
    // Without a composite of tickets: AWS's alarms all page.
    expect(table.stdout).toMatch(
      /^5 alarms \(1 of them composites\) for \$0\.90 a month\. Over the history they would\nhave fired \d+ times?/,
    );
    expect(table.stdout).toMatch(/aws-recommended rest-5xx +Average > 5 %, 3\/3 x 1 min +0 +\$0\.10/);
    expect(Math.max(...table.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("writes what the other commands read back", async () => {
    const written = await synth("--format", "terraform", "--out", "infra/");
    expect(written.code).toBe(0);
    expect(await readdir(join(cwd, "infra"))).toEqual(["gatewatch-alarms.tf"]);
    const text = await readFile(join(cwd, "infra/gatewatch-alarms.tf"), "utf8");
    const resources = text.match(/^resource "aws_cloudwatch_(?:metric|composite)_alarm"/gm) ?? [];
    expect(resources.length).toBeGreaterThan(9);
    const linted = await runCli(["alarms", "lint", "--alarms", "infra", "--format", "json", "--quiet"], {
      cwd,
    });
    expect(linted.code).toBe(0);
    expect((JSON.parse(linted.stdout) as { alarms: number }).alarms).toBe(resources.length);
  });

  it("obeys the configuration, and options more; a second run says the same", async () => {
    const config = {
      version: 1,
      alarms: {
        synth: {
          profile: "aws-recommended",
          composites: false,
          nameTemplate: "{rule}.{part}",
          objectives: [{ name: "availability", goal: 0.999 }],
        },
      },
    };
    await writeFile(join(cwd, "own.yaml"), JSON.stringify(config));
    const names = async (...options: string[]) => {
      const { stdout } = await synth("--format", "json", "--config", "own.yaml", ...options);
      return (JSON.parse(stdout) as { alarms: { definition: { AlarmName: string } }[] }).alarms.map(
        ({ definition }) => definition.AlarmName,
      );
    };
    const configured = await names();
    expect(configured).toContain("aws-recommended.rest-5xx");
    expect(configured).toContain("objective.availability-page");
    expect(configured.some((name) => name.startsWith("any-alarm"))).toBe(false);
    expect(await names()).toEqual(configured);
    expect(await names("--name-template", "mine {rule} {part}")).toContain("mine aws-recommended rest-5xx");
  });

  it("says what is wrong with an option, and writes nothing then", async () => {
    for (const [options, message] of [
      [["--format", "terrafrom"], 'Did you mean "terraform"'],
      [["--name-template", "{api}"], '"{api}" is no part of an alarm\'s name'],
      [["--name-template", "one"], 'two alarms would be named "one"'],
      [["--topic", "pager=arn"], '--topic "pager" does not exist'],
      [["--max-alarms", "0"], "--max-alarms"],
    ] as const) {
      const run = await synth(...options, "--profile", "aws-recommended", "--out", "never.yaml");
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(message);
    }
    await expect(readFile(join(cwd, "never.yaml"))).rejects.toThrow("ENOENT");
  });
});
