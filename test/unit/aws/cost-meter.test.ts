import { expect, it } from "vitest";

import { CostMeter } from "../../../src/aws/cost-meter.ts";

it("prices metrics and scanned log bytes, and counts each attempt by service and operation", () => {
  const meter = new CostMeter();
  meter.countCall("cloudwatch", "GetMetricData");
  meter.countCall("apigateway", "GetStages");
  meter.countCall("cloudwatch", "GetMetricData");
  meter.countMetrics(420);
  meter.countMetrics(80);
  meter.countLogBytes(1_500_000_000);
  meter.countLogBytes(500_000_000);
  expect(meter.cost()).toEqual({
    metricsRequested: 500,
    logBytesScanned: 2_000_000_000,
    tracesRetrieved: 0,
    usd: 0.015,
    calls: { "apigateway:GetStages": 1, "cloudwatch:GetMetricData": 2 },
  });
});
