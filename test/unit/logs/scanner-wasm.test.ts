import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { LOG_FIELDS } from "../../../src/catalog/log-fields.ts";
import { compileScanner, scannerModule } from "../../../scripts/build-scanner.mjs";

const text = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

it("what is committed is what assembly/ compiles to (npm run scanner)", async () => {
  expect(text("src/logs/scanner/scanner-wasm.gen.ts")).toBe(scannerModule(await compileScanner()));
}, 60_000);

it("the scanner and the catalog number the fields alike", () => {
  const numbers = [...text("assembly/fields.ts").matchAll(/export const ([A-Z_]+): i32 = (\d+);/g)].filter(
    ([, name]) => name !== "FIELD_COUNT",
  );
  expect(numbers.length).toBeGreaterThan(20);
  for (const [, name = "", number] of numbers) {
    const field = name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(LOG_FIELDS[Number(number)]?.field).toBe(field);
  }
  const [, room] = /FIELD_COUNT: i32 = (\d+)/.exec(text("assembly/fields.ts")) ?? [];
  expect(LOG_FIELDS.length).toBeLessThanOrEqual(Number(room));
});
