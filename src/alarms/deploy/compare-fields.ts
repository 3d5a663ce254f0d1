import { compareText } from "../../core/order.ts";
import type { FieldChange } from "../../model/alarm-deployment.ts";
import { canonicalFields } from "./canonical-fields.ts";
import { isChangedByHand, isKnownField } from "./owner-tags.ts";

type Definition = Readonly<Record<string, unknown>>;

const ACTIONS = ["AlarmActions", "OKActions", "InsufficientDataActions"] as const;

/**
 * What is put over a deployed alarm: as wanted, and with the actions that it has where nobody wants any, since they tell
 * somebody.
 */
export function keepActions<Wanted extends Definition>(wanted: Wanted, deployed: Definition): Wanted {
  const kept = ACTIONS.filter((state) => isEmpty(wanted[state]) && !isEmpty(deployed[state]));
  return { ...wanted, ...Object.fromEntries(kept.map((state) => [state, deployed[state]])) };
}

/**
 * The fields in which two definitions differ, ascending by name.
 *
 * @param put the tag that says what the deployed one was when it was put.
 */
export function changedFields(
  deployed: Definition,
  wanted: Definition,
  put: string | undefined,
): readonly FieldChange[] {
  const before = canonicalFields(deployed);
  const after = canonicalFields(wanted);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => before.get(field) !== after.get(field))
    .sort(compareText)
    .map((field) => ({
      field,
      now: deployed[field],
      wanted: wanted[field],
      origin: originOf(field, before, put),
    }));
}

/** Fields that somebody changed since the alarm was put, also those that Gatewatch does not know. */
export function fieldsChangedByHand(deployed: Definition, put: string | undefined): readonly string[] {
  const fields = canonicalFields(deployed);
  return [...fields.keys()].filter((field) => originOf(field, fields, put) !== "own").sort(compareText);
}

function originOf(
  field: string,
  deployed: ReadonlyMap<string, string>,
  put: string | undefined,
): FieldChange["origin"] {
  if (!isKnownField(field)) return "unknown";
  return isChangedByHand(field, deployed.get(field), put) ? "by-hand" : "own";
}

function isEmpty(value: unknown): boolean {
  return !Array.isArray(value) || value.length === 0;
}
