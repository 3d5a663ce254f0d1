import { describe, expect, it } from "vitest";
import { EMITTERS } from "../../../../src/alarms/emitters/registry.ts";
import { listOf, recordOf } from "../../../../src/core/is-record.ts";
import { compositeSpec, EMIT, errorsSpec, mathSpec } from "../../../support/deployable-specs.ts";
import { templateValue } from "../../../support/inject-template.ts";

const NAME = "orders \"rollback\" ${x} 'y'";
const told = { ...errorsSpec(NAME), isExported: true as const };
const specs = [told, mathSpec(), compositeSpec("any of orders", [NAME])];
const textOf = (format: string, of = specs): string =>
  EMITTERS.find((one) => one.format === format)!.emit(of, EMIT)[0]!.text;

describe("an alarm whose name others need", () => {
  it.each(["cloudformation", "cloudformation-json", "sam"])("is exported by name and ARN: %s", (format) => {
    const { Outputs, Resources } = recordOf(templateValue(textOf(format)));
    const [id = ""] =
      Object.entries(recordOf(Resources)).find(
        ([, resource]) => recordOf(recordOf(resource)["Properties"])["AlarmName"] === NAME,
      ) ?? [];
    expect(id).toMatch(/^RestOrdersProd/);
    expect(Outputs).toEqual({
      [`${id}Name`]: {
        Value: { Ref: id },
        Export: { Name: { "Fn::Sub": `\${AWS::StackName}-${id}Name` } },
      },
      [`${id}Arn`]: {
        Value: { "Fn::GetAtt": [id, "Arn"] },
        Export: { Name: { "Fn::Sub": `\${AWS::StackName}-${id}Arn` } },
      },
    });
  });

  it("is an output of Terraform's", () => {
    const { output, resource } = recordOf(JSON.parse(textOf("terraform-json")));
    const [address = ""] =
      Object.entries(recordOf(recordOf(resource)["aws_cloudwatch_metric_alarm"])).find(
        ([, alarm]) => listOf([alarm]).map(recordOf)[0]?.["alarm_name"] === NAME.replace("${", () => "$${"),
      ) ?? [];
    expect(address).not.toBe("");
    const reference = (attribute: string) => `\${aws_cloudwatch_metric_alarm.${address}.${attribute}}`;
    expect(output).toEqual({
      rollback_alarm_names: { value: [reference("alarm_name")] },
      rollback_alarm_arns: { value: [reference("arn")] },
    });
    const line = new RegExp(
      `output "rollback_alarm_arns" {\\n  value = \\[\\s*aws_cloudwatch_metric_alarm.${address}.arn,?\\s*\\]\\n}\\n`,
    );
    expect(textOf("terraform")).toMatch(line);
  });

  it("is a field of the CDK's construct, and no field where there is none", () => {
    expect(textOf("cdk")).toContain(
      `  readonly rollbackAlarmNames: readonly string[] = [\n    ${JSON.stringify(NAME)},\n  ];\n`,
    );
    expect(textOf("cdk", specs.slice(1, 2))).not.toContain("rollbackAlarmNames");
    for (const format of ["cloudformation", "terraform", "cli"]) {
      expect(textOf(format, specs.slice(1, 2))).not.toMatch(/output|printf/i);
    }
  });
});
