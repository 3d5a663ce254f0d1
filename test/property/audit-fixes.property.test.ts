import { transformSync } from "esbuild";
import fc from "fast-check";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";

import { recommendedLogFormat } from "../../src/catalog/recommended-log-format.ts";
import { parseHcl } from "../../src/cli/alarms-source/parse-hcl.ts";
import type { ApiKind } from "../../src/model/target.ts";
import { CHECKS } from "../../src/posture/registry.ts";
import { checkText } from "../../src/posture/run-audit.ts";
import { sampleNames } from "../../src/posture/sample-names.ts";
import { emitLogFormat, type LogFormatDialect } from "../../src/report/audit/emit-log-format.ts";
import { remedyLines } from "../../src/report/audit/remedy-text.ts";
import { parseAwsCommand } from "../support/sdk-input.ts";
import { shellWords } from "../support/shell-words.ts";

const KINDS: readonly ApiKind[] = ["rest", "http", "websocket"];
const SIGNS = "${}%'\"`\\!&|>*#-:,[]=<@?; \t".split("");
/** Texts of what shells, YAML, HCL and JSON care about. */
const name = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SIGNS),
      fc.constantFrom("${", "%{", "null", "file://", "é", "~1"),
      fc.string({ minLength: 1, maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => `a${parts.join("")}`);

const yamlSchema = z.record(z.string(), z.unknown());
const hclSchema = z.object({
  resource: z.record(
    z.string(),
    z.record(
      z.string(),
      z.array(z.object({ access_log_settings: z.array(z.object({ format: z.string() })) })),
    ),
  ),
});

/** The Format that each dialect's text comes to, by the grammar's own reader. */
const READ: Readonly<Record<LogFormatDialect, (text: string, kind: ApiKind) => Promise<unknown>>> = {
  cloudformation: async (text) => formatWithin(parseYaml(text)),
  sam: async (text) => formatWithin(parseYaml(text)),
  serverless: async (text) => formatWithin(parseYaml(text)),
  terraform: async (text) => {
    const { resource } = hclSchema.parse(await parseHcl(text, "a.tf"));
    const format = Object.values(resource).flatMap((byName) => Object.values(byName))[0]?.[0]
      ?.access_log_settings[0]?.format;
    // "${jsonencode({...})}": an object of HCL, whose one line a key is.
    const entries = [...(format ?? "").matchAll(/^\s*(\w+)\s+= ("(?:[^"\\]|\\.)*")$/gm)];
    return JSON.stringify(
      Object.fromEntries(entries.map(([, key, value]) => [key, JSON.parse(value ?? '""')])),
    );
  },
  cdk: async (text, kind) => {
    const stage = { node: { defaultChild: { accessLogSettings: { format: "" } } } };
    const sandbox = {
      stage,
      logGroup: { logGroupArn: "arn" },
      require: () => ({ AccessLogFormat: { custom: (format: string) => ({ format }) } }),
      found: { options: { accessLogFormat: { format: "" } } },
    };
    const { code } = transformSync(kind === "rest" ? `${text}\nfound.options = stageOptions;` : text, {
      loader: "ts",
      format: "cjs",
    });
    runInNewContext(`var module = {};${code}`, sandbox);
    return kind === "rest"
      ? sandbox.found.options.accessLogFormat.format
      : stage.node.defaultChild.accessLogSettings.format;
  },
  cli: async (text, kind) => {
    const { values } = parseAwsCommand(shellWords(text));
    return formatWithin(kind === "rest" ? values.get("patchOperations") : values.get("AccessLogSettings"));
  },
};

function formatWithin(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value);
  if (entries.some(([key, own]) => key === "path" && own === "/accessLogSettings/format"))
    return yamlSchema.parse(value)["value"];
  for (const [key, own] of entries) {
    const found: unknown = key.toLowerCase() === "format" ? own : formatWithin(own);
    if (found !== undefined) return found;
  }
  return undefined;
}

test.each(Object.entries(READ))(
  "the Format comes back out of what --emit %s prints",
  async (dialect, read) => {
    for (const kind of KINDS) {
      const owner = { kind, api: "API", stage: "STAGE", destinationArn: null };
      const known = z.enum(["cloudformation", "sam", "terraform", "cdk", "serverless", "cli"]).parse(dialect);
      const text = emitLogFormat(owner, known).join("\n");
      expect([kind, await read(text, kind)]).toEqual([kind, recommendedLogFormat(kind)]);
    }
  },
);

test("a command that sets the Format survives any name", () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), name, name, name, (kind, api, stage, destinationArn) => {
      const [line = ""] = emitLogFormat({ kind, api, stage, destinationArn }, "cli");
      const { values } = parseAwsCommand(shellWords(line));
      expect(values.get(kind === "rest" ? "restApiId" : "ApiId")).toBe(api);
      expect(values.get(kind === "rest" ? "stageName" : "StageName")).toBe(stage);
      expect(JSON.stringify([...values.values()])).toContain(JSON.stringify(destinationArn));
    }),
    { numRuns: 60 },
  );
});

test("a remedy's command lines survive any name", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CHECKS),
      fc.constantFrom(...KINDS),
      name,
      // Never the first name and a blank behind it, which is in every line that goes on after that name.
      name.map((text) => `second-${text}`),
      (check, kind, own, other) => {
        const { subjects, kinds } = checkText(check);
        const subject = subjects[0] ?? "api";
        const names = {
          ...sampleNames(kinds.includes(kind) ? kind : (kinds[0] ?? "rest"), subject),
          api: own,
          apiName: own,
          stage: other,
          domain: own,
          link: own,
          logDestination: `arn:aws:logs:eu-west-1:1:log-group:${own}`,
          logGroups: [own],
          routes: ["*/*", `GET /${other}`],
          authorizer: own,
          functions: [{ name: own, timeoutSeconds: 7 }],
          variables: ["PLAIN"],
        };
        const remedy = check.remedy(names);
        for (const line of remedy.cli) {
          const words = shellWords(line);
          if (words[0] !== "gatewatch") expect(parseAwsCommand(words).operation).toBe(words[2]);
          const given = [own, other].filter((one) => line.includes(one) && !/^[\w./:@%+=,-]+$/.test(one));
          for (const one of given) expect(words.some((word) => word.includes(one))).toBe(true);
        }
        for (const fragment of remedy.cloudformation) {
          const text = remedyLines({ ...remedy, cloudformation: [fragment] }, "cloudformation").join("\n");
          expect(parseYaml(text)).toEqual({ Type: fragment.type, Properties: fragment.properties });
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("a remedy in HCL survives any name", async () => {
  const groups = fc.sample(name, 20);
  const check = CHECKS.find(({ id }) => id === "log-retention");
  const remedy = check?.remedy({ ...sampleNames("rest", "stage"), logGroups: groups });
  if (remedy === undefined) throw new Error("the check is gone");
  const text = remedyLines(remedy, "terraform").join("\n");
  const parsed = z
    .object({ resource: z.object({ aws_cloudwatch_log_group: z.object({ "...": z.array(yamlSchema) }) }) })
    .parse(await parseHcl(text, "a.tf"));
  const found = parsed.resource.aws_cloudwatch_log_group["..."].map((one) => String(one["name"]));
  // The parser gives templates back as they are written.
  expect(found.map((one) => one.replaceAll(/([$%])\1\{/g, "$1{"))).toEqual(groups);
});
