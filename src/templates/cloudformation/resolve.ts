import { listOf } from "../../core/is-record.ts";
import { conditionValue } from "./condition-value.ts";
import { knownValue, NO_VALUE, unknown, type Evaluation, type Scope } from "./evaluation.ts";
import { functionOf } from "./function-of.ts";
import { findInMap, joined, selected, split, substituted } from "./functions.ts";
import { referenceValue } from "./reference-value.ts";
import type { Template } from "./template.ts";

/** Text that a template makes longer than this by putting it into itself is not followed. */
const LONGEST_TEXT = 65_536;

/** @param alarmsByName see Scope. */
export function createScope(
  template: Template,
  given: ReadonlyMap<string, string>,
  alarmsByName: boolean,
): Scope {
  return { template, given, alarmsByName, visiting: new Set(), memo: new Map(), resolve };
}

function resolve(value: unknown, evaluation: Evaluation): unknown {
  const called = functionOf(value);
  if (called !== null) {
    const inside = evaluation.outermost === null ? { ...evaluation, outermost: value } : evaluation;
    const result = applyFunction(called.name, called.argument, value, inside);
    return typeof result === "string" && result.length > LONGEST_TEXT ? unknown(value, inside) : result;
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const resolved = resolve(item, at(evaluation, `${evaluation.path}[${items.length}]`));
      if (resolved !== NO_VALUE) items.push(resolved);
    }
    return items;
  }
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => {
    const path = evaluation.path === "" ? name : `${evaluation.path}.${name}`;
    return [name, resolve(member, at(evaluation, path))];
  });
  return Object.fromEntries(members.filter(([, member]) => member !== NO_VALUE));
}

/** Inside a function, a list's items are its arguments and no places of their own. */
function at(evaluation: Evaluation, path: string): Evaluation {
  return evaluation.outermost === null ? { ...evaluation, path } : evaluation;
}

function applyFunction(name: string, argument: unknown, whole: unknown, evaluation: Evaluation): unknown {
  switch (name) {
    case "Ref":
      return typeof argument === "string"
        ? referenceValue({ id: argument, attribute: null }, evaluation)
        : unknown(whole, evaluation);
    case "Fn::GetAtt":
      return attribute(argument, whole, evaluation);
    case "Fn::Sub":
      return substituted(argument, evaluation) ?? unknown(whole, evaluation);
    case "Fn::Join":
      return joined(argument, evaluation) ?? unknown(whole, evaluation);
    case "Fn::Split":
      return split(argument, evaluation) ?? unknown(whole, evaluation);
    case "Fn::Select":
      return selected(argument, evaluation) ?? unknown(whole, evaluation);
    case "Fn::FindInMap":
      return findInMap(argument, evaluation) ?? unknown(whole, evaluation);
    case "Fn::If":
      return chosen(argument, whole, evaluation);
    case "Fn::Base64": {
      const text = knownValue(argument, evaluation.scope);
      return typeof text === "string" ? base64(text) : unknown(whole, evaluation);
    }
    default:
      return unknown(whole, evaluation);
  }
}

function attribute(argument: unknown, whole: unknown, evaluation: Evaluation): unknown {
  const [id, ...names] = typeof argument === "string" ? argument.split(".") : listOf(argument);
  return typeof id === "string" && names.every((name) => typeof name === "string")
    ? referenceValue({ id, attribute: names.join(".") }, evaluation)
    : unknown(whole, evaluation);
}

function chosen(argument: unknown, whole: unknown, evaluation: Evaluation): unknown {
  const [condition, whenTrue, whenFalse] = listOf(argument);
  const holds = conditionValue({ Condition: condition }, evaluation.scope);
  if (holds === null) return unknown(whole, evaluation);
  const branch = holds ? whenTrue : whenFalse;
  // Nothing but the branch is left of it, so what is unknown in that is named by its own text and place.
  return resolve(branch, evaluation.outermost === whole ? { ...evaluation, outermost: null } : evaluation);
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}
