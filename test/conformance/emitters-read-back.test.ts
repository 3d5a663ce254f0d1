import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EMITTERS } from "../../src/alarms/emitters/registry.ts";
import { readAlarms } from "../../src/cli/alarms-source/read-alarms.ts";
import type { CliContext } from "../../src/cli/context.ts";
import type { EmitOptions, EmittedFile } from "../../src/model/emit.ts";
import { canonical, expectedAlarms, hostileSpecs, TOPIC_ARNS } from "../support/emitted-alarms.ts";

const OPTIONS: EmitOptions = {
  name: "gatewatch-alarms",
  tags: {},
  topics: Object.fromEntries(Object.entries(TOPIC_ARNS).map(([topic, arn]) => [topic, [arn]])),
  okActions: false,
  insufficientDataActions: false,
  dashboard: null,
};
/** These are programs, which are run and not read: emitters.test.ts and emitters-cdk.test.ts run them. */
const PROGRAMS = ["cdk", "cli"];

const SILENT = { write: () => undefined, isTTY: false, columns: undefined };
const CONTEXT: CliContext = {
  stdout: SILENT,
  stderr: SILENT,
  env: {},
  cwd: "/",
  now: () => 0,
  timeZone: () => "UTC",
  interruption: () => new AbortController().signal,
  setExitCode: () => undefined,
};

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "gatewatch-read-back-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});
const write = (files: readonly EmittedFile[]): string[] =>
  files.map(({ path, text }) => {
    writeFileSync(join(directory, path), text);
    return join(directory, path);
  });

describe.each(EMITTERS.filter(({ format }) => !PROGRAMS.includes(format)))("$format", ({ emit }) => {
  it("is read back by our own reader as it was written", async () => {
    const specs = hostileSpecs();
    const collections = await readAlarms(write(emit(specs, OPTIONS)), [], CONTEXT, true);
    expect(collections.flatMap(({ problems }) => problems)).toEqual([]);
    const alarms = collections.flatMap((collection) => collection.alarms);
    expect(alarms.flatMap(({ unknown }) => unknown)).toEqual([]);
    expect(Object.fromEntries(alarms.map(({ fields }) => [fields["AlarmName"], canonical(fields)]))).toEqual(
      Object.fromEntries(expectedAlarms(specs)),
    );
  });
});
