import { isRecord } from "../../core/is-record.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import { parseTraversal } from "./parse-traversal.ts";
import { Pending } from "./pending.ts";
import { resourceInstances, SINGLE, type ResourceInstance } from "./resource-instances.ts";
import { templatePieces } from "./template-pieces.ts";
import type { TerraformModule, TerraformResource } from "./terraform-module.ts";
import { variableValue } from "./variable-value.ts";

export interface ModuleScope {
  readonly module: TerraformModule;
  /** Values of variables: as text from a command line, or as a .tfvars file has them. */
  readonly given: ReadonlyMap<string, unknown>;
  /** True where alarms of the module are meant by name: then a reference to one's name or ARN is its name. */
  readonly alarmsByName: boolean;
  /** Which of those that count or for_each make is being read. */
  readonly instance: ResourceInstance;
  readonly visiting: ReadonlySet<string>;
  readonly memo: Map<string, unknown>;
}

/** Locals that lead from one to the next; a chain this long is one that somebody built to be one. */
const LONGEST_CHAIN = 50;
/** Text that a module makes longer than this by putting it into itself is not followed. */
const LONGEST_TEXT = 65_536;
const LONGEST_SHOWN = 160;
const LITERALS: readonly string[] = ["true", "false", "null"];
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const ALARM = /^aws_cloudwatch_(?:metric|composite)_alarm$/;
const NAMES_OF_ALARMS: readonly (string | undefined)[] = ["alarm_name", "id", "arn"];

/** A value as far as it is known: what is not is {@link Pending}. */
export function evaluate(value: unknown, scope: ModuleScope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [keyOf(name, scope), evaluate(inner, scope)]),
    );
  }
  return typeof value === "string" ? template(value, scope) : value;
}

/** A map's key is a template as well; one that is not known keeps its own text. */
function keyOf(name: string, scope: ModuleScope): string {
  const key = template(name, scope);
  return typeof key === "string" ? key : name;
}

function template(text: string, scope: ModuleScope): unknown {
  const pieces = templatePieces(text);
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined && "expression" in first) {
    return expressionValue(first.expression, scope);
  }
  const values = pieces.map((piece) =>
    "text" in piece ? piece.text : expressionValue(piece.expression, scope),
  );
  const causes = values.flatMap((value) => (value instanceof Pending ? value.causes : []));
  if (values.some((value) => typeof value === "object" && !(value instanceof Pending))) return pending(text);
  const joined = values.map((value) => (value instanceof Pending ? value.display : String(value))).join("");
  if (joined.length > LONGEST_TEXT) return pending(text);
  return causes.length === 0 ? joined : new Pending(joined, causes);
}

function expressionValue(expression: string, scope: ModuleScope): unknown {
  const steps = parseTraversal(expression);
  if (steps !== null && !LITERALS.includes(expression)) return reference(expression, steps, scope);
  const value = evaluateExpression(expression, {
    reference: (text) => {
      const inner = parseTraversal(text);
      return inner === null ? pending(text) : reference(text, inner, scope);
    },
    template: (text) => template(unescaped(text), scope),
  });
  return value ?? (expression === "null" ? null : pending(expression));
}

/** A string in an expression has its escapes still; one of a file's own has been through the parser. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\nrt])/g, (_whole, sign: string) => ESCAPES[sign] ?? sign);
}

function reference(expression: string, steps: readonly string[], scope: ModuleScope): unknown {
  const [root = "", name = "", ...inner] = steps;
  if (root === "var") {
    const value = variableValue(scope.module.variables.get(name), scope.given.get(name));
    return value === undefined ? pending(expression) : (member(value, inner) ?? pending(expression));
  }
  if (root === "local") {
    const { locals } = scope.module;
    if (!locals.has(name)) return pending(expression);
    const value = once(`local.${name}`, scope, (deeper) => evaluate(locals.get(name), deeper));
    return value === undefined ? pending(expression) : (member(value, inner) ?? pending(expression));
  }
  if (Object.hasOwn(scope.instance.roots, root)) {
    return member(scope.instance.roots[root], [name, ...inner]) ?? pending(expression);
  }
  if (root === "data")
    return pending(expression, { id: `data.${name}.${inner[0]}`, type: name, attribute: inner[1] ?? null });
  const resource = scope.module.resources.get(`${root}.${name}`);
  if (resource === undefined) {
    const given = scope.given.get(expression);
    return given ?? pending(expression);
  }
  return ofResource(expression, resource, inner, scope);
}

function ofResource(
  expression: string,
  resource: TerraformResource,
  steps: readonly string[],
  scope: ModuleScope,
): unknown {
  const { address, type, body } = resource;
  // An index names one of several that count or for_each made.
  const isIndexed = body["count"] !== undefined || body["for_each"] !== undefined;
  const [attribute, ...inner] = isIndexed ? steps.slice(1) : steps;
  const unknown = pending(expression, { id: address, type, attribute: attribute ?? null });
  const isNamed = ALARM.test(type) && NAMES_OF_ALARMS.includes(attribute);
  const asked = isNamed && (scope.alarmsByName || attribute === "id") ? "alarm_name" : attribute;
  if (asked === undefined || body[asked] === undefined) return unknown;
  const index = isIndexed ? (steps[0] ?? "") : "";
  const value = once(`${address}[${index}].${asked}`, scope, (deeper) => {
    const instance = isIndexed ? instanceAt(resource, index, deeper) : SINGLE;
    return evaluate(body[asked], { ...deeper, instance });
  });
  if (value instanceof Pending) return isNamed && scope.alarmsByName ? value.display : unknown;
  return member(value, inner) ?? unknown;
}

function instanceAt(resource: TerraformResource, index: string, scope: ModuleScope): ResourceInstance {
  const all = resourceInstances(resource, (value) => evaluate(value, scope)) ?? [];
  return all.find(({ suffix }) => suffix === `[${index}]` || suffix === `["${index}"]`) ?? SINGLE;
}

/** A member of a member; undefined where there is none. */
function member(value: unknown, steps: readonly string[]): unknown {
  let at: unknown = value;
  for (const step of steps) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isRecord(at) && !(at instanceof Pending) && Object.hasOwn(at, step)) at = at[step];
    else return undefined;
  }
  return at;
}

function once(name: string, scope: ModuleScope, find: (deeper: ModuleScope) => unknown): unknown {
  if (scope.memo.has(name)) return scope.memo.get(name);
  if (scope.visiting.has(name) || scope.visiting.size >= LONGEST_CHAIN) return undefined;
  const found = find({ ...scope, visiting: new Set([...scope.visiting, name]) });
  // Causes would double with every local that names another twice.
  const value = found instanceof Pending ? new Pending(found.display, found.causes.slice(0, 1)) : found;
  scope.memo.set(name, value);
  return value;
}

function pending(expression: string, refersTo: Pending["causes"][number]["refersTo"] = null): Pending {
  const line = expression.replace(/\s+/g, " ");
  const text = line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 3)}...` : line;
  return new Pending(`\${${text}}`, [{ text, refersTo }]);
}
