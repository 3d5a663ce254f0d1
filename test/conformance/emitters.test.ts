import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { EMITTERS } from "../../src/alarms/emitters/registry.ts";
import type { AlarmSpec } from "../../src/model/alarm-spec.ts";
import type { EmitOptions, EmittedFile } from "../../src/model/emit.ts";
import {
  canonical,
  expectedAlarms,
  expectedDashboard,
  expectedFilters,
  hostileDashboard,
  hostileSpecs,
} from "../support/emitted-alarms.ts";
import {
  resolveScript,
  resolveTemplates,
  resolveTerraform,
  type Resolved,
} from "../support/resolve-emitted.ts";

const OPTIONS: EmitOptions = {
  name: "gatewatch-alarms",
  tags: {},
  topics: {},
  okActions: false,
  insufficientDataActions: false,
  dashboard: null,
};

const hasBash = runs("bash", ["-c", "true"]);

/** How each dialect is read back; one without a reader fails below. The CDK has emitters-cdk.test.ts. */
const READERS: Record<string, (files: readonly EmittedFile[]) => Resolved | Promise<Resolved>> = {
  cloudformation: resolveTemplates,
  "cloudformation-json": resolveTemplates,
  sam: resolveTemplates,
  terraform: resolveTerraform,
  "terraform-json": resolveTerraform,
  cli: resolveScript,
  json: resolveJson,
};

describe.each(EMITTERS.filter(({ format }) => format !== "cdk"))("what $format says", ({ format, emit }) => {
  it.skipIf(format === "cli" && !hasBash)("is what the specs say, whatever their texts are", async () => {
    const specs = hostileSpecs();
    const expected = expectedAlarms(specs);
    expect(expected.size).toBe(specs.length);
    const body = hostileDashboard(specs);
    const files = emit(specs, { ...OPTIONS, dashboard: { name: "Gatewatch_1", body } });
    const { alarms, order, dashboards, filters, exported } = await READERS[format]!(files);
    if (format !== "json") expect([...dashboards]).toEqual([["Gatewatch_1", expectedDashboard(body)]]);
    expect(Object.fromEntries(alarms)).toEqual(Object.fromEntries(expected));
    const expectedOnes = expectedFilters(specs);
    expect(expectedOnes.size).toBeGreaterThan(20);
    expect(Object.fromEntries(filters)).toEqual(Object.fromEntries(expectedOnes));
    if (exported) expect([...exported].sort()).toEqual(exportedNames(specs));
    if (order) {
      expect(order.indexOf("above")).toBeGreaterThan(order.indexOf("all of it"));
      expect(order.indexOf("all of it")).toBeGreaterThan(order.indexOf("1e3"));
      expect(order.indexOf("all of it")).toBeGreaterThan(order.indexOf("math"));
    }
  });
});

it.each(EMITTERS)("$format is the same bytes again, and holds nothing that cannot be seen", ({ emit }) => {
  const files = emit(hostileSpecs(), OPTIONS);
  expect(files.length).toBeGreaterThan(0);
  expect(emit(hostileSpecs(), OPTIONS)).toEqual(files);
  for (const { path, text } of files) {
    expect(path).toMatch(/^[a-z0-9.-]+$/);
    expect(text).toMatch(/[^\n]\n$/);
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/);
  }
});

function exportedNames(specs: readonly AlarmSpec[]): readonly string[] {
  const names = specs
    .filter((spec) => spec.isExported)
    .map(({ definition }) => definition.AlarmName.normalize());
  expect(names.length).toBeGreaterThan(4);
  return names.sort();
}

function resolveJson(files: readonly EmittedFile[]): Resolved {
  const { alarms } = JSON.parse(files[0]!.text) as { alarms: AlarmSpec[] };
  const resolved = expectedAlarms(alarms);
  return {
    alarms: new Map([...resolved].map(([name, fields]) => [name, canonical(fields)])),
    dashboards: new Map(),
    filters: expectedFilters(alarms),
  };
}

function runs(command: string, words: string[]): boolean {
  try {
    execFileSync(command, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
