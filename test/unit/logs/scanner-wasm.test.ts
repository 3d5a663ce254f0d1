import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { LOG_FIELDS } from "../../../src/catalog/log-fields.ts";
import { SCANNER_WASM } from "../../../src/logs/scanner/scanner-wasm.gen.ts";
import { scannerModule } from "../../../scripts/build-scanner.mjs";

const text = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

it("what is committed is what these sources were compiled to (npm run scanner)", () => {
  const bytes = Buffer.from(SCANNER_WASM, "base64");
  expect(bytes.length).toBeGreaterThan(10_000);
  // Has the digests of the sources as they are now, and of the module as it is now.
  expect(text("src/logs/scanner/scanner-wasm.gen.ts")).toBe(scannerModule(bytes));
});

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
