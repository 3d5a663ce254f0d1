import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { CHECKS } from "../../src/posture/registry.ts";
import { checkText } from "../../src/posture/run-audit.ts";
import { sampleRemedies } from "../../src/posture/sample-remedies.ts";
import { checkPage } from "../../src/report/audit/check-page.ts";

const FILES = CHECKS.map((check) => ({ check, id: check.id }));

describe.each(FILES)("the check $id", ({ check, id }) => {
  test("has its own file, its page, and a row in the table", () => {
    expect(readFileSync(`src/posture/checks/${id}.ts`, "utf8")).toContain(`id: "${id}"`);
    expect(readFileSync(`docs/audit/${id}.md`, "utf8")).toBe(
      checkPage(checkText(check), sampleRemedies(check)),
    );
    const row = readFileSync("docs/audit.md", "utf8")
      .split("\n")
      .find((line) => line.includes(`audit/${id}.md)`) && line.startsWith("|"));
    expect(row?.split("|").map((cell) => cell.trim())).toEqual(
      expect.arrayContaining([check.control, check.severity]),
    );
  });

  test("says all that its reader needs, and has a remedy for each flavour", () => {
    const { title, what, why, fix, exempt, references, subjects } = checkText(check);
    for (const sentence of [what, why, fix, exempt]) expect(sentence).toMatch(/^[A-Z].*[.)]$/s);
    expect(title).not.toMatch(/\.$/);
    expect(references.length).toBeGreaterThan(0);
    expect(subjects.length).toBeGreaterThan(0);
    for (const { remedy } of sampleRemedies(check)) expect(remedy.cli.length).toBeGreaterThan(0);
  });
});

test("controls and ids are each there once", () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  expect(new Set(CHECKS.map(({ control }) => control)).size).toBe(CHECKS.length);
});
