import { expect, test } from "vitest";

import { EXIT, exitCodeOf } from "../../../src/cli/exit-codes.ts";
import { ToolError, type ErrorCode } from "../../../src/core/errors.ts";

// The contract with scripts, written out: a change here breaks somebody.
const CONTRACT: Readonly<Record<ErrorCode, number>> = {
  E_USAGE: 2,
  E_CONFIG: 2,
  E_COST_LIMIT: 2,
  E_CONFLICT: 3,
  E_BAD_INPUT: 3,
  E_CREDENTIALS: 3,
  E_ACCESS_DENIED: 3,
  E_UNREACHABLE: 3,
  E_NOTHING_READABLE: 3,
};

test.each(Object.entries(CONTRACT))("%s ends with %i", (code, status) => {
  expect(exitCodeOf(new ToolError(code as ErrorCode, "x"))).toBe(status);
});

test("done is 0, findings 1, and everything unexpected a defect, 4", () => {
  expect([EXIT.done, EXIT.findings]).toEqual([0, 1]);
  expect(exitCodeOf(new TypeError("x"))).toBe(4);
  expect(exitCodeOf("thrown text")).toBe(4);
});
