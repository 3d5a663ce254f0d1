import { expect, it } from "vitest";
import { EMITTERS } from "../../src/alarms/emitters/registry.ts";
import { TEMPLATE_LIMITS } from "../../src/catalog/template-limits.ts";
import type { AlarmSpec } from "../../src/model/alarm-spec.ts";
import type { EmitOptions } from "../../src/model/emit.ts";
import { expectedAlarms, manySpecs, plainSpec } from "../support/emitted-alarms.ts";
import { resolveTemplates } from "../support/resolve-emitted.ts";

const OPTIONS: EmitOptions = {
  name: "orders",
  tags: {},
  topics: {},
  okActions: false,
  insufficientDataActions: false,
  dashboard: null,
};
const emit = (format: string, specs: readonly AlarmSpec[]) =>
  EMITTERS.find((emitter) => emitter.format === format)!.emit(specs, OPTIONS);

const MANY_COMPOSITES = manySpecs(700, 200);
let written: ReturnType<typeof emit> | undefined;
const manyComposites = () => (written ??= emit("cloudformation-json", MANY_COMPOSITES));

it.each<[string, string, AlarmSpec[]]>([
  ["cloudformation-json", "some composites, which stay in the parent", manySpecs(1_230, 40)],
  ["cloudformation-json", "more composites than a parent takes", MANY_COMPOSITES],
  [
    "cloudformation-json",
    "texts that fill a template sooner than resources do",
    manySpecs(300, 3, "Long. ".repeat(800)),
  ],
  // Where each stands is decided for YAML alike.
  ["sam", "some more than one takes", manySpecs(480, 20)],
])("%s with %s: templates within the limits that say the same", (format, _, specs) => {
  const files = specs === MANY_COMPOSITES ? manyComposites() : emit(format, specs);
  expect(files.length).toBeGreaterThan(1);
  for (const { text } of files) {
    expect(text.length).toBeLessThanOrEqual(TEMPLATE_LIMITS.bytes);
    const resources = text.match(/^ {2}\w+:\n {4}Type:|^ {4}"\w+": \{\n {6}"Type": "AWS/gm) ?? [];
    expect(resources.length).toBeGreaterThan(0);
    expect(resources.length).toBeLessThanOrEqual(TEMPLATE_LIMITS.resources);
  }
  const { alarms } = resolveTemplates(files);
  expect(Object.fromEntries(alarms)).toEqual(Object.fromEntries(expectedAlarms(specs)));
});

it("a template's limit is 500 resources: so many and no stack is nested before", () => {
  expect(emit("cloudformation-json", manySpecs(490, 0))).toHaveLength(1);
  expect(emit("cloudformation-json", manySpecs(491, 0)).length).toBeGreaterThan(1);
});

it("one alarm more leaves every other in its stack", () => {
  const specs = manySpecs(1_230, 0);
  const stacksOf = (files: readonly { path: string; text: string }[]) =>
    new Map(
      files.flatMap(({ path, text }) =>
        [...text.matchAll(/^ {8}"AlarmName": (.*)$/gm)].map(([, name]) => [name, path]),
      ),
    );
  const before = stacksOf(emit("cloudformation-json", specs));
  const after = stacksOf(emit("cloudformation-json", [plainSpec(5_000), ...specs]));
  expect(before.size).toBe(1_230);
  expect([...before].filter(([name, path]) => after.get(name) !== path)).toEqual([]);
});

it("composites wait for the stacks with their alarms, and nothing waits in a circle", () => {
  const [parent] = manyComposites();
  const { Resources } = JSON.parse(parent!.text) as { Resources: Record<string, { DependsOn?: string[] }> };
  const stacks = Object.keys(Resources).filter((id) => /^(?:Alarms|Composites)\d/.test(id));
  expect(stacks).toEqual(expect.arrayContaining(["Alarms1", "Composites1x", "Composites2x"]));
  expect(Resources["Composites1x"]?.DependsOn).toContain("Alarms1");
  expect(Resources["Composites2x"]?.DependsOn).toEqual(["Composites1x"]);
  for (const id of stacks.filter((stack) => stack.startsWith("Alarms"))) {
    expect(Resources[id]?.DependsOn).toBeUndefined();
  }
});
