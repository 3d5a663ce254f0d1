import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

import { parseHcl } from "../../src/cli/alarms-source/parse-hcl.ts";
import { CHECKS } from "../../src/posture/registry.ts";
import { sampleRemedies } from "../../src/posture/sample-remedies.ts";
import { remedyLines } from "../../src/report/audit/remedy-text.ts";
import { isPatchable } from "../support/patch-paths.ts";
import { parseAwsCommand } from "../support/sdk-input.ts";
import { shellWords } from "../support/shell-words.ts";
import { wrongArguments } from "../support/terraform-arguments.ts";

const REMEDIES = CHECKS.flatMap((check) =>
  sampleRemedies(check).map(({ remedy }) => ({ id: check.id, remedy })),
);
const patchesSchema = z.array(z.object({ op: z.string(), path: z.string() }));
const configurationSchema = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))),
});

test("each remedy is a command that the AWS CLI takes, with patches that the API takes", () => {
  let judged = 0;
  for (const { id, remedy } of REMEDIES) {
    expect([id, remedy.cli.length > 0]).toEqual([id, true]);
    for (const line of remedy.cli) {
      const words = shellWords(line);
      if (words[0] === "gatewatch") continue;
      const { operation, values } = parseAwsCommand(words);
      for (const { op, path } of patchesSchema.parse(values.get("patchOperations") ?? [])) {
        const patch = [id, operation, op, path];
        expect([...patch, isPatchable(operation, op, path)]).toEqual([...patch, true]);
      }
      judged += 1;
    }
  }
  expect(judged).toBeGreaterThan(60);
});

// One text for all, since the parser takes its time to begin.
test("each remedy is HCL with arguments that the provider has", async () => {
  const written = REMEDIES.flatMap(({ id, remedy }, index) =>
    remedy.terraform.map((fragment, at) => ({
      name: `${id}-${index}-${at}`,
      type: fragment.type,
      text: remedyLines({ ...remedy, terraform: [fragment] }, "terraform").join("\n"),
    })),
  );
  expect(written.length).toBeGreaterThan(60);
  const parsed = configurationSchema.parse(
    await parseHcl(written.map(({ name, text }) => text.replace('"..."', `"${name}"`)).join("\n"), "a.tf"),
  );
  const wrong = written.flatMap(({ name, type }) =>
    wrongArguments(type, parsed.resource[type]?.[name]?.[0]).map((what) => `${name}: ${what}`),
  );
  expect(wrong).toEqual([]);
});

test("mistakes are found: operations, options, members, types, patches, arguments", async () => {
  const command = (line: string) => () => parseAwsCommand(shellWords(line));
  expect(command("aws apigateway update-stages --rest-api-id a")).toThrow("there is no");
  expect(command("aws apigateway update-stage --rest-api-id a")).toThrow("wants --stage-name");
  expect(command("aws apigateway get-account --stage a")).toThrow("has no --stage");
  expect(command("aws apigatewayv2 update-stage --api-id a --stage-name b --auto-deploy maybe")).toThrow(
    "maybe",
  );
  expect(
    command(
      "aws apigatewayv2 update-stage --api-id a --stage-name b --default-route-settings MetricsEnabled=true",
    ),
  ).toThrow("has no MetricsEnabled");
  expect(command("aws apigateway get-account *")).toThrow("for its own");
  expect(isPatchable("update-stage", "replace", "/*/*/logging/level")).toBe(false);
  const hcl: unknown = await parseHcl(
    'resource "aws_api_gateway_stage" "a" {\n tags {\n a = 1\n }\n}',
    "a.tf",
  );
  expect(JSON.stringify(hcl)).toContain("tags");
  expect(wrongArguments("aws_api_gateway_stage", { tags: [{ a: 1 }], tracing: true })).toEqual([
    "aws_api_gateway_stage.tags is no map",
    "no argument aws_api_gateway_stage.tracing",
  ]);
});

// They take seconds to start.
const wantsLint =
  process.env["GATEWATCH_CFN_LINT"] !== undefined || process.env["GATEWATCH_JUDGE_ALL"] !== undefined;

test.skipIf(!wantsLint || !canRun("terraform", ["version"]))(
  "terraform fmt has nothing to change in a remedy (skipped as cfn-lint is)",
  () => {
    const text = REMEDIES.flatMap(({ remedy }) => remedyLines(remedy, "terraform")).join("\n");
    expect(text).toContain("resource");
    const formatted = execFileSync("terraform", ["fmt", "-"], { input: `${text}\n`, encoding: "utf8" });
    expect(formatted.trimEnd().split("\n")).toEqual(text.split("\n"));
  },
  60_000,
);

test.skipIf(!wantsLint || !canRun("python3", ["-c", "import cfnlint"]))(
  "cfn-lint knows every property of the remedies (skipped without it, or where neither GATEWATCH_CFN_LINT nor GATEWATCH_JUDGE_ALL is set)",
  () => {
    const resources: Record<string, unknown> = {};
    for (const { id, remedy } of REMEDIES) {
      for (const { type, properties } of remedy.cloudformation) {
        resources[`${id}${Object.keys(resources).length}`.replaceAll("-", "")] = {
          Type: type,
          Properties: properties,
        };
      }
    }
    expect(Object.keys(resources).length).toBeGreaterThan(40);
    // One mistake shows that the tool looks for them.
    resources["Planted"] = { Type: "AWS::ApiGateway::Account", Properties: { NoSuchProperty: "x" } };
    const folder = mkdtempSync(join(tmpdir(), "gatewatch-audit-"));
    try {
      const file = join(folder, "template.json");
      writeFileSync(file, JSON.stringify({ Resources: resources }));
      // Fragments leave out what the resource has already (E3003, E3660), and words in capitals are no ARNs (E1156, E3033).
      const found = spawnText("cfn-lint", ["--format", "parseable", file]).split("\n");
      expect(found.filter((line) => /:E\d+:/.test(line) && !/:E(?:3003|3660|1156|3033):/.test(line))).toEqual(
        [expect.stringContaining("NoSuchProperty")],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);

function spawnText(command: string, words: readonly string[]): string {
  try {
    return execFileSync(command, words, { encoding: "utf8" });
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : "";
  }
}

function canRun(command: string, words: readonly string[]): boolean {
  try {
    execFileSync(command, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
