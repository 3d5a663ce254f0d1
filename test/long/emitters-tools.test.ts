import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planDashboard } from "../../src/alarms/emitters/dashboard/plan-dashboard.ts";
import { EMITTERS } from "../../src/alarms/emitters/registry.ts";
import type { EmitOptions } from "../../src/model/emit.ts";
import { hostileSpecs, manySpecs } from "../support/emitted-alarms.ts";

const OPTIONS: EmitOptions = {
  name: "gatewatch-alarms",
  tags: { team: "orders" },
  topics: {},
  okActions: true,
  insufficientDataActions: false,
  dashboard: { name: "gatewatch", body: planDashboard([], []).body },
};
const emit = (format: string, specs: Parameters<(typeof EMITTERS)[number]["emit"]>[0]) =>
  EMITTERS.find((emitter) => emitter.format === format)!.emit(specs, OPTIONS);
/** The owner's tools, none of which the project depends on. */
const TERRAFORM = "terraform";
const CFN_LINT = "cfn-lint";
const isThere = (command: string) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

interface PlannedData {
  readonly planned_values: {
    readonly root_module: {
      readonly resources: readonly {
        readonly values: {
          readonly input: {
            readonly alarm_name?: string;
            readonly alarm_description?: string;
            readonly alarm_rule?: string;
            readonly alarm_actions?: readonly string[];
            readonly dimensions?: Readonly<Record<string, string>>;
          };
        };
      }[];
    };
  };
}

/**
 * The same configuration with every resource of the AWS provider, which is not there, as one of Terraform's own that keeps
 * whatever it is given: references, texts and types are Terraform's to judge then, names of attributes are not.
 */
function asData(format: string, text: string): string {
  if (format === "terraform-json") {
    const { resource, variable } = JSON.parse(text) as {
      readonly resource: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
      readonly variable: unknown;
    };
    const all = Object.values(resource).flatMap((ofType) => Object.entries(ofType));
    const data = all.map(([name, { depends_on: before, "//": _why, ...input }]) => [
      name,
      { input, ...(Array.isArray(before) && { depends_on: before.map(toData) }) },
    ]);
    return JSON.stringify({ variable, resource: { terraform_data: Object.fromEntries(data) as unknown } });
  }
  let blocks = 0;
  return text
    .replaceAll(/^output [^]*?^}\n/gm, "")
    .replaceAll(
      /^resource "aws_[a-z_]+" ("[^"]*") \{\n([^]*?)^\}\n/gm,
      (_whole, name: string, body: string) => {
        const before = /^ {2}depends_on = \[[^]*?\]\n/m.exec(body)?.[0] ?? "";
        const input = body
          .replace(before, "")
          .replaceAll(/^( +)([a-z_]+) \{$/gm, (_line, indent: string, block: string) => {
            blocks += 1;
            return `${indent}${block}_${blocks} = {`;
          });
        return `resource "terraform_data" ${name} {\n  input = {\n${input}  }\n${toData(before)}}\n`;
      },
    );
}

function toData(address: unknown): string {
  return String(address).replaceAll(/\baws_[a-z_]+\./g, "terraform_data.");
}

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "gatewatch-tools-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe.skipIf(!isThere(TERRAFORM))("Terraform itself (skipped where it is not installed)", () => {
  // Its configuration may name a file that is not there, which it complains of on every run.
  const env = { PATH: process.env["PATH"], TF_CLI_CONFIG_FILE: "", CHECKPOINT_DISABLE: "1" };

  it("would format nothing otherwise", () => {
    const [file] = emit("terraform", hostileSpecs());
    const formatted = execFileSync(TERRAFORM, ["fmt", "-"], { input: file!.text, encoding: "utf8", env });
    expect(formatted).toBe(file!.text);
  });

  it.each(["terraform", "terraform-json"])(
    "finds %s valid, and evaluates it to what the specs say",
    (format) => {
      const folder = mkdtempSync(join(directory, "data-"));
      const specs = hostileSpecs();
      const [file] = EMITTERS.find((one) => one.format === format)!.emit(specs, {
        ...OPTIONS,
        dashboard: null,
      });
      writeFileSync(join(folder, `stand-in-${file!.path}`), asData(format, file!.text));
      const terraform = (...words: string[]) =>
        execFileSync(TERRAFORM, words, { cwd: folder, env, encoding: "utf8", maxBuffer: 1e8 });
      terraform("init", "-backend=false", "-input=false");
      expect(terraform("validate", "-no-color")).toContain("The configuration is valid");
      const given = ["page", "low_ticket"].map((topic) => `-var=${topic}_topic_arn=arn:${topic}`);
      terraform("plan", "-input=false", "-out=plan", ...given);
      const plan = JSON.parse(terraform("show", "-json", "plan")) as PlannedData;
      const evaluated = new Map(
        plan.planned_values.root_module.resources.flatMap(({ values: { input } }) =>
          input.alarm_name === undefined ? [] : [[input.alarm_name, input] as const],
        ),
      );
      expect(evaluated.size).toBe(specs.length);
      for (const { definition } of specs) {
        const name = definition.AlarmName.normalize();
        const found = evaluated.get(name);
        expect(found).toMatchObject({ alarm_name: name });
        if (definition.AlarmDescription !== undefined)
          expect(found?.alarm_description).toBe(definition.AlarmDescription.normalize());
        if (definition.AlarmActions !== undefined) expect(found?.alarm_actions?.[0]).toBe("arn:page");
        if ("AlarmRule" in definition) expect(found?.alarm_rule).toBe(definition.AlarmRule.normalize());
        else if (definition.Dimensions !== undefined)
          expect(found?.dimensions).toEqual(
            Object.fromEntries(definition.Dimensions.map(({ Name, Value }) => [Name, Value.normalize()])),
          );
      }
    },
  );

  const plugins = process.env["GATEWATCH_TERRAFORM_PLUGINS"];
  it.skipIf(plugins === undefined)(
    "finds both spellings valid (skipped without a folder of providers)",
    () => {
      for (const format of ["terraform", "terraform-json"]) {
        const folder = mkdtempSync(join(directory, "tf-"));
        const [file] = emit(format, manySpecs(6, 2));
        writeFileSync(join(folder, file!.path), file!.text);
        execFileSync(TERRAFORM, ["init", "-backend=false", `-plugin-dir=${plugins}`], { cwd: folder, env });
        const said = execFileSync(TERRAFORM, ["validate", "-no-color"], {
          cwd: folder,
          env,
          encoding: "utf8",
        });
        expect(said).toContain("The configuration is valid");
      }
    },
  );
});

// It takes several seconds to start, which the usual run has not.
const wantsLint = process.env["GATEWATCH_CFN_LINT"] !== undefined;
it.skipIf(!wantsLint)("cfn-lint finds nothing (skipped unless GATEWATCH_CFN_LINT is set)", () => {
  const paths = ["cloudformation", "cloudformation-json", "sam"].map((format) => {
    const [file] = emit(format, manySpecs(6, 2));
    const path = join(directory, `${format}-${file!.path}`);
    writeFileSync(path, file!.text);
    return path;
  });
  const { status, stdout, stderr } = spawnSync(CFN_LINT, ["--regions", "us-east-1", "--", ...paths], {
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: "" });
});
