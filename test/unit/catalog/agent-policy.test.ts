import { expect, it } from "vitest";

import { agentStatements } from "../../../src/catalog/agent-policy.ts";

const sidsOf = (calls: readonly string[]): string[] => agentStatements(new Set(calls)).map(({ sid }) => sid);

it("what the code does not call is not granted", () => {
  expect(sidsOf([])).toEqual(["OwnLog", "DeadLetters"]);
  expect(sidsOf(["sns Publish"])).toEqual(["OwnLog", "DeadLetters", "Topic"]);
});

it("what belongs to commands that an agent does not run is not granted, though the code has it", () => {
  expect(sidsOf(["cloudwatch ListAlarmMuteRules", "athena StartQueryExecution", "s3 ListObjectsV2"])).toEqual(
    ["OwnLog", "DeadLetters"],
  );
});

it("a call has all of its actions, each on what it is for, and only where that is given", () => {
  const statements = agentStatements(
    new Set(["s3 GetObject", "s3 PutObject", "sts AssumeRole", "cloudwatch ListMetrics"]),
  );
  expect(statements.slice(2)).toEqual([
    { sid: "OwnObjects", actions: ["s3:GetObject", "s3:PutObject"], on: "bucket-objects", isAlways: true },
    { sid: "OwnBucket", actions: ["s3:ListBucket"], on: "bucket", isAlways: true },
    { sid: "MetricList", actions: ["cloudwatch:ListMetrics"], on: ["*"], isAlways: true },
    { sid: "OtherAccounts", actions: ["sts:AssumeRole"], on: "roles", isAlways: false },
  ]);
});
