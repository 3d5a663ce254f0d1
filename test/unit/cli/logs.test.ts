import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { main } from "../../../src/cli/main.ts";
import type { LogReport } from "../../../src/model/log-report.ts";
import { progressText } from "../../../src/cli/byte-progress.ts";

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

async function run(...argv: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const texts = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      texts[name] += text;
    },
    isTTY: false,
    columns: undefined,
  });
  const code = await main(["logs", ...argv], {
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: {},
    cwd: FOLDER,
    now: () => 0,
    timeZone: () => "UTC",
    interruption: () => new AbortController().signal,
  });
  return { ...texts, code };
}

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
    expect(stdout).toContain("1 lines could not be read as requests.");
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

  it.each([
    [["access.log", "--by", "rout"], 2, /--by "rout" does not exist.*Did you mean "route"/s],
    [["access.log", "--filter", "status>>5"], 2, /--filter/],
    [["access.log", "--format", "yaml"], 2, /--format "yaml" does not exist/],
    [["access.log", "--log-format", "hello"], 3, /not an access-log Format/],
    [["access.log", "--threads", "0"], 2, /whole number from 1/],
    [["nowhere.log"], 3, /no log could be opened.*there is no such file/s],
    [["other.log"], 3, /none of 2 lines is an access-log line.*unread: INFO started/s],
    [[], 2, /missing required argument/],
    [["-", "--follow"], 2, /--follow reads one growing file/],
  ])("%j ends with %i", async (argv, expected, message) => {
    const { stdout, stderr, code } = await run(...argv);
    expect(code).toBe(expected);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });
});

it("progress tells bytes, rate and what is left", () => {
  expect(progressText(250_000_000, 1_000_000_000, 0.5)).toBe(
    "reading [######..................]  250 MB of 1.00 GB  500 MB/s  2 s left",
  );
  expect(progressText(5_000, 0, 2)).toBe("reading  5.00 kB  2.50 kB/s");
});
