import { describe, expect, it } from "vitest";

import { averageQuery, canBeLabelValue } from "../../../src/alarms/rules/average-query.ts";
import { isInsightsQuery, parseInsightsQuery } from "../../../src/metric-math/insights-query.ts";

describe("a Metrics Insights query", () => {
  it("is read clause by clause", () => {
    const query = `select MAX("Bytes\\"In\\"") FROM SCHEMA("AWS/ApplicationELB", LoadBalancer, "Zone")
      WHERE LoadBalancer = 'app/lb-7' AND Zone != 'eu-west-1b'
      GROUP BY Zone, LoadBalancer ORDER BY SUM() DESC LIMIT 13`;
    expect(isInsightsQuery(query)).toBe(true);
    expect(parseInsightsQuery(query)).toEqual({
      stat: "Maximum",
      metric: 'Bytes"In"',
      namespace: "AWS/ApplicationELB",
      dimensions: ["LoadBalancer", "Zone"],
      where: [
        { key: "LoadBalancer", isNot: false, value: "app/lb-7" },
        { key: "Zone", isNot: true, value: "eu-west-1b" },
      ],
      groupBy: ["Zone", "LoadBalancer"],
      limit: 13,
    });
    expect(parseInsightsQuery('SELECT COUNT(Latency) FROM "AWS/ApiGateway"')).toMatchObject({
      stat: "SampleCount",
      dimensions: null,
      where: [],
      groupBy: [],
      limit: null,
    });
  });

  it("is read back as it was written", () => {
    const where = { ApiName: "orders & more", Stage: "$default" };
    const written = averageQuery({
      namespace: "AWS/ApiGateway",
      metric: "5XXError",
      where,
      groupBy: ["Method", "Resource"],
    });
    expect(parseInsightsQuery(written)).toEqual({
      stat: "Average",
      metric: "5XXError",
      namespace: "AWS/ApiGateway",
      dimensions: ["ApiName", "Stage", "Method", "Resource"],
      where: Object.entries(where).map(([key, value]) => ({ key, isNot: false, value })),
      groupBy: ["Method", "Resource"],
      limit: null,
    });
    expect(["orders", "it's", "back\\slash"].map(canBeLabelValue)).toEqual([true, false, false]);
  });

  it.each([
    ["SELECT P90(Latency) FROM X", /at character 8: one of AVG, COUNT/],
    ["SELECT AVG(Latency) FROM", /at its end: a namespace should be here/],
    ["SELECT AVG(Latency) FROM X WHERE Stage LIKE 'p'", /= should be here/],
    ['SELECT AVG(Latency) FROM X WHERE Stage = "p"', /a value in single quotes should be here/],
    [
      "SELECT AVG(Latency) FROM X GROUP BY a ORDER BY AVG() DESC HAVING b",
      /"HAVING" where the query should end/,
    ],
    ["SELECT AVG(Latency) FROM X; DROP", /no name, value or sign/],
  ])("names the place of what cannot be read: %s", (query, message) => {
    expect(() => parseInsightsQuery(query)).toThrow(message);
  });
});
