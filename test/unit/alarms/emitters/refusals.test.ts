import { expect, it } from "vitest";
import { EMITTERS } from "../../../../src/alarms/emitters/registry.ts";
import type { EmitOptions } from "../../../../src/model/emit.ts";
import { plainSpec } from "../../../support/emitted-alarms.ts";

const options: EmitOptions = {
  name: "gatewatch-alarms",
  tags: {},
  topics: {},
  okActions: false,
  insufficientDataActions: false,
  dashboard: null,
};
const withText = (AlarmDescription: string) => {
  const spec = plainSpec(4);
  return { ...spec, definition: { ...spec.definition, AlarmDescription } };
};
const refusing = (text: string) =>
  EMITTERS.filter(({ emit }) => {
    try {
      emit([withText(text)], options);
      return false;
    } catch (error) {
      expect(error).toMatchObject({
        code: "E_BAD_INPUT",
        hint: expect.stringContaining("another format") as string,
      });
      return true;
    }
  }).map(({ format }) => format);

it("what a grammar would replace and cannot quote is refused by it, and by no other", () => {
  expect(refusing("see {{resolve:ssm:/secret}}")).toEqual([
    "cloudformation",
    "cloudformation-json",
    "sam",
    "cdk",
  ]);
  expect(refusing("${Token[AWS.Region.4]}")).toEqual(["cdk"]);
  expect(refusing("#{Token[TOKEN.7]}")).toEqual(["cdk"]);
  expect(refusing("{{ resolve }} ${Token} $Token[")).toEqual([]);
});

it("no alarms are an empty list to the tools, and an error to who deploys", () => {
  const empty = EMITTERS.filter(({ format }) => format === "json").map(
    ({ emit }) => emit([], options)[0]?.text,
  );
  expect(empty.map((text): unknown => JSON.parse(text ?? ""))).toEqual([{ schemaVersion: 1, alarms: [] }]);
  for (const { emit } of EMITTERS.filter(({ format }) => format !== "json")) {
    expect(() => emit([], options)).toThrow("these alarms cannot be written");
  }
});
