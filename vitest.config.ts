import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Stray output would hide in a green run; a test that prints fails.
    setupFiles: ["test/support/fail-on-console.ts"],
    reporters: ["default", "./test/support/closing-line-reporter.ts"],
    // The default leaves one core idle, which on two cores doubles the time.
    maxWorkers: "100%",
    pool: "threads",
    // No test leaves anything behind in a module, so files of one worker share what they load: a third less time.
    isolate: false,
    // The slowest test takes a few seconds; a shared machine may take ten times that.
    testTimeout: 60_000,
  },
});
