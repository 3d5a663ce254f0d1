import { afterEach, beforeEach, expect, vi } from "vitest";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;

/** A library that prints is a bug here: results go to stdout through the CLI's own streams only. */
beforeEach(() => {
  for (const method of METHODS) vi.spyOn(console, method).mockImplementation(() => undefined);
});

afterEach(() => {
  const printed = METHODS.flatMap((method) =>
    vi.mocked(console[method]).mock.calls.map((call: readonly unknown[]) => `${method}: ${call.join(" ")}`),
  );
  vi.restoreAllMocks();
  expect(printed, "a test printed to the console").toEqual([]);
});
