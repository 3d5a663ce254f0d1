import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { DEPLOY_CASES } from "../support/deploy-cases.ts";
import { describeTemplate, parseSam } from "../support/describe-template.ts";
import { describeTerraform, readTerraform } from "../support/describe-terraform.ts";

// The comparison of the deployments is only worth what it can see: here each value of their resources is changed, one at a time, and
// the description of the whole has to change with it.

const root = resolve(import.meta.dirname, "../..");
const isAll = process.env["GATEWATCH_JUDGE_ALL"] === "1";
const inUse = <T>(items: readonly T[]): T[] => items.filter((_item, index) => isAll || index % 8 === 3);
const { sam, terraform } = DEPLOY_CASES[1];

/** Another value of the same kind. */
function another(literal: string): string {
  if (/^\d+$/.test(literal)) return String(Number(literal) + 1);
  if (literal === "true" || literal === "false") return String(literal !== "true");
  return literal.replace(/(["']?)$/, "x$1");
}

interface Changed {
  readonly line: string;
  readonly text: string;
}

/** The text with the value of one line changed, for each line that has one. */
function changes(text: string, from: number, to: number, value: RegExp): Changed[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const found = index < from || index >= to ? null : value.exec(line);
    if (!found) return [];
    const [, before = "", literal = "", after = ""] = found;
    const changed = lines.with(index, `${before}${another(literal)}${after}`);
    return [{ line: line.trim(), text: changed.join("\n") }];
  });
}

async function unnoticed(
  changed: readonly Changed[],
  original: unknown,
  describeText: (text: string) => unknown,
): Promise<string[]> {
  const survivors: string[] = [];
  for (const { line, text } of changed) {
    const described = await Promise.resolve()
      .then(() => describeText(text))
      .catch(() => null);
    if (JSON.stringify(described) === JSON.stringify(original)) survivors.push(line);
  }
  return survivors;
}

describe("a change of one value", () => {
  it("of the SAM template's resources is seen", async () => {
    const text = readFileSync(resolve(root, "deploy/lambda/template.yaml"), "utf8");
    const lines = text.split("\n");
    const [from, to] = [lines.indexOf("Resources:"), lines.indexOf("Outputs:")];
    const own = changes(text, from, to, /^(\s+(?:- )?[A-Z]\w+: )("?[\w<>=/.: -]+"?)()$/).filter(
      ({ line }) => !/^(?:- )?(?:Sid|CodeUri|Fn::If)\b/.test(line),
    );
    expect(own.length).toBeGreaterThan(90);
    const describeText = (one: string): unknown => describeTemplate(parseSam(one), sam);
    expect(await unnoticed(inUse(own), describeText(text), describeText)).toEqual([]);
  });

  it("of the Terraform module's resources is seen", async () => {
    const text = readTerraform(resolve(root, "deploy/terraform"));
    const named = /^(?:Sid|log_format) /;
    const own = text
      .split("\n")
      .flatMap((line, index, lines) =>
        /^(?:resource|locals) /.test(line) ? [[index, lines.indexOf("}", index)]] : [],
      )
      .flatMap(([from = 0, to = 0]) => changes(text, from, to, /^(\s+\w+\s+= )("[^"$]+"|\d+|true|false)()$/))
      .filter(({ line }) => !named.test(line));
    expect(own.length).toBeGreaterThan(60);
    const describeText = async (one: string): Promise<unknown> => describeTerraform(one, terraform);
    expect(await unnoticed(inUse(own), await describeText(text), describeText)).toEqual([]);
  });

  it("that only adds something is seen", async () => {
    const text = readTerraform(resolve(root, "deploy/terraform"));
    const added = text.replace('resource "aws_s3_bucket" "agent" {', "$&\n  force_destroy = true");
    expect(added).not.toBe(text);
    await expect(describeTerraform(added, terraform)).rejects.toThrow(
      "nobody compares aws_s3_bucket.agent.force_destroy",
    );
  });
});
