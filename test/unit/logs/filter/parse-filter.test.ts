import { describe, expect, it } from "vitest";

import { dimensionNames } from "../../../../src/logs/filter/dimensions.ts";
import { parseFilter } from "../../../../src/logs/filter/parse-filter.ts";
import { runCli } from "../../../support/cli-run.ts";
import { scanLog } from "../../../support/scan-log.ts";

const LINES = [
  { httpMethod: "GET", resourcePath: "/orders", status: "200", responseLatency: "31", ip: "203.0.113.1" },
  { httpMethod: "POST", resourcePath: "/orders", status: "502", responseLatency: "1207", ip: "203.0.113.2" },
  {
    httpMethod: "GET",
    resourcePath: "/pets",
    status: "504",
    responseLatency: "29003",
    ip: "203.0.113.3",
    userAgent: "okhttp/4",
  },
  { httpMethod: "GET", resourcePath: "/pets", status: "-", responseLatency: "-", ip: "203.0.113.4" },
];
const LOG = LINES.map((line) => JSON.stringify(line)).join("\n");

function clients(filter: string): string {
  const found = scanLog(LOG, { filter: parseFilter(filter) });
  expect(found.requests + found.filtered).toBe(LINES.length);
  return found.top.clients.entries
    .map(({ text }) => text.slice(-1))
    .toSorted()
    .join("");
}

describe("parseFilter", () => {
  it.each([
    ["status>=500", "23"],
    ["status>=500 && route~/orders/", "2"],
    ["status!=200", "234"],
    ["!(status==200)", "234"],
    ["latency<1207", "1"],
    ["latency<=1207 || ip=='203.0.113.4'", "124"],
    ["route=='GET /pets'", "34"],
    ["route!='GET /pets'", "12"],
    ["method==GET && status<300 || method==POST", "12"],
    ["method==GET && (status<300 || route~pets)", "134"],
    ["user-agent~^okhttp", "3"],
    ["userAgent=='okhttp 4'", "3"],
    ['userAgent==""', "124"],
    ["client!~[123]$", "4"],
    ["status=504", "3"],
  ])("%s", (filter, expected) => expect(clients(filter)).toBe(expected));

  it("names what is most like an unknown name, and where the rest stands", async () => {
    expect(() => parseFilter("stats>=500")).toThrow(
      expect.objectContaining({
        hint: 'Did you mean "status" or "stage" or "path"? "gatewatch logs --help" lists all.',
      }),
    );
    const { stdout } = await runCli(["logs", "--help"]);
    const words = new Set(stdout.split(/[\s,;]+/));
    expect(dimensionNames().length).toBeGreaterThan(50);
    expect(dimensionNames().filter((name) => !words.has(name))).toEqual([]);
  });

  it.each([
    ["stats>=500", /nothing is called "stats"/],
    ["status>=", /at character 9 there is no value/],
    ["status>=abc", /"abc" where a number should be/],
    ["route>3", /compares numbers/],
    ["route~/(/", /at character 7/],
    ["(status>=500", /no "\)"/],
    ["status>=500 status<600", /where && or \|\| or the end should be/],
    ["", /no name/],
    ["status==/5../", /goes with ~/],
  ])("says what is wrong with %j", (filter, message) => expect(() => parseFilter(filter)).toThrow(message));
});
