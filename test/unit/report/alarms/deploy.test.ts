import { describe, expect, it } from "vitest";

import type { DeploymentPlan } from "../../../../src/model/alarm-deployment.ts";
import { renderOutcome } from "../../../../src/report/alarms/deploy/render-outcome.ts";
import { renderPlan } from "../../../../src/report/alarms/deploy/render-plan.ts";
import { errorsSpec } from "../../../support/deployable-specs.ts";

const HOSTILE = "evil\u001b[31m\u202e name";
const { definition } = errorsSpec();
const base = { kind: "metric", why: "", definition, needsFilter: null } as const;
const PLAN: DeploymentPlan = {
  region: "eu-west-1",
  added: [{ ...base, name: HOSTILE }],
  changed: [
    {
      ...base,
      name: "held",
      arn: "arn:held",
      tags: {},
      isHeld: true,
      fields: [
        { field: "AlarmActions", now: ["arn:theirs"], wanted: undefined, origin: "by-hand" },
        { field: "Threshold", now: 0.017, wanted: 0.031, origin: "own" },
        { field: "WarmUp", now: { x: "\u001b" }, wanted: undefined, origin: "unknown" },
      ],
    },
  ],
  stale: [
    { name: "gone", kind: "metric", renamedTo: "here", changedByHand: [], heldBy: [], isHeld: false },
    { name: "kept", kind: "metric", renamedTo: null, changedByHand: [], heldBy: ["theirs"], isHeld: true },
    { name: "mine", kind: "metric", renamedTo: null, changedByHand: ["Unit"], heldBy: [], isHeld: true },
  ],
  foreign: [{ name: "other", reason: "same-name", wanted: "other" }],
  refused: [{ name: "other", why: "an alarm of this name is there and is not Gatewatch's" }],
  staleFilters: [],
  unseenFilters: null,
  filters: [],
  unchanged: 7,
  outOfView: 3,
  untold: ["page"],
};

describe("what a deployment says", () => {
  it("fits its width, tells all of the plan, and lets nothing move a terminal", () => {
    const text = renderPlan(PLAN, { colour: false, width: 72 });
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text).not.toMatch(/[\u001b\u202e]/);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(72);
    const flat = text.replaceAll(/\s+/g, " ");
    for (const part of [
      "eu-west-1: 1 to add, 1 to delete; 7 as they should be, 3 held back.",
      "+ evil\\x1b[31m\\u{202e} name",
      'AlarmActions: ["arn:theirs"] -> not set (changed by hand)',
      "Threshold: 0.017 -> 0.031",
      "left as it is, since AlarmActions, WarmUp would be lost: --overwrite puts it",
      "(not known to Gatewatch)",
      'is called "here" now',
      'stays, since "theirs" looks at it',
      "stays, since Unit was changed by hand: --overwrite deletes it",
      '"other" has the name of one that is wanted',
      "3 further alarms of Gatewatch are left alone",
      "Nobody is told of alarms for page",
    ]) {
      expect(flat).toContain(part);
    }
  });

  it("lists what was done only where something is left", () => {
    const whole = { region: "r", done: ["created a"], failed: [], left: [], isInterrupted: false };
    expect(renderOutcome(whole, 80)).toBe("r: 1 of 1 calls done.\n");
    const failed = [{ what: "created b", code: "ACCESS_DENIED", hint: "add it to the policy" }];
    const left = Array.from({ length: 13 }, (_, index) => `created c${index}`);
    const text = renderOutcome({ ...whole, failed, left }, 80);
    expect(text).toContain("r: 1 of 15 calls done.\n  done   created a\n  failed not created b\n");
    expect(text).toContain("  left   and 3 more\n");
    expect(text).toContain("run it again");
    expect(renderOutcome({ ...whole, left, isInterrupted: true }, 80)).toContain("Interrupted; not tried:");
  });
});
