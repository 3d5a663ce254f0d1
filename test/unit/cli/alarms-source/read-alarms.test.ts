import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readAlarms } from "../../../../src/cli/alarms-source/read-alarms.ts";
import { ToolError } from "../../../../src/core/errors.ts";
import { alarmContext } from "../../../support/alarm-context.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatewatch-alarms-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const read = async (paths: readonly string[], parameters: readonly string[] = []) =>
  readAlarms(paths, parameters, alarmContext(folder));

const METRIC = {
  AlarmName: "orders 5XX",
  Namespace: "AWS/ApiGateway",
  MetricName: "5XXError",
  Dimensions: [{ Name: "ApiName", Value: "orders" }],
  Statistic: "Average",
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 0.05,
  ComparisonOperator: "GreaterThanThreshold",
};
const DESCRIBED = {
  MetricAlarms: [
    {
      ...METRIC,
      AlarmArn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders 5XX",
      StateValue: "OK",
      StateReason: "Threshold Crossed",
      StateTransitionedTimestamp: "2026-11-02T10:11:12.345000+00:00",
      OKActions: [],
    },
  ],
  CompositeAlarms: [{ AlarmName: "orders", AlarmRule: 'ALARM("orders 5XX")', StateValue: "ALARM" }],
};

describe("alarms of files", () => {
  it("reads Gatewatch's own form, each alarm at its line", async () => {
    write(
      "alarms.json",
      JSON.stringify(
        {
          schemaVersion: 1,
          alarms: [
            { key: "k-1", definition: METRIC },
            { key: "k-2", why: "no definition" },
          ],
        },
        null,
        1,
      ),
    );
    const [found] = await read(["alarms.json"]);
    expect(found).toMatchObject({
      dialect: "gatewatch",
      alarms: [{ kind: "metric", fields: METRIC, deployed: null }],
    });
    expect(found?.alarms[0]?.place).toEqual({ file: "alarms.json", line: 4, id: "k-1" });
    expect(found?.problems).toMatchObject([
      { place: { id: "k-2" }, message: expect.stringContaining("definition") as string },
    ]);
  });

  it("reads what describe-alarms prints, and keeps the state beside the fields", async () => {
    write("deployed.json", JSON.stringify(DESCRIBED));
    const [found] = await read(["deployed.json"]);
    expect(found?.dialect).toBe("describe-alarms");
    expect(found?.alarms.map(({ kind, fields }) => [kind, fields])).toEqual([
      ["metric", METRIC],
      ["composite", { AlarmName: "orders", AlarmRule: 'ALARM("orders 5XX")' }],
    ]);
    expect(found?.alarms[0]?.deployed).toEqual({
      stateValue: "OK",
      transitionedMs: Date.UTC(2026, 10, 2, 10, 11, 12, 345),
      arn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders 5XX",
    });
  });

  it("reads the same from --output yaml and from --query MetricAlarms", async () => {
    write(
      "deployed.yaml",
      "MetricAlarms:\n- AlarmName: orders 5XX\n  Threshold: 0.05\n  StateValue: OK\n  StateTransitionedTimestamp: '2026-11-02T10:11:12.345000+00:00'\n",
    );
    write("query.json", JSON.stringify([...DESCRIBED.MetricAlarms, ...DESCRIBED.CompositeAlarms]));
    const [yaml, query] = await read(["deployed.yaml", "query.json"]);
    expect(yaml?.alarms).toMatchObject([
      {
        fields: { AlarmName: "orders 5XX", Threshold: 0.05 },
        place: { line: 2 },
        deployed: { transitionedMs: Date.UTC(2026, 10, 2, 10, 11, 12, 345) },
      },
    ]);
    expect(query?.alarms.map(({ kind }) => kind)).toEqual(["metric", "composite"]);
  });

  it("says what is no alarm source, and what the known ones are", async () => {
    write("package.json", '{"name": "x"}');
    const error = await read(["package.json"]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      code: "E_BAD_INPUT",
      message: expect.stringContaining("package.json holds no alarms") as string,
    });
  });

  it("says what leads nowhere", async () => {
    await expect(read(["nowhere.json"])).rejects.toThrow(
      "cannot read nowhere.json: there is no such file or folder",
    );
  });

  it("refuses a parameter without a value", async () => {
    write("deployed.json", JSON.stringify(DESCRIBED));
    await expect(read(["deployed.json"], ["Stage"])).rejects.toMatchObject({ code: "E_USAGE" });
  });
});
