import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import { knownValue } from "../cloudformation/evaluation.ts";
import { createScope } from "../cloudformation/resolve.ts";
import type { Template } from "../cloudformation/template.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * Values of a template's properties as an estate has them: null where a property is not there, undefined where only the deployment
 * knows it.
 */
export interface KnownValues {
  readonly value: (value: unknown) => unknown;
  readonly text: (members: Members, name: string) => string | null | undefined;
  readonly flag: (members: Members, name: string) => boolean | undefined;
  readonly number: (members: Members, name: string) => number | null | undefined;
  /** Texts by name; what only the deployment knows is left out of them. Undefined where the whole is not known. */
  readonly texts: (members: Members, name: string) => Readonly<Record<string, string>> | undefined;
  /** An object's members as written; undefined where a function puts it together. Null where it is not there. */
  readonly members: (members: Members, name: string) => Members | null | undefined;
}

export function knownValues(template: Template, given: ReadonlyMap<string, string>): KnownValues {
  const scope = createScope(template, given, false);
  const value = (found: unknown): unknown =>
    found === undefined || found === null ? null : knownValue(found, scope);
  return {
    value,
    text: (members, name) => {
      const found = value(members[name]);
      if (typeof found === "number" || typeof found === "boolean") return String(found);
      return typeof found === "string" || found === null ? found : undefined;
    },
    flag: (members, name) => {
      const found = value(members[name]);
      if (found === null) return false;
      if (typeof found === "boolean") return found;
      // YAML 1.1 has more words for it, and JSON templates hold it as text.
      if (typeof found !== "string") return undefined;
      return /^(?:true|yes|on)$/i.test(found) ? true : /^(?:false|no|off)$/i.test(found) ? false : undefined;
    },
    number: (members, name) => {
      const found = value(members[name]);
      if (found === null) return null;
      const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
      return typeof number === "number" && Number.isFinite(number) ? number : undefined;
    },
    texts: (members, name) => {
      const whole = members[name];
      if (whole === undefined || whole === null) return {};
      // Tags of some resources are a list of Key and Value.
      const entries = Array.isArray(whole)
        ? listOf(whole).map((tag) => [String(recordOf(tag)["Key"]), recordOf(tag)["Value"]] as const)
        : Object.entries(recordOf(whole));
      if (entries.some(([key]) => key.startsWith("Fn::"))) return undefined;
      return Object.fromEntries(
        entries.map(([key, one]) => {
          const found = value(one);
          return [key, typeof found === "string" || typeof found === "number" ? String(found) : ""];
        }),
      );
    },
    members: (members, name) => {
      const whole = members[name];
      if (whole === undefined || whole === null) return null;
      if (isRecord(whole) && !Object.keys(whole).some((key) => key.startsWith("Fn::") || key === "Ref"))
        return whole;
      const found = value(whole);
      return found === null ? null : isRecord(found) ? found : undefined;
    },
  };
}
