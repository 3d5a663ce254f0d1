import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Stray output would hide in a green run; a test that prints fails.
    setupFiles: ["test/support/fail-on-console.ts"],
    reporters: ["default", "./test/support/closing-line-reporter.ts"],
    testTimeout: 20_000,
  },
});
