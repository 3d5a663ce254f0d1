import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runCli } from "../../../support/cli-run.ts";

let cwd = "";

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "gatewatch-report-test-"));
  await writeFile(
    join(cwd, "queries.json"),
    JSON.stringify([
      {
        Id: "m1",
        MetricStat: {
          Metric: {
            Namespace: "AWS/ApiGateway",
            MetricName: "Count",
            Dimensions: [
              { Name: "ApiName", Value: "orders" },
              { Name: "Stage", Value: "prod" },
            ],
          },
          Period: 60,
          Stat: "Sum",
        },
      },
    ]),
  );
  const times = Array.from({ length: 90 }, (_, minute) =>
    new Date(Date.UTC(2026, 2, 5, 15, minute)).toISOString(),
  );
  const results = {
    MetricDataResults: [{ Id: "m1", Timestamps: times, Values: times.map((_, at) => 400 + at) }],
  };
  await writeFile(join(cwd, "results.json"), JSON.stringify(results));
});
afterAll(async () => rm(cwd, { recursive: true, force: true }));

describe("gatewatch report", () => {
  it("writes a page and opens it where it was written", async () => {
    const opened: string[] = [];
    const open = async (path: string): Promise<void> => void opened.push(path);
    const { code, stdout, stderr } = await runCli(
      ["report", "--from", ".", "--open", "--out", "r.html", "--quiet"],
      {
        cwd,
        open,
      },
    );
    expect(stderr).toBe(`wrote ${join(cwd, "r.html")}\n`);
    expect([code, stdout, opened]).toEqual([0, "", [join(cwd, "r.html")]]);
    const page = await readFile(join(cwd, "r.html"), "utf8");
    expect(page).toContain("rest:orders/prod");
    // Nothing has to be asked for what AWS recommends, so a file is replayed against it.
    expect(page).toContain("Alarms: AWS&#39;s recommended alarms");
  });

  it("opens a page of its own where no file is named, and says where it is if no browser is there", async () => {
    const { code, stderr } = await runCli(["report", "--from", ".", "--open", "--quiet"], {
      cwd,
      open: async () => Promise.reject(new Error("xdg-open is not installed")),
    });
    expect(code).toBe(2);
    expect(stderr).toContain("cannot open a browser: xdg-open is not installed");
    const path = /^wrote (.*)$/m.exec(stderr)?.[1] ?? "";
    expect(await readFile(path, "utf8")).toContain("rest:orders/prod");
    await rm(dirname(path), { recursive: true });
  });

  it.each(["markdown", "sarif", "json", "html"])("prints %s into a pipe", async (format) => {
    const { code, stdout } = await runCli(["report", "--from", ".", "--format", format, "--quiet"], { cwd });
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(300);
    expect(stdout).toMatch(/[^\n]\n$/);
  });

  it("prints the schema of its JSON without looking at anything", async () => {
    const { code, stdout } = await runCli(["report", "--schema"], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
  });

  it.each([
    [["--open", "--format", "json"], "--open has no meaning with --format json", false],
    [["--alarms", "x.yaml"], "--alarms has no meaning with --format terminal", false],
    [["--format", "html"], "a page is nothing to read on a terminal", true],
    [["--watch"], "--watch draws on a terminal, and the output is none", false],
    [["--watch", "--format", "markdown"], "--watch draws on a terminal, and the output is none", true],
    [["--watch", "--out", "x"], "--out has no meaning with --watch", true],
    [["--watch", "2s", "--demo"], "--watch 2s is too often: metrics come once a minute", true],
    [["--watch", "often", "--demo"], '--watch "often" is not a length of time', true],
    [["--format", "htm"], '--format "htm" does not exist', false],
  ])("refuses %j before it reads anything", async (flags, message, isTTY) => {
    const { code, stdout, stderr } = await runCli(["report", ...flags], { cwd, isTTY });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).toContain("hint: ");
  });
});
