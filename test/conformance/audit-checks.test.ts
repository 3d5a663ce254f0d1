import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { CONTROL_TOOLS, STANDARD_CONTROLS } from "../../src/catalog/standard-controls.ts";
import { citedControls } from "../../src/posture/cited-controls.ts";
import { CHECKS } from "../../src/posture/registry.ts";
import { checkText } from "../../src/posture/run-audit.ts";
import { sampleRemedies } from "../../src/posture/sample-remedies.ts";
import { checkPage } from "../../src/report/audit/check-page.ts";

const PAGE = readFileSync("docs/audit.md", "utf8");
const TABLE = PAGE.slice(PAGE.indexOf("## Control by control"))
  .split("\n")
  .filter((line) => line.startsWith("|"));

function idsOf(references: readonly string[], start: string): string {
  const ids = references.flatMap((one) => (one.startsWith(start) ? [one.slice(start.length)] : []));
  return ids.join(", ") || "-";
}

const FILES = CHECKS.map((check) => ({ check, id: check.id }));

describe.each(FILES)("the check $id", ({ check, id }) => {
  test("has its own file, its page, and a row in the table", () => {
    expect(readFileSync(`src/posture/checks/${id}.ts`, "utf8")).toContain(`id: "${id}"`);
    expect(readFileSync(`docs/audit/${id}.md`, "utf8")).toBe(
      checkPage(checkText(check), sampleRemedies(check)),
    );
    const row = TABLE.find((line) => line.includes(`audit/${id}.md)`));
    const { references } = check;
    expect(row?.split("|").map((cell) => cell.trim())).toEqual([
      "",
      check.control,
      `[${id}](audit/${id}.md)`,
      check.severity,
      ...CONTROL_TOOLS.map((tool) => idsOf(references, `${tool} `)),
      idsOf(references, "Well-Architected Serverless Applications Lens, "),
      "",
    ]);
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

test("the table compares every control that others publish, and no other", () => {
  expect(TABLE[0]?.split("|").map((cell) => cell.trim())).toEqual([
    "",
    "control",
    "check",
    "severity",
    ...CONTROL_TOOLS,
    "Well-Architected",
    "",
  ]);
  const name = ({ tool, id }: { readonly tool: string; readonly id: string }): string => `${tool} ${id}`;
  const cited = new Set(CHECKS.flatMap((check) => citedControls(check).map(name)));
  const matched = STANDARD_CONTROLS.filter(({ unmatched }) => unmatched === undefined);
  expect(STANDARD_CONTROLS.length).toBeGreaterThan(80);
  expect(new Set(STANDARD_CONTROLS.map(name)).size).toBe(STANDARD_CONTROLS.length);
  expect([...cited].toSorted()).toEqual(matched.map(name).toSorted());
  // Those without a counterpart are told below the table.
  const page = readFileSync("docs/audit.md", "utf8");
  for (const { id, unmatched } of STANDARD_CONTROLS) if (unmatched !== undefined) expect(page).toContain(id);
});

test("a range of ids names each of them", () => {
  expect(citedControls({ references: ["checkov A_2 to A_4 and B_1; C_1 is another's", "Book A_9"] })).toEqual(
    ["A_2", "A_3", "A_4", "B_1"].map((id) => ({ tool: "checkov", id })),
  );
});
