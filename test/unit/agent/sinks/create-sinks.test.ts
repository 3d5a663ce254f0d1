import { describe, expect, it } from "vitest";

import { createSinks } from "../../../../src/agent/sinks/create-sinks.ts";
import { sinkConfigSchema, type SinkConfig } from "../../../../src/model/sink-config.ts";
import { agentEventSchema } from "../../../../src/model/agent-event.ts";
import { aRun, anEvent } from "../../../support/agent-events.ts";
import { aSinkContext } from "../../../support/sink-context.ts";

const ENV = { SLACK: "https://hooks.slack.com/services/T/B/X", HOOK: "https://example.com/h" };
/** One of each type that there is. */
const ALL: readonly SinkConfig[] = [
  { type: "sns", topicArn: "arn:aws:sns:eu-west-1:111122223333:page" },
  { type: "eventbridge" },
  { type: "slack", url: "env:SLACK" },
  { type: "webhook", url: "env:HOOK" },
  { type: "s3", bucket: "reports-of-ours" },
  { type: "emf" },
  { type: "stdout" },
];

function written(config: SinkConfig): {
  lines: string[];
  deliver: ReturnType<typeof createSinks>["sinks"][number];
} {
  const lines: string[] = [];
  const { sinks } = createSinks([config], aSinkContext({ write: (line) => lines.push(line) }));
  return { lines, deliver: sinks[0]! };
}

describe("sinks from the configuration", () => {
  it("are one for each type of the schema, named apart without a secret", () => {
    expect(ALL.map(({ type }) => type)).toEqual(sinkConfigSchema.options.map((one) => one.shape.type.value));
    const { sinks, archive } = createSinks(ALL, aSinkContext({ env: ENV }));
    expect(sinks.map(({ name }) => name)).toEqual([
      "sns:arn:aws:sns:eu-west-1:111122223333:page",
      "eventbridge:default",
      "slack:env:SLACK",
      "webhook:env:HOOK",
      "emf:Gatewatch",
      "stdout",
    ]);
    expect(archive?.name).toBe("s3:reports-of-ours/reports/");
  });

  it.each([
    [
      [ALL[1]!, { type: "eventbridge", eventBus: "default" }] as SinkConfig[],
      "eventbridge:default is there twice",
    ],
    [[ALL[4]!, { type: "s3", bucket: "others" }] as SinkConfig[], "s3 is there twice"],
  ])("go to no place twice", (configs, message) => {
    expect(() => createSinks(configs, aSinkContext())).toThrow(message);
  });

  it("tell only of what is bad enough, its end included", async () => {
    const { lines, deliver } = written({ type: "stdout", minSeverity: "critical" });
    const taken: string[][] = [];
    await deliver.deliver(
      [
        anEvent({ id: "a" }, { severity: "warning" }),
        anEvent({ id: "b" }),
        anEvent({ id: "c", kind: "resolved" }, { state: "resolved", resolvedAt: "2026-03-05T16:57:00.000Z" }),
      ],
      aRun(),
      (some) => taken.push(some.map(({ id }) => id)),
    );
    expect(taken, "what is not wanted waits for nothing").toEqual([["a"], ["b"], ["c"]]);
    expect(lines.map((line) => agentEventSchema.parse(JSON.parse(line)).id)).toEqual(["b", "c"]);
    expect(lines.every((line) => line.endsWith("\n") && line.indexOf("\n") === line.length - 1)).toBe(true);
  });
});

describe("metrics as log lines", () => {
  it("tell the run, and findings by target and severity, in CloudWatch's form", async () => {
    const { lines, deliver } = written({ type: "emf", namespace: "Ours" });
    expect(deliver.everyRun).toBe(true);
    await deliver.deliver([], aRun(), () => undefined);
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed).toHaveLength(3);
    expect(parsed[0]).toMatchObject({
      Runs: 1,
      RunDuration: 3_250,
      RunCostUsd: 0.00091,
      Targets: 23,
      Findings: 9,
      Incidents: 3,
      BlindSpots: 4,
      Truncated: 0,
    });
    expect(parsed[1]).toEqual({
      _aws: {
        Timestamp: Date.parse("2026-03-05T17:00:04.250Z"),
        CloudWatchMetrics: [
          {
            Namespace: "Ours",
            Dimensions: [["Target", "Severity"]],
            Metrics: [{ Name: "Findings", Unit: "Count" }],
          },
        ],
      },
      Target: "rest:orders/prod",
      Severity: "critical",
      Findings: 2,
    });
    // Each metric and dimension that a directive names is a member of the line.
    for (const one of parsed) {
      const { CloudWatchMetrics } = one["_aws"] as {
        CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[];
      };
      for (const { Dimensions, Metrics } of CloudWatchMetrics) {
        for (const name of [...Dimensions.flat(), ...Metrics.map(({ Name }) => Name)])
          expect(one).toHaveProperty(name);
      }
    }
  });
});
