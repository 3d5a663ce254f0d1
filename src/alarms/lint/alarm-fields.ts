import type { DeclaredAlarm, UnknownValue } from "../../model/declared-alarm.ts";

/** Fields as found, which may be of any type; undefined is told where one is not of the type asked for. */
export function textField({ fields }: DeclaredAlarm, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
}

export function numberField({ fields }: DeclaredAlarm, name: string): number | undefined {
  const value = fields[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function nameOf(alarm: DeclaredAlarm): string {
  return textField(alarm, "AlarmName") ?? alarm.place.id;
}

/** The elements of a list that are texts, with their paths: "AlarmActions[1]". */
export function textsField(
  { fields }: DeclaredAlarm,
  name: string,
): { readonly path: string; readonly value: string }[] {
  const list: unknown = fields[name];
  if (!Array.isArray(list)) return [];
  const items: readonly unknown[] = list;
  return items.flatMap((value, index) =>
    typeof value === "string" ? [{ path: `${name}[${index}]`, value }] : [],
  );
}

/** What is known only after deployment of the field at `path`, or of a part of it or what it is a part of. */
export function unknownAt({ unknown }: DeclaredAlarm, path: string): UnknownValue | undefined {
  return unknown.find((value) => isWithin(value.path, path) || isWithin(path, value.path));
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}
