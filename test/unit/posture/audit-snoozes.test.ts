import { expect, test } from "vitest";

import type { AuditResult } from "../../../src/model/audit-result.ts";
import { applyAuditSnoozes } from "../../../src/posture/apply-audit-snoozes.ts";
import { CHECKS } from "../../../src/posture/registry.ts";
import { runAudit } from "../../../src/posture/run-audit.ts";
import { readEstate } from "../../../src/templates/estate/read-estate.ts";

const template = (name: string): string => `
Resources:
  ${name}: {Type: AWS::ApiGateway::RestApi, Properties: {Name: ${name}}}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref ${name}, StageName: prod}}`;

/** @param files what is looked at together. */
function silencedBy(target: string, files: readonly string[]): string[] {
  const estates = files.map(
    (file, index) =>
      readEstate(template(`Api${index}`), file, { parameters: new Map(), stage: null, takenMs: 0 }).estate,
  );
  const checks = CHECKS.filter(({ id }) => id === "web-acl");
  const judged: readonly AuditResult[] = runAudit(checks, estates);
  expect(judged.map(({ verdict }) => verdict)).toEqual(files.map(() => "fail"));
  const snooze = { check: "web-acl", target, until: "2026-12-01", reason: "behind a proxy" };
  const { results } = applyAuditSnoozes(judged, [snooze], Date.parse("2026-11-20T00:00:00Z"));
  return results.flatMap(({ id, silenced }) => (silenced === null ? [] : [id]));
}

test("a snooze means the same whether its template is looked at alone or beside another", () => {
  const files = ["apis/one.yaml", "apis/two.yaml"];
  expect(silencedBy("rest:Api0*", files.slice(0, 1))).toEqual(["rest:Api0/prod"]);
  expect(silencedBy("rest:Api0*", files)).toEqual(["apis/one.yaml/rest:Api0/prod"]);
  expect(silencedBy("rest:Api1/prod", files)).toEqual(["apis/two.yaml/rest:Api1/prod"]);
  expect(silencedBy("rest:*", files)).toHaveLength(2);
});

test("a snooze may name the place as well", () => {
  const files = ["apis/one.yaml", "apis/two.yaml"];
  expect(silencedBy("apis/two.yaml/*", files)).toEqual(["apis/two.yaml/rest:Api1/prod"]);
  expect(silencedBy("*rest:Api0*", files)).toEqual(["apis/one.yaml/rest:Api0/prod"]);
  expect(silencedBy("http:*", files)).toEqual([]);
  expect(silencedBy("Api0*", files)).toEqual([]);
});
