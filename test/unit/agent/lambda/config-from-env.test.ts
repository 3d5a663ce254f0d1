import { describe, expect, it } from "vitest";

import { configFromEnv } from "../../../../src/agent/lambda/config-from-env.ts";
import { parseEvent } from "../../../../src/agent/lambda/parse-event.ts";
import { configSchema } from "../../../../src/model/config.ts";

const EVERYTHING = {
  GATEWATCH_BUCKET: "agent-of-ours",
  GATEWATCH_API: "orders*",
  GATEWATCH_STAGE: "prod",
  GATEWATCH_REGIONS: "eu-west-1, us-east-1,",
  GATEWATCH_ROLE_ARNS: "arn:aws:iam::222233334444:role/gatewatch",
  GATEWATCH_EXTERNAL_ID: "external-42",
  GATEWATCH_MAX_COST_USD: "1.5",
  GATEWATCH_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:news",
  GATEWATCH_EVENT_BUS: "incidents",
  GATEWATCH_SLACK_URL: "https://hooks.slack.com/services/S3CRET",
  GATEWATCH_WEBHOOK_URL: "https://example.com/S3CRET",
  GATEWATCH_SIGNING_KEY: "S3CRET",
  GATEWATCH_METRICS_NAMESPACE: "Ours",
};

describe("the function's configuration", () => {
  it("is the file's where no parameter is given, with reports in the bucket and events in the log", () => {
    const file = { version: 1 as const, since: "1h", include: { api: "a*" }, agent: { calm: "20m" } };
    const empty = Object.fromEntries(Object.keys(EVERYTHING).map((name) => [name, " "]));
    expect(configFromEnv(file, { ...empty, GATEWATCH_BUCKET: "b-1" })).toEqual({
      ...file,
      agent: { calm: "20m", sinks: [{ type: "s3", bucket: "b-1" }, { type: "stdout" }] },
    });
  });

  it("takes every parameter, in the form of the schema, and no secret", () => {
    const config = configFromEnv({ version: 1, include: { api: "a*" }, maxCostUsd: 9 }, EVERYTHING);
    expect(configSchema.parse(config)).toEqual({
      version: 1,
      regions: ["eu-west-1", "us-east-1"],
      include: { api: "orders*", stage: "prod" },
      maxCostUsd: 1.5,
      agent: {
        accounts: [{}, { roleArn: "arn:aws:iam::222233334444:role/gatewatch", externalId: "external-42" }],
        sinks: [
          { type: "sns", topicArn: "arn:aws:sns:eu-west-1:111122223333:news" },
          { type: "eventbridge", eventBus: "incidents" },
          { type: "slack", url: "env:GATEWATCH_SLACK_URL" },
          { type: "webhook", url: "env:GATEWATCH_WEBHOOK_URL", signingKey: "env:GATEWATCH_SIGNING_KEY" },
          { type: "s3", bucket: "agent-of-ours" },
          { type: "emf", namespace: "Ours" },
          { type: "stdout" },
        ],
      },
    });
    expect(JSON.stringify(config)).not.toContain("S3CRET");
  });

  it("leaves to the file what there can be one of", () => {
    const sinks = [
      { type: "s3" as const, bucket: "theirs" },
      { type: "stdout" as const, minSeverity: "critical" as const },
    ];
    const { agent } = configFromEnv({ version: 1, agent: { sinks } }, { GATEWATCH_BUCKET: "b-1" });
    expect(agent?.sinks).toEqual(sinks);
  });

  it.each(["much", "0", "-1", "NaN"])("refuses %s dollars", (usd) => {
    expect(() => configFromEnv({ version: 1 }, { GATEWATCH_MAX_COST_USD: usd })).toThrow(`is "${usd}"`);
  });
});

describe("an event", () => {
  it.each([
    [
      "of EventBridge Scheduler",
      { scheduledTime: "2026-11-20T15:05:00Z" },
      Date.parse("2026-11-20T15:05:00Z"),
    ],
    [
      "of an EventBridge rule",
      { time: "2026-11-20T15:06:00Z", "detail-type": "Scheduled Event" },
      Date.parse("2026-11-20T15:06:00Z"),
    ],
    ["without a time", {}, null],
    ["with a time that is none", { scheduledTime: "<aws.scheduler.scheduled-time>" }, null],
    ["that is nothing", null, null],
    ["that is a text", "now", null],
  ])("%s is a run", (_name, event, scheduledMs) => {
    expect(parseEvent(event)).toEqual({ kind: "run", scheduledMs });
  });

  it("that names what a report is about is a report", () => {
    expect(parseEvent({ since: "6h", apis: "orders*" })).toEqual({
      kind: "report",
      since: "6h",
      until: undefined,
      apis: ["orders*"],
      stage: null,
      format: "json",
    });
    expect(() => parseEvent({ since: 6 })).toThrow(/^cannot read the event: /);
  });
});
