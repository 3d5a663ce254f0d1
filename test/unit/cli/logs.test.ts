import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import type { LogReport } from "../../../src/model/log-report.ts";
import { runCli, type CliRun } from "../../support/cli-run.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gatewatch-logs-cli-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const LINES = [
  { route: "/orders", status: "200", ms: "31", own: "27", minute: "00" },
  { route: "/orders", status: "502", ms: "1207", own: "1199", minute: "02" },
  { route: "/pets", status: "429", ms: "4", own: "-", minute: "02" },
].map(({ route, status, ms, own, minute }, at) =>
  JSON.stringify({
    requestId: `r${at}`,
    ip: `203.0.113.${at}`,
    requestTime: `22/Nov/2026:14:${minute}:05 +0000`,
    httpMethod: "GET",
    resourcePath: route,
    status,
    responseLatency: ms,
    integrationLatency: own,
    errorResponseType: status === "429" ? "THROTTLED" : "-",
    errorMessage: status === "429" ? "Too Many \u001b[31mRequests" : "-",
  }),
);
writeFileSync(join(FOLDER, "access.log"), `${LINES.join("\n")}\nbroken\n`);
writeFileSync(join(FOLDER, "other.log"), "INFO started\nINFO stopped\n");

const run = (...argv: string[]): Promise<CliRun> => runCli(["logs", ...argv], { cwd: FOLDER });

describe("gatewatch logs", () => {
  it("prints JSON of version 1", async () => {
    const { stdout, stderr, code } = await run("access.log", "--format", "json");
    expect([code, stderr]).toEqual([0, ""]);
    const report = JSON.parse(stdout) as LogReport;
    expect(report).toMatchObject({ schemaVersion: 1, requests: 3, unparsed: 1, unparsedSamples: ["broken"] });
    expect(report.groups).toMatchObject([
      {
        key: { route: "GET /orders" },
        requests: 2,
        errors4xx: 0,
        errors5xx: 1,
        throttled: 0,
        latencyMs: { p50: 31, p90: 1_203.5, p99: 1_203.5 },
        integrationLatencyMs: { p50: 27, p90: 1_195.5, p99: 1_195.5 },
        overheadMs: { p50: 4, p90: 8, p99: 8 },
      },
      {
        key: { route: "GET /pets" },
        requests: 1,
        errors4xx: 1,
        throttled: 1,
        latencyMs: { p50: 4, p90: 4, p99: 4 },
        integrationLatencyMs: { p50: null, p90: null, p99: null },
      },
    ]);
    expect(report.minutes).toMatchObject([
      { start: "2026-11-22T14:00:00.000Z", requests: 1, errors4xx: 0, errors5xx: 0, throttled: 0 },
      {
        start: "2026-11-22T14:02:00.000Z",
        requests: 2,
        errors4xx: 1,
        errors5xx: 1,
        throttled: 1,
        latencyMs: { p50: 4, p99: 1_203.5 },
      },
    ]);
  });

  it("prints a page without what a terminal would obey", async () => {
    const { stdout } = await run("access.log");
    expect(stdout).toContain("3 requests  2026-11-22 14:00 to 2026-11-22 14:03 UTC");
    expect(stdout).toMatch(/GET \/orders +2 +0% +50% +0% +31ms +1204ms/);
    expect(stdout).toContain("Too Many \\x1b[<n>mRequests");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("Lines that could not be read as requests: 1.");
  });

  it("groups and filters as asked", async () => {
    const { stdout } = await run(
      "access.log",
      "--by",
      "status,client",
      "--filter",
      "status>=500",
      "--format",
      "json",
    );
    const report = JSON.parse(stdout) as LogReport;
    expect(report.groups.map(({ key }) => key)).toEqual([{ status: "502", client: "203.0.113.1" }]);
    expect(report.filtered).toBe(2);
  });

  it("prints CSV that no spreadsheet obeys, and Markdown that no browser does", async () => {
    const formula = JSON.stringify({ requestId: "=1+1", ip: "=cmd()", path: "<b>|x", status: "200" });
    writeFileSync(join(FOLDER, "formula.log"), `${formula}\n`);
    const csv = await run("formula.log", "--by", "client", "--format", "csv");
    expect(csv.stdout.split("\r\n")[1]).toMatch(/^'=cmd\(\),1,0,0,/);
    const markdown = await run("formula.log", "--by", "path", "--format", "markdown");
    expect(markdown.stdout).toContain("| \\<b\\>\\|x | 1 | 0% |");
  });

  it("writes a page in one file, and says so", async () => {
    const { stdout, stderr, code } = await run("access.log", "--format", "html", "--out", "page.html");
    expect([code, stdout, stderr]).toEqual([0, "", "wrote page.html\n"]);
    const page = readFileSync(join(FOLDER, "page.html"), "utf8");
    expect(page).toContain("<title>Access logs</title>");
    expect(page).toContain("Too Many \\x1b[&lt;n&gt;mRequests");
    expect(await run("access.log", "--out", "page.txt", "--quiet")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("tells again what a growing file holds", async () => {
    const path = join(FOLDER, "growing.log");
    writeFileSync(path, `${LINES[0]}\n`);
    const seen: string[] = [];
    const stop = new AbortController();
    await runCli(["logs", "growing.log", "--follow", "--format", "json"], {
      cwd: FOLDER,
      interruption: () => stop.signal,
      stdout: {
        write: (text) => {
          seen.push(text);
          stop.abort();
        },
        isTTY: false,
        columns: undefined,
      },
    });
    expect(seen.map((text) => (JSON.parse(text) as LogReport).requests)).toEqual([1]);
  });

  it.each([
    [["access.log", "--by", "rout"], 2, /--by "rout" does not exist.*Did you mean "route"/s],
    [["access.log", "--filter", "status>>5"], 2, /--filter/],
    [["access.log", "--format", "yaml"], 2, /--format "yaml" does not exist/],
    [["access.log", "--log-format", "hello"], 3, /not an access-log Format/],
    [["access.log", "--threads", "0"], 2, /whole number from 1/],
    [["nowhere.log"], 3, /no log could be opened.*there is no such file/s],
    [["other.log"], 3, /no access-log line is among the 2 that were read.*unread: INFO started/s],
    [["access.log", "--log-format", "@nowhere.txt"], 2, /cannot read the access-log Format/],
    [[], 2, /nothing to read was named.*--log-group NAME/s],
    [["-", "--follow"], 2, /--follow reads one growing file/],
    [["access.log", "--follow", "--out", "page.html"], 2, /--out has no meaning with --follow/],
    [["access.log", "--out", "nowhere/page.html"], 2, /there is no folder/],
    [["access.log", "--since", "1h"], 2, /--since has no meaning with a file/],
    [["access.log", "--region", "eu-west-1"], 2, /--region has no meaning with a file/],
    [["access.log", "--engine", "insights"], 2, /--engine has no meaning with a file/],
    [["access.log", "--engine", "insight"], 2, /--engine "insight" does not exist.*Did you mean "insights"/s],
    [["access.log", "--api", "orders"], 2, /--api has no meaning with a file/],
    [["access.log", "--log-group", "orders"], 2, /"access.log" has no meaning with --log-group/],
    [["--log-group", ""], 2, /--log-group is empty/],
    [["--log-group", "orders", "--stage", "prod"], 2, /--stage has no meaning with --log-group/],
    [["--log-group", "orders", "--follow"], 2, /--follow has no meaning with --log-group/],
    [["--log-group", "orders", "--engine", "athena"], 2, /Athena reads what lies in S3/],
    [["--api", "orders", "--threads", "2"], 2, /--threads has no meaning with --api or --stage/],
    [["s3://logs/a", "access.log"], 2, /2 sources were named, and one of them lies in S3/],
    [["s3://logs/a", "--engine", "insights"], 2, /Logs Insights reads log groups/],
    [["s3://logs/a", "--print-sql"], 2, /--print-sql has no meaning without --engine athena/],
    [["--log-group", "orders", "--athena-table", "t"], 2, /--athena-table has no meaning with --log-group/],
    [["s3://logs/a", "--api", "orders"], 2, /--api has no meaning with s3/],
  ])("%j ends with %i", async (argv, expected, message) => {
    const { stdout, stderr, code } = await run(...argv);
    expect(code).toBe(expected);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });
});
