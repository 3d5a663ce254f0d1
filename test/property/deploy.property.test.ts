import fc from "fast-check";
import { expect, it } from "vitest";

import type { DeployedAccount, TaggedAlarm } from "../../src/alarms/deploy/deployed-account.ts";
import { deploymentSteps, type DeploymentStep } from "../../src/alarms/deploy/deployment-steps.ts";
import { lookedAt } from "../../src/alarms/deploy/looked-at.ts";
import { planDeployment } from "../../src/alarms/deploy/plan-deployment.ts";
import type { DeploymentPlan } from "../../src/model/alarm-deployment.ts";
import type { AlarmSpec } from "../../src/model/alarm-spec.ts";
import { compositeSpec, EMIT, errorsSpec } from "../support/deployable-specs.ts";

/** An account as a literal map: what each call does is written out, and refused where CloudWatch would refuse it. */
type Account = Map<string, { fields: Record<string, unknown>; tags: Record<string, string> }>;

const OPTIONS = { region: "eu-west-1", emit: EMIT, overwrite: false, seen: null };

function toDeployed(account: Account): DeployedAccount {
  const alarms = [...account].map(([name, { fields, tags }]): TaggedAlarm => ({
    tags,
    alarm: {
      kind: "AlarmRule" in fields ? "composite" : "metric",
      // What DescribeAlarms adds.
      fields: { ActionsEnabled: true, OKActions: [], ...fields },
      unknown: [],
      place: { file: "eu-west-1", line: null, id: name },
      silenced: [],
      deployed: { stateValue: "OK", transitionedMs: null, arn: `arn:${name}` },
    },
  }));
  return { alarms, filters: [], missingGroups: [], ownFilters: [], unseenFilters: null };
}

function run(step: DeploymentStep, account: Account): void {
  if (step.kind === "put-metric-alarm" || step.kind === "put-composite-alarm") {
    const { Tags = [], AlarmName: name, ...fields } = step.definition;
    for (const needed of lookedAt(fields)) if (!account.has(needed)) throw new Error(`no ${needed}`);
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    account.set(name, { fields: { AlarmName: name, ...fields }, tags: account.get(name)?.tags ?? tags });
  } else if (step.kind === "tag-alarm") {
    Object.assign(account.get(step.arn.slice(4))!.tags, step.tags);
  } else if (step.kind === "delete-alarms") {
    for (const [name, { fields }] of account) {
      if (step.names.includes(name)) continue;
      const needed = lookedAt(fields).find((one) => step.names.includes(one));
      if (needed !== undefined) throw new Error(`${name} looks at ${needed}`);
    }
    if (step.names.length > 1 && step.names.some((name) => "AlarmRule" in account.get(name)!.fields)) {
      throw new Error("a composite among others");
    }
    for (const name of step.names) account.delete(name);
  }
}

function deploy(specs: readonly AlarmSpec[], account: Account, most = Infinity): DeploymentPlan {
  const deployed = toDeployed(account);
  const plan = planDeployment(specs, deployed, OPTIONS);
  const composites = new Map(
    deployed.alarms
      .filter(({ alarm }) => alarm.kind === "composite")
      .map(({ alarm }) => [alarm.place.id, alarm.fields]),
  );
  for (const step of deploymentSteps(plan, composites).slice(0, most)) run(step, account);
  return plan;
}

/** Alarms 0..5 at some thresholds, and composites 6..8, each over alarms and composites of a lower number. */
const setOf = fc
  .tuple(
    fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
    fc.subarray([6, 7, 8]),
    fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 3, maxLength: 3 }),
    fc.constantFrom("", " (new)"),
  )
  .map(([metric, thresholds, above, masks, suffix]): AlarmSpec[] => {
    const nameOf = (index: number) => `alarm ${index}${suffix}`;
    const plain = metric.map((index) => ({
      ...errorsSpec(nameOf(index), (thresholds[index] ?? 1) / 64),
      key: `metric ${index}`,
    }));
    const known = [...metric];
    const composites = above.map((index) => {
      const chosen = known.filter((other) => ((masks[index - 6] ?? 0) >> other) & 1);
      const over = chosen.length > 0 ? chosen : known.slice(0, 1);
      known.push(index);
      return compositeSpec(nameOf(index), over.map(nameOf), `composite ${index}`);
    });
    return [...composites, ...plain];
  });

it("whatever was there and wherever a run was cut off, the next runs end with the wanted alarms and nothing more to do", () => {
  fc.assert(
    fc.property(setOf, setOf, fc.nat({ max: 20 }), (before, after, cut) => {
      const account: Account = new Map();
      deploy(before, account);
      expect(account.size).toBe(before.length);
      deploy(after, account, cut);
      deploy(after, account);
      expect([...account.keys()].sort()).toEqual(after.map(({ definition }) => definition.AlarmName).sort());
      const last = deploy(after, account);
      expect(last).toMatchObject({ added: [], changed: [], stale: [], refused: [], unchanged: after.length });
    }),
    { numRuns: 60 },
  );
});

it("what others own stays as it is, and what a person changed too", () => {
  fc.assert(
    fc.property(setOf, setOf, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (before, after, theirs, touched) => {
      const account: Account = new Map();
      const foreign = {
        fields: { AlarmName: `alarm ${theirs}`, MetricName: "Theirs", Period: 17 },
        tags: { a: "b" },
      };
      account.set(`alarm ${theirs}`, structuredClone(foreign));
      deploy(before, account);
      const changed = account.get(`alarm ${touched}`);
      const isOurs = changed !== undefined && touched !== theirs;
      if (isOurs) changed.fields["AlarmDescription"] = "by hand";
      deploy(after, account);
      deploy(after, account);
      expect(account.get(`alarm ${theirs}`)).toEqual(foreign);
      if (isOurs) expect(account.get(`alarm ${touched}`)?.fields["AlarmDescription"]).toBe("by hand");
    }),
    { numRuns: 60 },
  );
});
