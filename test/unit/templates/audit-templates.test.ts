import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import type { AuditResult, AuditVerdict } from "../../../src/model/audit-result.ts";
import { CHECKS } from "../../../src/posture/registry.ts";
import { runAudit } from "../../../src/posture/run-audit.ts";
import { readEstate } from "../../../src/templates/estate/read-estate.ts";
import { TEMPLATE_VERDICTS } from "../../support/template-verdicts.ts";

const FOLDER = join(process.env["GATEWATCH_DATA"] ?? "../shared/data", "templates");

async function audit(path: string): Promise<AuditResult[]> {
  const text = await readFile(join(FOLDER, path), "utf8");
  const { estate } = readEstate(text, path, { parameters: new Map(), stage: null, takenMs: 0 });
  return runAudit(CHECKS, [estate]);
}

describe.skipIf(!existsSync(FOLDER))("templates in use (skipped where the data is not there)", () => {
  test("each of them is audited", async () => {
    const index = z
      .array(z.object({ path: z.string() }))
      .parse(JSON.parse(await readFile(join(FOLDER, "index.json"), "utf8")));
    expect(index.length).toBeGreaterThan(100);
    const counts = await Promise.all(index.map(async ({ path }) => (await audit(path)).length));
    expect(counts.filter((count) => count === 0)).toEqual([]);
  });

  test.each(Object.entries(TEMPLATE_VERDICTS))(
    "%s has the verdicts that a reader gave it, every check of every API and stage",
    async (path, expected) => {
      const found: Record<string, Record<string, AuditVerdict>> = {};
      for (const { id, check, verdict } of await audit(path)) {
        found[id] = { ...found[id], [check]: verdict };
      }
      expect(found).toEqual(expected);
    },
  );

  test("ten templates and more, of each flavour, have been read", () => {
    const subjects = Object.values(TEMPLATE_VERDICTS).flatMap((byId) => Object.keys(byId));
    expect(Object.keys(TEMPLATE_VERDICTS).length).toBeGreaterThanOrEqual(10);
    expect(new Set(subjects.map((id) => id.split(":")[0]))).toEqual(new Set(["rest", "http", "websocket"]));
  });
});
