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
      configuredMs: null,
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

describe("folders and broken files", () => {
  const BROKEN = "Resources:\n  A:\n    Type: AWS::CloudWatch::Alarm\n   Properties: {}\n";

  it("passes over what other tools fill in, and node_modules, and says how many files held none", async () => {
    write("infra/a/deployed.json", JSON.stringify(DESCRIBED));
    write("infra/chart/values.yaml", "{{- if .Values.x }}\na: {{ b }}\n{{- end }}\n");
    write("infra/notes.yml", "a: 1\n");
    write("infra/node_modules/x/deployed.json", JSON.stringify(DESCRIBED));
    write("infra/readme.md", "not looked at");
    const said: string[] = [];
    const found = await readAlarms(["infra"], [], alarmContext(folder, said));
    expect(found.map(({ alarms }) => alarms[0]?.place.file)).toEqual([join("infra", "a", "deployed.json")]);
    expect(said).toEqual(["infra: 2 files without alarms passed over\n"]);
  });

  it("does not lose a broken template that names an alarm, wherever it lies", async () => {
    write("infra/deployed.json", JSON.stringify(DESCRIBED));
    write("infra/broken.yaml", BROKEN);
    await expect(read(["infra"])).rejects.toThrow(/^infra\/broken\.yaml:4:\d+: /);
    await expect(read(["infra/broken.yaml"])).rejects.toMatchObject({ code: "E_BAD_INPUT" });
  });

  it("says where Terraform's language is broken", async () => {
    write("tf/alarms.tf", 'resource "aws_cloudwatch_metric_alarm" "a" {\n  alarm_name = \n}\n');
    await expect(read(["tf/alarms.tf"])).rejects.toMatchObject({
      code: "E_BAD_INPUT",
      message: expect.stringMatching(/^tf\/alarms\.tf:2:\d+: Invalid expression/) as string,
    });
    write("deep/alarms.tf", `resource "aws_cloudwatch_metric_alarm" "a" { x = ${"[".repeat(3_000)} }`);
    await expect(read(["deep/alarms.tf"])).rejects.toThrow("brackets lie more than");
  });

  it("a folder without alarms is an error with the known forms", async () => {
    write("infra/notes.yml", "a: 1\n");
    mkdirSync(join(folder, "empty"));
    await expect(read(["infra"])).rejects.toThrow("the folder infra holds no alarms in 1 file");
    await expect(read(["empty"])).rejects.toMatchObject({
      message: "the folder empty holds no file that could hold alarms",
      hint: expect.stringContaining("CloudFormation") as string,
    });
  });

  it("reads Terraform's JSON syntax, and what PowerShell redirects", async () => {
    const resource = { aws_cloudwatch_metric_alarm: { a: { alarm_name: "a-${var.x}", threshold: "5" } } };
    write("tf/alarms.tf.json", JSON.stringify({ resource, variable: { x: { default: "y" } } }));
    writeFileSync(
      join(folder, "utf16.json"),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify(DESCRIBED), "utf16le")]),
    );
    const [terraform, described] = await read(["tf/alarms.tf.json", "utf16.json"]);
    expect(terraform?.alarms).toMatchObject([{ fields: { AlarmName: "a-y", Threshold: 5 }, unknown: [] }]);
    expect(described?.alarms).toHaveLength(2);
  });
});
