import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { readTemplateAlarms } from "../../../src/templates/cloudformation/read-template-alarms.ts";
import { applyShortTag } from "../../../src/templates/cloudformation/short-tag.ts";
import { toTemplate } from "../../../src/templates/cloudformation/template.ts";
import { dialectOf } from "../../../src/templates/declared/dialect-of.ts";
import { parseDocument } from "../../../src/templates/document/parse-document.ts";

const FOLDER = join(process.env["GATEWATCH_DATA"] ?? "../shared/data", "templates");

/** Public templates with APIs, of AWS's samples and of linters' test suites; kept outside of this repository. */
describe.skipIf(!existsSync(FOLDER))("templates in use (skipped where they are not there)", () => {
  it("are all read: every resource with its type and its line, and no alarm where there is none", () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
      (name) => /\.(?:ya?ml|json|template)$/.test(name) && name !== "index.json",
    );
    expect(files.length).toBeGreaterThan(50);
    let templates = 0;
    for (const file of files) {
      const text = readFileSync(join(FOLDER, file), "utf8");
      const document = parseDocument(text, file, applyShortTag);
      if (dialectOf(document.value) !== "cloudformation") continue;
      templates += 1;
      const { resources } = toTemplate(document);
      expect(resources.size, `of ${file}`).toBeGreaterThan(0);
      const lines = text.split("\n");
      for (const { id, type } of resources.values()) {
        expect(type, `of ${file}`).toMatch(/^(?:\w+::|Custom::)/);
        expect(lines[(document.lineOf(["Resources", id]) ?? 0) - 1], `of ${file}`).toContain(id);
      }
      const { alarms } = readTemplateAlarms(document, file, new Map());
      const count = text.match(/AWS::CloudWatch::(?:Composite)?Alarm/g)?.length ?? 0;
      expect(alarms.length, `of ${file}`).toBe(count);
    }
    expect(templates).toBeGreaterThan(50);
  });
});
