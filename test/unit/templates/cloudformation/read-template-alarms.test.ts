import { describe, expect, it } from "vitest";

import { readTemplate } from "../../../support/read-template.ts";

/** One alarm with these properties in a template with these sections. */
function alarmOf(properties: object, sections: object = {}, given: Readonly<Record<string, string>> = {}) {
  const { Resources = {}, ...others } = sections as { Resources?: object };
  const text = JSON.stringify({
    ...others,
    Resources: { ...Resources, Errors: { Type: "AWS::CloudWatch::Alarm", Properties: properties } },
  });
  const { alarms } = readTemplate(text, given);
  const found = alarms.find(({ place }) => place.id === "Errors");
  if (found === undefined) throw new Error("no alarm was read");
  return found;
}

const API = { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "orders" } };

describe("what a template leaves to the deployment", () => {
  it("is what is said of a deployed resource", () => {
    const Resources = { Web: { Type: "AWS::Serverless::HttpApi" }, Page: { Type: "AWS::SNS::Topic" } };
    const { fields, unknown } = alarmOf(
      {
        Dimensions: [{ Name: "ApiId", Value: { Ref: "Web" } }],
        AlarmActions: [{ "Fn::GetAtt": ["Page", "TopicArn"] }],
        AlarmDescription: { "Fn::Sub": "of ${Web}, to ${Page.TopicArn}" },
      },
      { Resources },
      { Web: "w8f4z1t6ub", "Page.TopicArn": "arn:page" },
    );
    expect(unknown.filter(({ path }) => path !== "AlarmName")).toEqual([]);
    expect(fields).toMatchObject({
      Dimensions: [{ Name: "ApiId", Value: "w8f4z1t6ub" }],
      AlarmActions: ["arn:page"],
      AlarmDescription: "of w8f4z1t6ub, to arn:page",
    });
  });

  it("keeps a text's known part, names the rest and what it refers to", () => {
    const { fields, unknown } = alarmOf(
      {
        AlarmName: { "Fn::Sub": "${AWS::StackName}-5xx" },
        Dimensions: [{ Name: "ApiName", Value: { Ref: "Api" } }],
        Threshold: { Ref: "Limit" },
        AlarmActions: ["arn:x", { Ref: "Page" }, { "Fn::ImportValue": "topic" }],
        AlarmDescription: { "Fn::Join": ["/", ["a", { "Fn::GetAtt": ["Page", "TopicName"] }]] },
      },
      {
        Parameters: { Limit: { Type: "Number" } },
        Resources: { Api: API, Page: { Type: "AWS::SNS::Topic" } },
      },
    );
    expect(fields).toEqual({
      AlarmName: "${AWS::StackName}-5xx",
      Dimensions: [{ Name: "ApiName", Value: "${Api}" }],
      Threshold: "${Limit}",
      AlarmActions: ["arn:x", "${Page}", "${!ImportValue topic}"],
      AlarmDescription: "a/${Page.TopicName}",
    });
    expect(unknown).toEqual([
      { path: "AlarmName", text: "!Sub ${AWS::StackName}-5xx", refersTo: null },
      {
        path: "Dimensions[0].Value",
        text: "!Ref Api",
        refersTo: { id: "Api", type: "AWS::ApiGateway::RestApi", attribute: null },
      },
      { path: "Threshold", text: "!Ref Limit", refersTo: null },
      {
        path: "AlarmActions[1]",
        text: "!Ref Page",
        refersTo: { id: "Page", type: "AWS::SNS::Topic", attribute: null },
      },
      { path: "AlarmActions[2]", text: "!ImportValue topic", refersTo: null },
      {
        path: "AlarmDescription",
        text: "!Join [/, [a, !GetAtt Page.TopicName]]",
        refersTo: { id: "Page", type: "AWS::SNS::Topic", attribute: "TopicName" },
      },
    ]);
  });

  it("takes what is given, and a Ref for what each type gives: a stage its name, a REST API an id", () => {
    const stage = { Type: "AWS::ApiGateway::Stage", Properties: { StageName: "live" } };
    const { fields, unknown } = alarmOf(
      {
        Dimensions: [
          { Name: "ApiName", Value: { Ref: "Api" } },
          { Name: "Stage", Value: { Ref: "Live" } },
          { Name: "A", Value: { Ref: "Sam.Stage" } },
          { Name: "B", Value: { Ref: "Http.Stage" } },
          { Name: "C", Value: { Ref: "ServerlessRestApi" } },
          { Name: "D", Value: { Ref: "ServerlessRestApi.Stage" } },
        ],
        Threshold: { Ref: "Limit" },
        Period: { Ref: "AWS::Region" },
      },
      {
        Parameters: {
          Limit: { Type: "Number", Default: 17 },
          List: { Type: "CommaDelimitedList", Default: "a, b" },
        },
        Resources: {
          Api: API,
          Live: stage,
          Sam: { Type: "AWS::Serverless::Api", Properties: { StageName: "v2" } },
          Http: { Type: "AWS::Serverless::HttpApi" },
        },
      },
      { Limit: "23", "AWS::Region": "eu-west-1" },
    );
    const values = (fields["Dimensions"] as { Value: string }[]).map(({ Value }) => Value);
    expect(values).toEqual(["${Api}", "live", "v2", "$default", "${ServerlessRestApi}", "Prod"]);
    expect(fields).toMatchObject({ Threshold: 23, Period: "eu-west-1" });
    expect(unknown.map(({ path, refersTo }) => [path, refersTo?.type])).toEqual([
      ["Dimensions[0].Value", "AWS::ApiGateway::RestApi"],
      ["Dimensions[4].Value", "AWS::ApiGateway::RestApi"],
    ]);
  });

  it("settles a condition by what of it is known, and leaves open what is not", () => {
    const equals = (left: unknown, right: unknown) => ({ "Fn::Equals": [left, right] });
    const Conditions = {
      Yes: equals({ Ref: "Stage" }, "prod"),
      No: { "Fn::Not": [{ Condition: "Yes" }] },
      Open: equals({ Ref: "AWS::Region" }, "eu-west-1"),
      OrYes: { "Fn::Or": [{ Condition: "Open" }, { Condition: "Yes" }] },
      AndNo: { "Fn::And": [{ Condition: "Open" }, { Condition: "No" }] },
      AndOpen: { "Fn::And": [{ Condition: "Open" }, { Condition: "Yes" }] },
      Circle: { "Fn::Not": [{ Condition: "Circle" }] },
    };
    const choose = (condition: string) => ({ "Fn::If": [condition, condition, { Ref: "AWS::NoValue" }] });
    const { fields, unknown } = alarmOf(
      Object.fromEntries(Object.keys(Conditions).map((name) => [name, choose(name)])),
      { Parameters: { Stage: { Type: "String", Default: "prod" } }, Conditions },
    );
    expect(fields).toMatchObject({ Yes: "Yes", OrYes: "OrYes" });
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(["No"]));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(["AndNo"]));
    expect(unknown.map(({ path }) => path)).toEqual(["Open", "AndOpen", "Circle"]);
  });

  it("does not take an SSM parameter's name for its value", () => {
    const { unknown } = alarmOf(
      { Threshold: { Ref: "Limit" } },
      { Parameters: { Limit: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/orders/limit" } } },
    );
    expect(unknown).toEqual([{ path: "Threshold", text: "!Ref Limit", refersTo: null }]);
  });
});

const TWO = `
Conditions:
  Never: !Equals [a, b]
  Maybe: !Equals [!Ref AWS::Region, b]
Resources:
  Named:
    Type: AWS::CloudWatch::Alarm
    Metadata: { Gatewatch: { Silence: [metric/one, metric/two] } }
    Properties: { AlarmName: orders-5xx, Period: "60" }
  Unnamed:
    Type: AWS::CloudWatch::Alarm
    Properties: { Tags: [{ Key: gatewatch:silence, Value: metric/three metric/four }] }
  Half:
    Type: AWS::CloudWatch::Alarm
    Condition: Maybe
    Properties: { AlarmName: !Sub "\${AWS::StackName}-half" }
  Gone:
    Type: AWS::CloudWatch::Alarm
    Condition: Never
  All:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmRule: !Sub ALARM(\${Named}) OR OK(\${Unnamed.Arn}) OR ALARM(\${Half})
      ActionsSuppressor: !Ref Unnamed
      AlarmActions: [!Ref Unnamed]
  Nights:
    Type: AWS::CloudWatch::AlarmMuteRule
    Properties:
      Name: nights
      Rule: { Schedule: { Expression: "cron(0 2 * * *)", Duration: PT3H } }
      MuteTargets: { AlarmNames: [!Ref Named, !Ref Unnamed] }
  Until:
    Type: AWS::CloudWatch::AlarmMuteRule
    Properties:
      Rule: { Schedule: { Expression: "cron(0 2 * * *)", Duration: PT3H } }
      MuteTargets: { AlarmNames: [x] }
      ExpireDate: 2027-01-01
`;

describe("alarms that refer to each other", () => {
  const found = readTemplate(TWO);
  const byId = new Map(found.alarms.map((alarm) => [alarm.place.id, alarm]));

  it("are named as they will be, or by their logical id, where an alarm is meant, and nowhere else", () => {
    expect(byId.get("All")).toMatchObject({
      kind: "composite",
      fields: {
        AlarmName: "All",
        AlarmRule: "ALARM(orders-5xx) OR OK(Unnamed) OR ALARM(${AWS::StackName}-half)",
        ActionsSuppressor: "Unnamed",
        AlarmActions: ["${Unnamed}"],
      },
      unknown: [{ path: "AlarmActions[0]", text: "!Ref Unnamed", refersTo: { id: "Unnamed" } }],
    });
    expect(byId.get("Half")?.fields["AlarmName"]).toBe("${AWS::StackName}-half");
    expect(byId.get("Unnamed")?.fields["AlarmName"]).toBe("Unnamed");
    expect(found.muteRules).toMatchObject([
      { Name: "nights", MuteTargets: { AlarmNames: ["orders-5xx", "Unnamed"] } },
    ]);
  });

  it("are silenced by metadata and by a tag", () => {
    expect(byId.get("Named")?.silenced).toEqual(["metric/one", "metric/two"]);
    expect(byId.get("Unnamed")?.silenced).toEqual(["metric/three", "metric/four"]);
  });

  it("say at their line what is left out and what is read on a guess", () => {
    expect(found.problems).toEqual([
      {
        place: { file: "template.yaml", line: 13, id: "Half" },
        message: "whether its condition Maybe holds is known only after deployment; it is read as if it did",
      },
      {
        place: { file: "template.yaml", line: 17, id: "Gone" },
        message: "left out, because its condition Never is false",
      },
      {
        place: { file: "template.yaml", line: 32, id: "Until" },
        message: "a mute rule with ExpireDate is not replayed, so it mutes nothing here",
      },
    ]);
    expect(byId.has("Gone")).toBe(false);
  });
});

describe("rules that spell out names", () => {
  const rule = (text: string) =>
    readTemplate(`
Resources:
  A: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: !Sub "\${AWS::StackName}-a" } }
  All:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties: { AlarmName: all, AlarmRule: !Sub '${text}' }
`).alarms[1];

  it("are known where each name is that of an alarm of the template", () => {
    const found = rule('ALARM("${AWS::StackName}-a") OR OK(${AWS::StackName}-a)');
    expect(found?.fields["AlarmRule"]).toBe('ALARM("${AWS::StackName}-a") OR OK(${AWS::StackName}-a)');
    expect(found?.unknown).toEqual([]);
  });

  it.each([
    "ALARM(${AWS::StackName}-ab)",
    "ALARM(x${AWS::StackName}-a)",
    "ALARM(${AWS::StackName}-a) OR ${More}",
  ])("%s is not", (text) => {
    expect(rule(text)?.unknown.map(({ path }) => path)).toContain("AlarmRule");
  });
});

describe("what only CloudFormation can unfold", () => {
  it("is named with its line, and never guessed", () => {
    const { alarms, problems } = readTemplate(`
Transform: [AWS::Serverless-2016-10-31, OurMacro]
Resources:
  Fn::ForEach::Alarms:
    - Api
    - [a, b]
    - "Errors\${Api}": { Type: AWS::CloudWatch::Alarm, Properties: {} }
  Fn::ForEach::Topics:
    - Name
    - [a, b]
    - "Topic\${Name}": { Type: AWS::SNS::Topic }
  Included:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: x
      Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k } }
`);
    expect(alarms.map(({ place }) => place.id)).toEqual(["Included"]);
    expect(problems.map(({ place, message }) => [place.line, place.id, message])).toEqual([
      [2, "OurMacro", expect.stringContaining("the macro OurMacro may add alarms") as string],
      [4, "Fn::ForEach::Alarms", expect.stringContaining("Fn::ForEach") as string],
      [12, "Included", expect.stringContaining("AWS::Include") as string],
    ]);
  });
});

describe("hostile templates", () => {
  it("names that refer to themselves, each other, or to one another without end, are unknown", () => {
    const alarm = (AlarmName: unknown) => ({ Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName } });
    const chain = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        `C${index}`,
        alarm({ "Fn::Sub": `\${C${index + 1}}\${C${index + 1}}` }),
      ]),
    );
    const text = JSON.stringify({
      Resources: {
        Self: alarm({ Ref: "Self" }),
        One: alarm({ "Fn::Sub": "${Two}-x" }),
        Two: alarm({ Ref: "One" }),
        ...chain,
      },
    });
    const { alarms } = readTemplate(text);
    expect(alarms).toHaveLength(103);
    expect(alarms.every(({ unknown }) => unknown.length > 0)).toBe(true);
  });

  it("a text that doubles with every name ends as an unknown one", () => {
    const parameters = { P: { Type: "String", Default: "x".repeat(4_096) } };
    const double = (of: string) => ({ "Fn::Join": ["", [of, of].map((Ref) => ({ Ref }))] });
    const names = ["P", ...Array.from({ length: 24 }, (_, index) => `A${index}`)];
    const resources = Object.fromEntries(
      names
        .slice(1)
        .map((name, index) => [
          name,
          { Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: double(names[index] ?? "") } },
        ]),
    );
    const { alarms } = readTemplate(JSON.stringify({ Parameters: parameters, Resources: resources }));
    const lengths = alarms.map(({ fields }) => String(fields["AlarmName"]).length);
    expect(lengths.slice(0, 4)).toEqual([8_192, 16_384, 32_768, 65_536]);
    expect(Math.max(...lengths)).toBeLessThan(70_000);
  });

  it.each([
    ["functions without arguments", { "Fn::Join": null, "Fn::Sub": 1 }],
    ["an If of nothing", { "Fn::If": [] }],
    ["a Select beyond the list", { "Fn::Select": [7, ["a"]] }],
    ["a map that is not there", { "Fn::FindInMap": ["A", "b", "c"] }],
    ["a map's prototype", { "Fn::FindInMap": ["constructor", "name", "x"] }],
    ["a Ref of an object", { Ref: { a: 1 } }],
    ["a GetAtt of nothing", { "Fn::GetAtt": null }],
    ["a Split by nothing", { "Fn::Split": ["", "a"] }],
  ])("%s crash nothing", (_name, value) => {
    const { fields } = alarmOf({ AlarmName: "a", Threshold: value });
    expect(fields["AlarmName"]).toBe("a");
  });
});
