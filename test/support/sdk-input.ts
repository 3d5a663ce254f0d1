import * as apigateway from "@aws-sdk/client-api-gateway";
import * as apigatewayv2 from "@aws-sdk/client-apigatewayv2";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as lambda from "@aws-sdk/client-lambda";

/**
 * A command line of the AWS CLI judged by the service models that the SDK carries: does the operation exist, do its options, is every
 * required one there, and do members of structures (in the shorthand or in JSON) exist and have values of their type.
 *
 * The schema of a structure in the SDK is `[3, namespace, name, traits, members, schemas, required]`, of a list `[1, ..., member]`, of a
 * map `[2, ..., key, value]`; simple types are numbers (1 numeric, 2 boolean), 64 and 128 added mean a list or map of them, and traits
 * may be wrapped around any.
 */
const CLIENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  apigateway,
  apigatewayv2,
  logs,
  lambda,
};

/** Operations of services that no client is installed for. Source: AWS CLI Command Reference, one page an operation. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "wafv2 associate-web-acl": ["web-acl-arn", "resource-arn"],
  "service-quotas request-service-quota-increase": ["service-code", "quota-code", "desired-value"],
};

export interface ParsedCommand {
  readonly operation: string;
  /** By the member's name. */
  readonly values: ReadonlyMap<string, unknown>;
}

/** Errors: with what is wrong with the command line. */
export function parseAwsCommand(words: readonly string[]): ParsedCommand {
  const [aws, service = "", operation = "", ...rest] = words;
  if (aws !== "aws") throw new Error(`not the AWS CLI: ${words.join(" ")}`);
  const { options, positional } = optionsOf(rest);
  const others = OTHERS[`${service} ${operation}`];
  if (others !== undefined) {
    const names = [...options.keys()];
    if (names.toSorted().join() !== others.toSorted().join())
      throw new Error(`${operation} has not: ${names.join()}`);
    return { operation, values: new Map() };
  }
  const command = CLIENTS[service]?.[`${pascal(operation)}Command`];
  if (!isCommand(command)) throw new Error(`there is no ${service} ${operation}`);
  const input = unwrap(new command({}).schema[4]);
  if (!Array.isArray(input)) throw new Error(`${operation} takes nothing`);
  const members = new Map(
    listOf(input[4]).map((name, index) => [
      kebab(String(name)),
      { name: String(name), schema: listOf(input[5])[index] },
    ]),
  );
  const required = listOf(input[4]).slice(0, Number(input[6] ?? 0));
  for (const name of required) {
    if (!options.has(kebab(String(name)))) throw new Error(`${operation} wants --${kebab(String(name))}`);
  }
  const isDownload = ["get-export", "export-api"].includes(operation);
  if (positional.length !== (isDownload ? 1 : 0))
    throw new Error(`${operation} takes no ${positional.join(" ")}`);
  const values = new Map(
    [...options].map(([option, given]) => {
      const member = members.get(option);
      if (member === undefined) throw new Error(`${operation} has no --${option}`);
      return [member.name, valueOf(given, member.schema, `${operation} --${option}`)];
    }),
  );
  return { operation, values };
}

function optionsOf(words: readonly string[]) {
  const options = new Map<string, string[]>();
  const positional: string[] = [];
  let current: string[] | null = null;
  for (const word of words) {
    if (word.startsWith("--")) {
      current = [];
      options.set(word.slice(2), current);
    } else if (current === null) {
      positional.push(word);
    } else {
      current.push(word);
    }
  }
  // The file of a download stands behind the last option's one value.
  const last = [...options.values()].at(-1);
  if (last !== undefined && last.length > 1 && (last.at(-1) ?? "").endsWith(".json"))
    positional.push(last.pop() ?? "");
  return { options, positional };
}

function valueOf(words: readonly string[], schema: unknown, where: string): unknown {
  const [first = ""] = words;
  const whole = unwrap(schema);
  const isNested = Array.isArray(whole) || (typeof whole === "number" && whole >= 64);
  if (isNested && /^[[{]/.test(first)) return judge(JSON.parse(words.join(" ")), whole, where);
  if (Array.isArray(whole) && whole[0] === 1) {
    const inner = unwrap(whole[4]);
    return judge(Array.isArray(inner) ? words.map(shorthand) : words, whole, where);
  }
  if (isNested) {
    if (typeof whole === "number" && whole < 128) return judge(words, whole, where);
    if (words.length !== 1) throw new Error(`${where} is ${words.join(" ")}`);
    return judge(shorthand(first), whole, where);
  }
  if (whole === 2 && words.length === 0) return true;
  if (words.length !== 1) throw new Error(`${where} is ${words.join(" ")}`);
  return judge(first, whole, where);
}

function shorthand(word: string): Record<string, string> {
  return Object.fromEntries(
    word.split(",").map((pair) => {
      const equals = pair.indexOf("=");
      if (equals === -1) throw new Error(`no shorthand: ${word}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

function judge(value: unknown, schema: unknown, where: string): unknown {
  const type = unwrap(schema);
  if (typeof type === "number") {
    if (type >= 128) return judgeEach(value, type - 128, where);
    if (type >= 64) return listOf([value].flat()).map((one) => judge(one, type - 64, where));
    const isGood =
      type === 1
        ? Number.isFinite(Number(value)) && value !== ""
        : type !== 2 || ["true", "false"].includes(String(value));
    if (!isGood) throw new Error(`${where} is ${String(value)}`);
    return value;
  }
  if (!Array.isArray(type)) return value;
  if (type[0] === 1) return listOf([value].flat()).map((one) => judge(one, type[4], where));
  if (type[0] === 2) return judgeEach(value, type[5], where);
  const members = listOf(type[4]).map(String);
  for (const [name, inner] of Object.entries(recordOf(value, where))) {
    const index = members.indexOf(name);
    if (index === -1) throw new Error(`${where} has no ${name}`);
    judge(inner, listOf(type[5])[index], `${where}.${name}`);
  }
  return value;
}

function judgeEach(value: unknown, schema: unknown, where: string): unknown {
  for (const [name, inner] of Object.entries(recordOf(value, where)))
    judge(inner, schema, `${where}.${name}`);
  return value;
}

function unwrap(schema: unknown): unknown {
  if (typeof schema === "function") return unwrap(Reflect.apply(schema, undefined, []));
  if (Array.isArray(schema) && schema.length <= 2) return unwrap(schema[0]);
  return schema;
}

function isCommand(value: unknown): value is new (input: object) => { readonly schema: readonly unknown[] } {
  return typeof value === "function";
}

function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new Error(`${where} is ${String(value)}`);
  return Object.fromEntries(Object.entries(value));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pascal(operation: string): string {
  return operation
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** Source: xform_name of botocore, as far as these names need it. */
function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}
