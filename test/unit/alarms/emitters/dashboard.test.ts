import { describe, expect, it } from "vitest";
import { planDashboard } from "../../../../src/alarms/emitters/dashboard/plan-dashboard.ts";
import { throttleQuery } from "../../../../src/alarms/emitters/dashboard/throttle-query.ts";
import type { DashboardWidget } from "../../../../src/model/dashboard.ts";
import type { Target } from "../../../../src/model/target.ts";
import { plainSpec } from "../../../support/emitted-alarms.ts";

function target(kind: Target["kind"], changed: Partial<Target> = {}): Target {
  return {
    id: `${kind}:api7/prod`,
    kind,
    apiId: "api7",
    apiName: "orders",
    stage: "prod",
    region: "eu-west-1",
    accountId: null,
    dimensions: kind === "rest" ? { ApiName: "orders", Stage: "prod" } : { ApiId: "api7", Stage: "prod" },
    configuration: null,
    ...changed,
  };
}

const accessLog = {
  destinationArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/orders",
  format: '{"requestId":"$context.requestId","code":$context.status,"path":"$context.path"}',
};
const metricsOf = (widgets: readonly DashboardWidget[]) =>
  widgets.flatMap((widget) =>
    widget.type === "metric" ? widget.properties.metrics.map((line) => line[1]) : [],
  );

describe("a dashboard", () => {
  it("draws what each flavour publishes, by its own names and nothing else", () => {
    const latency = ["Latency", "IntegrationLatency"].flatMap((name) => [name, name, name]);
    expect(metricsOf(planDashboard([target("rest")], []).body.widgets)).toEqual([
      ...latency,
      "5XXError",
      "4XXError",
      "Count",
      "CacheHitCount",
      "CacheMissCount",
    ]);
    expect(metricsOf(planDashboard([target("http")], []).body.widgets)).toEqual([
      ...latency,
      "5xx",
      "4xx",
      "Count",
    ]);
    expect(metricsOf(planDashboard([target("websocket")], []).body.widgets)).toEqual([
      "IntegrationLatency",
      "IntegrationLatency",
      "IntegrationLatency",
      "ClientError",
      "ExecutionError",
      "IntegrationError",
      "MessageCount",
      "ConnectCount",
    ]);
  });

  it("leaves the cache out where the stage has none", () => {
    const configuration = { cache: null, accessLog: null } as unknown as Target["configuration"];
    expect(metricsOf(planDashboard([target("rest", { configuration })], []).body.widgets)).not.toContain(
      "CacheHitCount",
    );
  });

  it("draws a threshold where the graph shows what it is compared with", () => {
    const spec = { ...plainSpec(7), target: "http:api7/prod" };
    const Dimensions = [
      { Name: "Stage", Value: "prod" },
      { Name: "ApiId", Value: "api7" },
    ];
    const drawn = { ...spec, definition: { ...spec.definition, Dimensions } };
    const sumOf = (Period: number) => ({
      ...spec,
      definition: {
        AlarmName: `sum ${Period}`,
        Namespace: "AWS/ApiGateway",
        MetricName: "Count",
        Dimensions,
        Statistic: "Sum" as const,
        Period,
        ComparisonOperator: "LessThanThreshold" as const,
        Threshold: Period / 4,
        EvaluationPeriods: 2,
      },
    });
    const { widgets } = planDashboard([target("http")], [drawn, spec, sumOf(60), sumOf(300)]).body;
    const lines = widgets.map((widget) =>
      widget.type === "metric" ? widget.properties.annotations?.horizontal : undefined,
    );
    expect(lines.filter((one) => one !== undefined)).toEqual([
      [{ label: "latency of api 7", value: 107 }],
      [{ label: "sum 60", value: 15 }],
    ]);
  });

  it("shows the alarms of a target, a hundred in a widget", () => {
    const specs = Array.from({ length: 230 }, (_, index) => ({
      ...plainSpec(index),
      target: "rest:api7/prod",
    }));
    const { widgets } = planDashboard([target("rest")], [...specs, plainSpec(999)]).body;
    const names = widgets.flatMap((widget) =>
      widget.type === "alarm" ? [widget.properties.alarmNames] : [],
    );
    expect(names.map(({ length }) => length)).toEqual([100, 100, 30]);
    expect(names.flat()).toEqual(specs.map(({ definition }) => definition.AlarmName));
  });

  it("lets no widgets overlap nor stand over the edge, and says for whom there was no room", () => {
    const targets = Array.from({ length: 200 }, (_, index) =>
      target("rest", { id: `rest:api${index}/prod` }),
    );
    const { body, leftOut } = planDashboard(targets, []);
    expect(body.widgets.length).toBeGreaterThan(450);
    expect(body.widgets.length).toBeLessThanOrEqual(500);
    expect(metricsOf(body.widgets).length).toBeLessThanOrEqual(2_500);
    expect(leftOut).toEqual(targets.slice(200 - leftOut.length).map(({ id }) => id));
    expect(leftOut.length).toBe(100);
    const taken = body.widgets.flatMap(({ x, y, width, height }) => {
      expect(x + width).toBeLessThanOrEqual(24);
      return Array.from(
        { length: width * height },
        (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`,
      );
    });
    expect(taken.length).toBeGreaterThan(body.widgets.length);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it("shows names as they are, whatever Markdown would make of them", () => {
    const { widgets } = planDashboard([target("rest", { apiName: "a*b_[c](d)\n# e" })], []).body;
    expect(widgets[0]).toMatchObject({
      properties: { markdown: String.raw`## a\*b\_\[c\]\(d\) \# e / prod (REST API)` },
    });
  });
});

describe("throttling", () => {
  it("is counted from a log of JSON in CloudWatch Logs", () => {
    const query = "SOURCE '/aws/orders' | filter code = 429 | stats count(*) as throttled by bin(1m)";
    expect(throttleQuery(accessLog)).toBe(query);
    expect(throttleQuery({ ...accessLog, destinationArn: `${accessLog.destinationArn}:*` })).toBe(query);
    const configuration = { cache: null, accessLog } as unknown as Target["configuration"];
    const { widgets } = planDashboard([target("http", { configuration })], []).body;
    expect(widgets.at(-1)).toMatchObject({ type: "log", properties: { query, region: "eu-west-1" } });
  });

  it.each([
    null,
    {
      ...accessLog,
      destinationArn: "arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-x",
    },
    { ...accessLog, destinationArn: "arn:aws:logs:eu-west-1:111122223333:log-group:a' | x" },
    { ...accessLog, format: "$context.status $context.path" },
    { ...accessLog, format: '{"a": {"status": "$context.status"}}' },
    { ...accessLog, format: '{"status": "$context.statusline"}' },
  ])("is not guessed from %j", (log) => {
    expect(throttleQuery(log)).toBeUndefined();
  });
});
