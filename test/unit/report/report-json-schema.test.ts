import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

import { reportJsonSchema } from "../../../src/report/report-json-schema.ts";
import { jsonText } from "../../../src/report/text/json-text.ts";
import { toView } from "../../../src/report/view/to-view.ts";
import { aFinding, aSeries, aSnapshot } from "../../support/report-fixtures.ts";

const validator = () => new Ajv2020({ strict: false, validateFormats: false }).compile(reportJsonSchema());
const report = () =>
  structuredClone(
    toView(aSnapshot({ series: [aSeries("Count", "Sum", [7, 9])] }), [aFinding()], "0.1.0").report,
  );

describe("the report's JSON schema", () => {
  it("is published as it is: gatewatch report --schema > docs/schema/report-1.json", async () => {
    const published = await readFile(new URL("../../../docs/schema/report-1.json", import.meta.url), "utf8");
    expect(published).toBe(jsonText(reportJsonSchema()));
  });

  it("takes a report, with what later versions add and without what older ones had not", () => {
    const isValid = validator();
    isValid(report());
    expect(isValid.errors).toBeNull();
    expect(isValid({ ...report(), later: 1 })).toBe(true);
    const { logs: _logs, ...older } = report();
    expect(isValid(older)).toBe(true);
  });

  it.each([
    ["no window", { window: undefined }],
    ["another version", { schemaVersion: 2 }],
    ["a severity that is none", { findings: [{ ...aFinding(), severity: "bad" }] }],
    ["a share of more than all", { findings: [{ ...aFinding(), confidence: 1.3 }] }],
  ])("refuses %s", (_what, changes) => {
    expect(validator()(JSON.parse(JSON.stringify({ ...report(), ...changes })))).toBe(false);
  });
});
