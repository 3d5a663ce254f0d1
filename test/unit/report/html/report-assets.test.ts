import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

import { reportAssets } from "../../../../scripts/build-report-page.mjs";
import { REPORT_SCRIPT, REPORT_STYLE } from "../../../../src/report/html/report-assets.gen.ts";

it("holds what browser/ says today: npm run report-page", async () => {
  const file = new URL("../../../../src/report/html/report-assets.gen.ts", import.meta.url);
  expect(await readFile(file, "utf8")).toBe(await reportAssets());
});

it("holds nothing that a page could stumble over, and asks for nothing", () => {
  expect(REPORT_SCRIPT.length).toBeGreaterThan(40_000);
  expect(REPORT_SCRIPT).toContain("The MIT License");
  expect(REPORT_SCRIPT).not.toMatch(
    /<\/script|<!--|\beval\(|new Function|innerHTML|fetch\(|XMLHttpRequest|import\(/,
  );
  expect(REPORT_STYLE).not.toMatch(/<\/style|url\(|@import|https?:/);
});
