import { expect, it } from "vitest";

import { CostMeter } from "../../../src/aws/cost-meter.ts";

it("prices metrics, and counts each attempt by service and operation", () => {
  const meter = new CostMeter();
  meter.countCall("cloudwatch", "GetMetricData");
  meter.countCall("apigateway", "GetStages");
  meter.countCall("cloudwatch", "GetMetricData");
  meter.countMetrics(420);
  meter.countMetrics(80);
  expect(meter.cost()).toEqual({
    metricsRequested: 500,
    logBytesScanned: 0,
    tracesRetrieved: 0,
    usd: 0.005,
    calls: { "apigateway:GetStages": 1, "cloudwatch:GetMetricData": 2 },
  });
});
