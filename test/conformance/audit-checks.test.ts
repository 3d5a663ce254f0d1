import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { CHECKS } from "../../src/posture/registry.ts";
import { checkText } from "../../src/posture/run-audit.ts";
import { sampleNames } from "../../src/posture/sample-names.ts";
import { checkPage } from "../../src/report/audit/check-page.ts";

const FILES = CHECKS.map((check) => ({ check, id: check.id }));

describe.each(FILES)("the check $id", ({ check, id }) => {
  test("has its own file, its page, and a row in the table", () => {
    expect(readFileSync(`src/posture/checks/${id}.ts`, "utf8")).toContain(`id: "${id}"`);
    const text = checkText(check);
    expect(readFileSync(`docs/audit/${id}.md`, "utf8")).toBe(
      checkPage(text, check.remedy(sampleNames(text.kinds[0] ?? "rest"))),
    );
    const row = readFileSync("docs/audit.md", "utf8")
      .split("\n")
      .find((line) => line.includes(`audit/${id}.md)`) && line.startsWith("|"));
    expect(row?.split("|").map((cell) => cell.trim())).toEqual(
      expect.arrayContaining([check.control, check.severity]),
    );
  });

  test("says all that its reader needs, and has a remedy for each flavour", () => {
    const { title, what, why, fix, exempt, references, subjects, kinds } = checkText(check);
    for (const sentence of [what, why, fix, exempt]) expect(sentence).toMatch(/^[A-Z].*[.)]$/s);
    expect(title).not.toMatch(/\.$/);
    expect(references.length).toBeGreaterThan(0);
    expect(subjects.length).toBeGreaterThan(0);
    for (const kind of kinds) {
      const { cli, cloudformation, terraform } = check.remedy(sampleNames(kind));
      expect(cli.length + cloudformation.length + terraform.length).toBeGreaterThan(0);
    }
  });
});

test("controls and ids are each there once", () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  expect(new Set(CHECKS.map(({ control }) => control)).size).toBe(CHECKS.length);
});

const hasLinter = (() => {
  try {
    execFileSync("python3", ["-c", "import cfnlint"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

// It takes seconds to start.
const wantsLint =
  process.env["GATEWATCH_CFN_LINT"] !== undefined || process.env["GATEWATCH_JUDGE_ALL"] !== undefined;
test.skipIf(!wantsLint || !hasLinter)(
  "cfn-lint knows every property of the remedies (skipped without it, or where neither GATEWATCH_CFN_LINT nor GATEWATCH_JUDGE_ALL is set)",
  () => {
    const resources: Record<string, unknown> = {};
    for (const check of CHECKS) {
      for (const kind of checkText(check).kinds) {
        for (const { type, properties } of check.remedy(sampleNames(kind)).cloudformation) {
          resources[`${check.id}${kind}${Object.keys(resources).length}`.replaceAll("-", "")] = {
            Type: type,
            Properties: properties,
          };
        }
      }
    }
    expect(Object.keys(resources).length).toBeGreaterThan(40);
    // One mistake shows that the tool looks for them.
    resources["Planted"] = { Type: "AWS::ApiGateway::Account", Properties: { NoSuchProperty: "x" } };
    const folder = mkdtempSync(join(tmpdir(), "gatewatch-audit-"));
    try {
      const file = join(folder, "template.json");
      writeFileSync(file, JSON.stringify({ Resources: resources }));
      // E3002: a property that the resource does not have; E3012: a value of the wrong type.
      const found = spawnText("cfn-lint", ["--format", "parseable", file]);
      expect(found.split("\n").filter((line) => /:E(?:3002|3012):/.test(line))).toEqual([
        expect.stringContaining("NoSuchProperty"),
      ]);
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
