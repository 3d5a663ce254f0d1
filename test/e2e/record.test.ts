import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readFrom } from "../../src/collectors/files/read-from.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { Target } from "../../src/model/target.ts";
import { runCli, type CliRun } from "../support/cli-run.ts";
import { collectorAccount, collectorTargets, NOW_MS, REGION } from "../support/collector-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const SECRETS = ["203.0.113.77", "ann@example.com", "Mozilla/5.0 (X11; Linux) Firefox/140.0", "kkkkk12345"];

let directory: string;
let running: Loopback;

/** The first deployment that is shown says who did it, from where, with what. */
function gossiping(targets: Target[]): Target[] {
  return targets.map((target) => ({
    ...target,
    configuration: target.configuration && {
      ...target.configuration,
      deployments: target.configuration.deployments.map((deployment) => ({
        ...deployment,
        description: `by ${SECRETS[1]} at ${SECRETS[0]} with ${SECRETS[2]}, API key id ${SECRETS[3]}`,
      })),
    },
  }));
}

async function record(...argv: readonly string[]): Promise<CliRun> {
  const where = ["--region", REGION, "--endpoint-url", running.url];
  const span = ["--since", "30m", "--baseline", "2h"];
  return runCli(["record", ...where, ...span, ...argv], { now: () => NOW_MS, cwd: directory });
}

async function recorded(name: string): Promise<string> {
  const texts = (await readdir(join(directory, name))).map((file) =>
    readFile(join(directory, name, file), "utf8"),
  );
  return (await Promise.all(texts)).join("\n");
}

beforeEach(async () => {
  stubAwsEnvironment();
  directory = await mkdtemp(join(tmpdir(), "gatewatch-record-"));
  running = await startLoopback(collectorAccount({ targets: gossiping(collectorTargets()) }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
  await rm(directory, { recursive: true, force: true });
});

describe("record", () => {
  it("writes what a report can be made of again, without what identifies people", async () => {
    const { code, stdout } = await record("--out", "saved");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S+\/saved\/snapshot\.json \([\d.]+ kB\)\n\S+\/saved\/series\.ndjson \(/);
    expect(stdout).toContain(
      "Replaced by hashes: 1 address, 1 API key, 1 user agent, 1 principal\nLook at it again: gatewatch report --from saved\n",
    );
    const text = await recorded("saved");
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    const snapshot = await readFrom(join(directory, "saved"));
    expect(snapshot.origin).toBe("recorded");
    expect(snapshot.targets.length).toBeGreaterThan(2);
    expect(snapshot.series.some(({ runs }) => runs.length > 0)).toBe(true);
    const described = snapshot.targets.flatMap(
      ({ configuration }) => configuration?.deployments.map(({ description }) => description) ?? [],
    );
    expect(described[0]).toMatch(
      /^by principal-\w{12} at addr-\w{12} with agent-\w{12}, API key id apikey-\w{12}$/,
    );
    const report = await runCli(["report", "--from", "saved", "--format", "json"], { cwd: directory });
    expect(report).toMatchObject({ code: 0, stderr: "" });
    const { targets } = JSON.parse(report.stdout) as { targets: { id: string }[] };
    expect(targets.map(({ id }) => id).sort()).toEqual(snapshot.targets.map(({ id }) => id).sort());
  });

  it("hashes alike with the same key, otherwise differently each time", async () => {
    const keys: readonly (readonly string[])[] = [
      ["--redact-key", "k1"],
      ["--redact-key", "k1", "--gzip"],
      ["--redact-key", "k2"],
      [],
      [],
    ];
    await record("--out", "raw", "--raw");
    const seen: string[] = [];
    for (const [index, key] of keys.entries()) {
      const written = ["record", "--from", "raw", "--out", `r${index}`, ...key];
      expect((await runCli(written, { cwd: directory })).code).toBe(0);
      const text = await readFile(join(directory, `r${index}`, "snapshot.json"), "utf8");
      seen.push(/principal-\w{12}/.exec(text)?.[0] ?? "none");
    }
    expect(seen[0]).toBe(seen[1]);
    expect(new Set(seen).size).toBe(4);
    expect(seen).not.toContain("none");
  });

  it("replaces nothing with --raw, and says so; a raw recording can be redacted later", async () => {
    const raw = await record("--out", "raw one", "--raw");
    expect(raw.stdout).toContain("Nothing was replaced");
    expect(raw.stdout).toContain("gatewatch report --from 'raw one'");
    expect(await recorded("raw one")).toContain(SECRETS[0]);
    const again = await runCli(["record", "--from", "raw one", "--out", "shared"], { cwd: directory });
    expect(again.code).toBe(0);
    const text = await recorded("shared");
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    const [before, after] = await Promise.all(
      ["raw one", "shared"].map((name) => readFrom(join(directory, name))),
    );
    expect(after!.series).toEqual(before!.series);
  });

  it("refuses what has no meaning", async () => {
    expect((await record("--out", "x", "--raw", "--redact-key", "k")).code).toBe(2);
    expect((await record()).code).toBe(2);
    await writeFile(join(directory, "file"), "");
    const { code, stderr } = await record("--out", "file");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^gatewatch: cannot write into the folder/);
    expect(running.requests).toEqual([]);
    expect(await readdir(directory)).toEqual(["file"]);
  });
});
