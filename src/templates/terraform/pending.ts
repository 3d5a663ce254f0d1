import { isRecord } from "../../core/is-record.ts";
import type { UnknownValue } from "../../model/declared-alarm.ts";

interface Cause {
  readonly text: string;
  readonly refersTo: UnknownValue["refersTo"];
}

/** A value that only `terraform apply` knows, in whole or in part. */
export class Pending {
  /** The text that stands for it: "orders-${var.stage}". */
  readonly display: string;
  readonly causes: readonly Cause[];

  constructor(display: string, causes: readonly Cause[]) {
    this.display = display;
    this.causes = causes;
  }
}

/** Fields with texts in place of what is pending, and where these stand. */
export function settle(fields: Readonly<Record<string, unknown>>): {
  readonly fields: Record<string, unknown>;
  readonly unknown: UnknownValue[];
} {
  const unknown: UnknownValue[] = [];
  const walk = (value: unknown, path: string): unknown => {
    if (value instanceof Pending) {
      unknown.push(...value.causes.map((cause) => ({ path, ...cause })));
      return value.display;
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}[${index}]`));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        walk(member, path === "" ? name : `${path}.${name}`),
      ]),
    );
  };
  const settled = Object.entries(fields).map(([name, value]): [string, unknown] => [name, walk(value, name)]);
  return { fields: Object.fromEntries(settled), unknown };
}
