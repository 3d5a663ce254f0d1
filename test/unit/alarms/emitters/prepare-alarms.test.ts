import { describe, expect, it } from "vitest";
import { prepareAlarms } from "../../../../src/alarms/emitters/prepare-alarms.ts";
import { ToolError } from "../../../../src/core/errors.ts";
import type { AlarmSpec } from "../../../../src/model/alarm-spec.ts";
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
const composite = (name: string, AlarmRule: string): AlarmSpec => ({
  ...plainSpec(0),
  key: name,
  definition: { AlarmName: name, AlarmRule },
});
const detailsOf = (specs: AlarmSpec[], changed: Partial<EmitOptions> = {}): readonly string[] => {
  try {
    prepareAlarms(specs, { ...options, ...changed });
  } catch (error) {
    expect(error).toBeInstanceOf(ToolError);
    return (error as ToolError).details;
  }
  return [];
};
const definitionOf = (changed: Partial<EmitOptions>, definition: Partial<AlarmSpec["definition"]> = {}) => {
  const spec = plainSpec(3);
  const merged = { ...spec, definition: { ...spec.definition, ...definition } };
  return prepareAlarms([merged], { ...options, ...changed }).alarms[0]!.definition;
};

describe("prepared alarms", () => {
  it("come after what they need, however they were listed, and say what that is", () => {
    const specs = [
      composite("top", 'ALARM(mid) AND ALARM("latency of api 8")'),
      composite("mid", 'ALARM("latency of api 7")'),
    ];
    const { alarms } = prepareAlarms([...specs, plainSpec(7), plainSpec(8), plainSpec(9)], options);
    expect(alarms.map(({ definition, level }) => [definition.AlarmName, level])).toEqual([
      ["latency of api 7", 0],
      ["mid", 1],
      ["latency of api 8", 0],
      ["top", 2],
      ["latency of api 9", 0],
    ]);
    expect(alarms[3]?.dependsOn).toEqual(["mid", "latency|http:api8/prod"]);
  });

  it("wait for the alarm that suppresses them", () => {
    const spec = composite("x", "ALARM(foreign)");
    Object.assign(spec.definition, { ActionsSuppressor: "latency of api 5" });
    expect(prepareAlarms([spec, plainSpec(5)], options).alarms[1]?.dependsOn).toEqual([
      "latency|http:api5/prod",
    ]);
  });

  it("tell existing topics, none, or those that become parameters", () => {
    expect(prepareAlarms([plainSpec(1)], options).topics).toEqual(["page"]);
    expect(definitionOf({ topics: { page: ["arn:x", "arn:y"] } }).AlarmActions).toEqual(["arn:x", "arn:y"]);
    expect(definitionOf({ topics: { page: [] } })).not.toHaveProperty("AlarmActions");
    const actions = ["gatewatch:topic/page", "gatewatch:topic/ticket", "arn:x"];
    expect(definitionOf({ topics: { page: ["arn:x"] } }, { AlarmActions: actions }).AlarmActions).toEqual([
      "arn:x",
      "gatewatch:topic/ticket",
    ]);
  });

  it("tell the same ones of the end where asked to, unless the spec says otherwise", () => {
    expect(definitionOf({ okActions: true }).OKActions).toEqual(["gatewatch:topic/page"]);
    expect(definitionOf({ okActions: true }, { OKActions: ["arn:z"] }).OKActions).toEqual(["arn:z"]);
    expect(definitionOf({ okActions: true }, { OKActions: [] })).not.toHaveProperty("OKActions");
    expect(definitionOf({ insufficientDataActions: true }).InsufficientDataActions).toEqual([
      "gatewatch:topic/page",
    ]);
    expect(definitionOf({})).not.toHaveProperty("OKActions");
  });

  it("carry the tags of both, by key, the option's where both have one", () => {
    const Tags = [
      { Key: "team", Value: "a" },
      { Key: "app", Value: "b" },
    ];
    expect(definitionOf({ tags: { team: "c", zone: "d" } }, { Tags }).Tags).toEqual([
      { Key: "app", Value: "b" },
      { Key: "team", Value: "c" },
      { Key: "zone", Value: "d" },
    ]);
  });

  it("are refused with every reason at once", () => {
    const one = plainSpec(1);
    const details = detailsOf([
      one,
      { ...plainSpec(2), definition: one.definition },
      { ...plainSpec(4), key: one.key },
    ]);
    expect(details).toEqual([
      `the alarm name "latency of api 1" is given twice: by ${one.key} and ${plainSpec(2).key}`,
      `the key "${one.key}" is given twice: by ${one.key} and ${one.key}`,
      expect.stringMatching(/^the id "LatencyHttpApi1Prod\w{8}" is given twice/),
    ]);
  });

  it.each<[string, AlarmSpec[], Partial<EmitOptions>, string]>([
    ["nothing at all", [], {}, "there is no alarm"],
    ["a circle", [composite("a", "ALARM(b)"), composite("b", "ALARM(a)")], {}, "waits for itself"],
    ["a name for a path", [plainSpec(1)], { name: "../x" }, "lower-case words with hyphens"],
    [
      "six actions",
      [plainSpec(1)],
      { topics: { page: ["a", "b", "c", "d", "e", "f"] } },
      "6 actions, at most 5",
    ],
    [
      "too many tags",
      [plainSpec(1)],
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ""])) },
      "Tags: 51, at most 50",
    ],
    ["a control character", [composite("a\u0007", "TRUE")], {}, "control character"],
    ["half a character", [composite("a\ud83d", "TRUE")], {}, "surrogate"],
    [
      "a dashboard's name",
      [plainSpec(1)],
      { dashboard: { name: "a b", body: { widgets: [] } } },
      '"a b" is no name of a dashboard',
    ],
  ])("are refused for %s", (_, specs, changed, reason) => {
    expect(detailsOf(specs, changed).join("\n")).toContain(reason);
  });

  it("are refused for a dashboard with an alarm that is not written", () => {
    const place = { x: 0, y: 0, width: 24, height: 2 };
    const properties = { title: "", sortBy: "stateUpdatedTimestamp", alarmNames: ["gone"] } as const;
    const body = { widgets: [{ type: "alarm", ...place, properties }] } as const;
    expect(detailsOf([plainSpec(1)], { dashboard: { name: "d", body } })).toEqual([
      'the dashboard shows the alarm "gone", which is not among those written',
    ]);
  });

  it("have no dimension twice", () => {
    const Dimensions = [
      { Name: "Stage", Value: "a" },
      { Name: "Stage", Value: "b" },
    ];
    const spec = plainSpec(1);
    expect(detailsOf([{ ...spec, definition: { ...spec.definition, Dimensions } }])).toEqual([
      `${spec.key}: Dimensions: the dimension "Stage" is given twice`,
    ]);
  });
});
