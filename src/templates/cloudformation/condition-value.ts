import { listOf } from "../../core/is-record.ts";
import { knownValue, resolveOnce, type Scope } from "./evaluation.ts";
import { functionOf } from "./function-of.ts";
import { textOf } from "./text-of.ts";

/** Whether a condition holds; null where that is known only after deployment, or where conditions name each other in a circle. */
export function conditionValue(condition: unknown, scope: Scope): boolean | null {
  const called = functionOf(condition);
  if (called === null) return null;
  const { name, argument } = called;
  const parts = listOf(argument);
  switch (name) {
    case "Condition":
      return typeof argument === "string" ? named(argument, scope) : null;
    case "Fn::Equals": {
      const [left, right] = parts.map((part) => knownValue(part, scope));
      return left === undefined || right === undefined ? null : textOf(left) === textOf(right);
    }
    case "Fn::Not": {
      const value = conditionValue(parts[0], scope);
      return value === null ? null : !value;
    }
    case "Fn::And":
    case "Fn::Or": {
      // One false part settles an And, one true part an Or, whatever the others are.
      const settles = name === "Fn::Or";
      const values = parts.map((part) => conditionValue(part, scope));
      if (values.includes(settles)) return settles;
      return values.length === 0 || values.includes(null) ? null : !settles;
    }
    default:
      return null;
  }
}

function named(name: string, scope: Scope): boolean | null {
  const { conditions } = scope.template;
  if (!Object.hasOwn(conditions, name)) return null;
  const value = resolveOnce(`condition ${name}`, scope, (inner) => conditionValue(conditions[name], inner));
  return typeof value === "boolean" ? value : null;
}
