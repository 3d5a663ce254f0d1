import { describe, expect, it } from "vitest";

import { attribute } from "../../../src/analyzers/attribution/attribute.ts";
import { changeFits } from "../../../src/analyzers/attribution/change-fits.ts";
import { changeSentence, likelyChange } from "../../../src/analyzers/attribution/likely-change.ts";
import { changeQuestions } from "../../../src/analyzers/change-questions.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import type { Change } from "../../../src/model/change.ts";
import type { CauseKind, Finding } from "../../../src/model/finding.ts";
import type { StageConfiguration } from "../../../src/model/target.ts";
import { bareFinding, INCIDENT, logSnapshot } from "../../support/incident-logs.ts";

const SERVER = "errors/server-error-spike";
const at = (minutesBefore: number): number => INCIDENT.startMs - minutesBefore * MINUTE_MS;

function change(minutesBefore: number, more: Partial<Change> = {}): Change {
  return {
    target: "rest:things/prod",
    atMs: at(minutesBefore),
    source: "cloudtrail",
    action: "UpdateStage",
    subject: "stage",
    name: "prod",
    fields: [],
    by: "role deployer",
    ...more,
  };
}

/** What stands behind two routes. */
const ROUTES: Partial<StageConfiguration> = {
  routes: [
    ["GET /health", "health"],
    ["POST /things", "things-write"],
  ].map(([key = "", integrationTarget = ""]) => ({
    key,
    integration: "lambda-proxy",
    integrationTarget,
    timeoutMs: 29_000,
    authorization: "NONE",
    apiKeyRequired: false,
    detailedMetrics: false,
    cached: false,
    throttle: null,
  })),
};

const code = (minutesBefore: number, name: string): Change =>
  change(minutesBefore, { action: "UpdateFunctionCode", subject: "function", name });
const limits = (minutesBefore: number): Change =>
  change(minutesBefore, { fields: ["/*/*/throttling/rateLimit"] });
const alarm = (minutesBefore: number): Change =>
  change(minutesBefore, {
    source: "alarm-history",
    action: "ALARM",
    subject: "alarm",
    name: "orders-errors",
    by: null,
  });

function named(
  changes: readonly Change[],
  kind: CauseKind,
  {
    configuration = {},
    isSure = true,
    route = null,
  }: {
    readonly configuration?: Partial<StageConfiguration>;
    readonly isSure?: boolean;
    readonly route?: string | null;
  } = {},
) {
  const snapshot = { ...logSnapshot([], { deployments: [], ...configuration }), changes: [...changes] };
  const finding: Finding = { ...bareFinding(SERVER), route, cause: { kind, detail: "" } };
  const [target] = snapshot.targets;
  if (target === undefined) throw new Error("no target");
  return likelyChange(finding, target, snapshot, isSure);
}

const deployed = (minutesBefore: number): Partial<StageConfiguration> => ({
  deployments: [{ id: "dep7", createdMs: at(minutesBefore), description: null }],
});

describe("the change that is named", () => {
  it.each<[string, Parameters<typeof named>, string | null]>([
    ["nothing was changed", [[], "integration"], null],
    [
      "the nearest before the start",
      [[code(17, "things-write"), code(4, "things-write")], "integration"],
      "UpdateFunctionCode of function things-write 4",
    ],
    [
      "of one just after the start and one longer before it the one before",
      [[change(3), change(-2, { name: "late" })], "integration"],
      "UpdateStage of stage prod 3",
    ],
    ["what came too long before is harmless", [[code(31, "things-write")], "integration"], null],
    ["what came after is no cause", [[code(-4, "things-write")], "integration"], null],
    ["another target's is no cause", [[change(3, { target: "rest:other/prod" })], "integration"], null],
    [
      "a limit does not break a backend",
      [[limits(2), code(9, "things-write")], "integration"],
      "UpdateFunctionCode of function things-write 9",
    ],
    [
      "a function turns nobody away",
      [[code(2, "things-write"), limits(9)], "throttle"],
      "UpdateStage of stage prod (throttling/rateLimit) 9",
    ],
    [
      "how a stage logs changes no answer",
      [[change(2, { fields: ["/*/*/logging/loglevel"] })], "integration"],
      null,
    ],
    [
      "from metrics alone nobody can tell what fits",
      [[limits(2)], "client", { isSure: false }],
      "UpdateStage of stage prod (throttling/rateLimit) 2",
    ],
    [
      "a route's own function",
      [
        [code(2, "health"), code(8, "things-write")],
        "integration",
        { route: "POST /things", configuration: ROUTES },
      ],
      "UpdateFunctionCode of function things-write 8",
    ],
    [
      "a change before an alarm, however near",
      [[alarm(1), code(8, "things-write")], "integration"],
      "UpdateFunctionCode of function things-write 8",
    ],
    [
      "an alarm where nothing else is known",
      [[alarm(1)], "integration"],
      "alarm orders-errors going to ALARM 1",
    ],
    [
      "a nearer change before a deployment",
      [[code(2, "things-write")], "integration", { configuration: deployed(12) }],
      "UpdateFunctionCode of function things-write 2",
    ],
    [
      "a nearer deployment before a change",
      [[code(12, "things-write")], "integration", { configuration: deployed(2) }],
      "deployment dep7 2",
    ],
    [
      "of what turns callers away a fitting change before a nearer deployment",
      [[limits(12)], "throttle", { configuration: deployed(2) }],
      "UpdateStage of stage prod (throttling/rateLimit) 12",
    ],
    [
      "a stage's own time, where nobody tells more",
      [[], "integration", { configuration: { updatedMs: at(6) } }],
      "an update of the stage 6",
    ],
    [
      "a stage's own time is that of its deployment",
      [[], "integration", { configuration: { ...deployed(6), updatedMs: at(5) } }],
      "deployment dep7 6",
    ],
    [
      "a stage's own time is that of a change that does no harm",
      [[change(6, { fields: ["tracingEnabled"] })], "integration", { configuration: { updatedMs: at(6) } }],
      null,
    ],
    [
      "a stage's own time, where what happened then was not to the stage",
      [[alarm(6), code(7, "health")], "throttle", { configuration: { updatedMs: at(6) } }],
      "an update of the stage 6",
    ],
    [
      "what has no name, without one",
      [[change(6, { action: "DisassociateWebACL", subject: "web-acl", name: "" })], "waf", {}],
      "DisassociateWebACL of web ACL 6",
    ],
  ])("%s", (_what, [changes, kind, how], expected) => {
    const found = named(changes, kind, how);
    expect(found === null ? null : `${found.what} ${found.minutesBefore}`).toBe(expected);
  });

  it("knows who made a deployment from the call that made it", () => {
    const call = change(2, { action: "CreateDeployment", subject: "deployment", name: "dep7" });
    const found = named([call], "deployment", { configuration: deployed(2.5) });
    expect(found).toMatchObject({ what: "deployment dep7", by: "role deployer", source: "inventory" });
    expect(changeSentence(found)).toBe(" Deployment dep7 was made by role deployer.");
    expect(named([call], "deployment")).toMatchObject({ what: "deployment dep7", source: "cloudtrail" });
  });

  it("is told in the finding's text", () => {
    const snapshot = { ...logSnapshot([], { deployments: [] }), changes: [code(2, "things-write")] };
    const { cause, verdict } = attribute(bareFinding(SERVER), snapshot);
    expect(cause.detail).toContain(
      "Changed 2 min before it began: UpdateFunctionCode of function things-write by role deployer.",
    );
    expect(verdict?.change).toEqual({
      what: "UpdateFunctionCode of function things-write",
      at: new Date(at(2)).toISOString(),
      minutesBefore: 2,
      by: "role deployer",
      source: "cloudtrail",
    });
  });
});

it.each<[Partial<Change>, CauseKind, boolean]>([
  [{ fields: ["/canarySettings/percentTraffic"] }, "deployment", true],
  [{ fields: ["/variables/backend"] }, "integration", true],
  [{ fields: ["/variables/backend"] }, "throttle", false],
  [{ fields: ["/cacheClusterEnabled"] }, "cache", true],
  [{ fields: ["/*/*/caching/ttlInSeconds", "/*/*/logging/dataTrace"] }, "cache", true],
  [{ fields: ["defaultRouteSettings"] }, "throttle", true],
  [{ fields: ["somethingNew"] }, "gateway", true],
  [{ action: "FlushStageCache" }, "cache", true],
  [{ action: "FlushStageCache" }, "waf", false],
  [{ action: "FlushStageAuthorizersCache" }, "authorizer", true],
  [{ subject: "function", action: "RemovePermission" }, "configuration", true],
  [{ subject: "function", action: "RemovePermission" }, "downstream", false],
  [{ subject: "function", action: "PutFunctionConcurrency" }, "downstream", true],
  [{ subject: "usage-plan", action: "UpdateUsagePlan" }, "quota", true],
  [{ subject: "web-acl", action: "UpdateWebACL" }, "waf", true],
  [{ subject: "web-acl", action: "UpdateWebACL" }, "integration", false],
])("%j can bring about %s: %s", (more, kind, expected) => {
  expect(changeFits(change(1, more), kind)).toBe(expected);
});

it("an action of a file that is called as what every object has fits by its subject", () => {
  for (const action of ["constructor", "__proto__", "toString"])
    expect(changeFits(change(1, { action, subject: "web-acl" }), "waf")).toBe(true);
});

describe("what is asked", () => {
  it("is the half hour before each start, of the worst findings of a target alone, and nothing where nothing was found", () => {
    const snapshot = logSnapshot([]);
    const findings = [3, 9, 9, 27, 41].map((minutes) => ({
      ...bareFinding(SERVER),
      startedAt: new Date(at(minutes)).toISOString(),
    }));
    expect(changeQuestions(snapshot, [])).toEqual([]);
    expect(changeQuestions(snapshot, findings).map(({ window }) => window)).toEqual([
      { startMs: at(33), endMs: at(0) },
      { startMs: at(39), endMs: at(6) },
    ]);
    expect(changeQuestions({ ...snapshot, targets: [] }, findings)).toEqual([]);
  });
});
