import type { ChangedAlarm, DeploymentPlan, PlannedAlarm, StaleAlarm } from "../../model/alarm-deployment.ts";
import type { PreparedAlarm } from "../emitters/prepared-alarm.ts";
import { fieldsChangedByHand } from "./compare-fields.ts";
import { isOfSet, nameOf, type DeployedAccount } from "./deployed-account.ts";
import { lookedAt } from "./looked-at.ts";
import { FOR_TAG, KEY_TAG, PUT_TAG, tagValue } from "./owner-tags.ts";

interface Question {
  readonly emit: { readonly name: string };
  readonly overwrite: boolean;
  readonly seen: readonly string[] | null;
}

/**
 * Alarms of the set that nobody wants any more. CloudWatch does not delete an alarm that a composite looks at, so one that
 * a remaining composite needs stays, and so do those that this one in turn needs.
 */
export function planStale(
  wanted: readonly PreparedAlarm[],
  { alarms }: DeployedAccount,
  { added, changed }: { readonly added: readonly PlannedAlarm[]; readonly changed: readonly ChangedAlarm[] },
  { emit, overwrite, seen }: Question,
): Pick<DeploymentPlan, "stale" | "outOfView"> {
  const names = new Set(wanted.map(({ definition }) => definition.AlarmName));
  const others = alarms.filter((alarm) => isOfSet(alarm, emit.name) && !names.has(nameOf(alarm)));
  const targets = seen === null ? null : new Set(seen.map(tagValue));
  const unwanted = others.filter(({ tags }) => targets === null || targets.has(tags[FOR_TAG] ?? ""));
  const nameByKey = new Map(wanted.map(({ key, definition }) => [tagValue(key), definition.AlarmName]));
  const put = new Map(
    [...added, ...changed.filter(({ isHeld }) => !isHeld)].map((one) => [one.name, lookedAt(one.definition)]),
  );
  const needs = new Map(
    alarms.map((one) => [nameOf(one), put.get(nameOf(one)) ?? lookedAt(one.alarm.fields)]),
  );
  for (const [name, needed] of put) needs.set(name, needed);
  const drafts = unwanted.map((one) => ({
    name: nameOf(one),
    kind: one.alarm.kind,
    renamedTo: nameByKey.get(one.tags[KEY_TAG] ?? "") ?? null,
    changedByHand: fieldsChangedByHand(one.alarm.fields, one.tags[PUT_TAG]),
  }));
  const going = new Set(
    drafts.filter(({ changedByHand }) => overwrite || changedByHand.length === 0).map(({ name }) => name),
  );
  const heldBy = (stale: string): string[] =>
    [...needs].flatMap(([name, needed]) => (!going.has(name) && needed.includes(stale) ? [name] : []));
  for (let before = -1; before !== going.size;) {
    before = going.size;
    for (const name of going) if (heldBy(name).length > 0) going.delete(name);
  }
  const stale = drafts.map((draft): StaleAlarm => ({
    ...draft,
    heldBy: heldBy(draft.name).sort(),
    isHeld: !going.has(draft.name),
  }));
  return { stale, outOfView: others.length - unwanted.length };
}
