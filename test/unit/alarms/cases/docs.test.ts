import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

import { caseFileSchema } from "../../../../src/alarms/cases/case-file-schema.ts";

const page = await readFile("docs/alarms/unit-tests.md", "utf8");

describe("docs/alarms/unit-tests.md", () => {
  it("shows the example that is run", async () => {
    expect(page).toContain(await readFile("examples/alarms/cases.yaml", "utf8"));
  });

  it("explains every field", () => {
    const test = caseFileSchema.shape.tests.element.shape;
    const fields = [
      caseFileSchema.shape,
      test,
      test.inputSeries.element.shape,
      test.expect.element.shape,
    ].flatMap((shape) => Object.keys(shape));
    expect(fields.length).toBeGreaterThan(25);
    for (const field of fields) expect(page).toMatch(new RegExp(`\\| .*\`${field}\`.* +\\|`));
  });
});
