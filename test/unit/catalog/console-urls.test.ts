import { expect, test } from "vitest";

import { metricsConsoleUrl } from "../../../src/catalog/console-urls.ts";

const METRIC = {
  namespace: "AWS/ApiGateway",
  metric: "5XXError",
  dimensions: { ApiName: "a&b #1", Stage: "$default" },
  stat: "Sum",
};
const SPAN = { startMs: Date.UTC(2026, 0, 2, 3), endMs: Date.UTC(2026, 0, 2, 6) };

test.each([
  ["eu-west-1", "eu-west-1.console.aws.amazon.com"],
  ["cn-north-1", "cn-north-1.console.amazonaws.cn"],
  ["us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"],
])("the console of %s is at %s", (region, host) => {
  const url = new URL(metricsConsoleUrl(region, [METRIC], SPAN));
  expect(url.host).toBe(host);
  expect(url.searchParams.get("region")).toBe(region);
});

test("names with signs that mean something in a URL arrive unchanged", () => {
  const { hash } = new URL(metricsConsoleUrl("eu-west-1", [METRIC], SPAN));
  const [before, graph = ""] = hash.split("graph=");
  expect(before).toBe("#metricsV2:");
  expect(JSON.parse(decodeURIComponent(graph))).toMatchObject({
    region: "eu-west-1",
    start: "2026-01-02T03:00:00.000Z",
    end: "2026-01-02T06:00:00.000Z",
    metrics: [
      ["AWS/ApiGateway", "5XXError", "ApiName", "a&b #1", "Stage", "$default", { stat: "Sum", period: 60 }],
    ],
  });
});
