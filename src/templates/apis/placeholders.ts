import { ToolError } from "../../core/errors.ts";
import { functionOf } from "../cloudformation/function-of.ts";
import { functionText } from "../cloudformation/function-text.ts";

/**
 * What is known only after deployment, as text: an API's id is `!Ref OrdersApi` in its template, and a rule, a name or a limit
 * wants a text. One character of Unicode's private use area stands for each such value, so that no cut goes through it and
 * nobody escapes it.
 */
export interface Placeholders {
  /** The character for a value of the template; the same for equal values. */
  readonly of: (value: unknown) => string;
  /** The text as readers of templates show it: "${OrdersApi}". */
  readonly readable: (text: string) => string;
  /** The text where "${" would be taken for a mistake, as in metadata: "<OrdersApi>". */
  readonly named: (text: string) => string;
  /** The text as a template writes it: itself, the very function, or Fn::Sub or Fn::Join around both. */
  readonly expand: (text: string) => unknown;
}

const FIRST = 0xe000;
const LAST = 0xf8ff;
const PRIVATE = /([\ue000-\uf8ff])/;

/** @param taken texts of which no character may be used. */
export function createPlaceholders(taken: string): Placeholders {
  const used = new Set(taken.match(/[\ue000-\uf8ff]/g));
  const signs = new Map<string, string>();
  const values = new Map<string, unknown>();
  let next = FIRST;
  const fresh = (): string => {
    while (next <= LAST) {
      const sign = String.fromCharCode(next);
      next += 1;
      if (!used.has(sign)) return sign;
    }
    throw new ToolError("E_BAD_INPUT", `more than ${values.size} values of a template are open`, {
      hint: "Divide the template.",
    });
  };
  const pieces = (text: string): Piece[] =>
    text
      .split(PRIVATE)
      .filter((piece) => piece !== "")
      .map((piece) => (values.has(piece) ? { value: values.get(piece) } : { text: piece }));
  const readable = (text: string): string =>
    pieces(text)
      .map((piece) => ("text" in piece ? piece.text : readableValue(piece.value)))
      .join("");
  return {
    of: (value) => {
      const id = JSON.stringify(value);
      const sign = signs.get(id) ?? fresh();
      signs.set(id, sign);
      values.set(sign, value);
      return sign;
    },
    readable,
    named: (text) => readable(text).replaceAll(/\$\{([^{}]*)\}/g, "<$1>"),
    expand: (text) => expanded(pieces(text), text),
  };
}

type Piece = { readonly text: string } | { readonly value: unknown };

function readableValue(value: unknown): string {
  if (typeof value === "string") return value;
  return substitution(value) ?? `\${${functionText(value)}}`;
}

function expanded(pieces: readonly Piece[], text: string): unknown {
  if (pieces.every((piece) => "text" in piece)) return text;
  const [only, ...others] = pieces;
  if (only && others.length === 0 && "value" in only) return only.value;
  const parts = pieces.map((piece) => {
    // In Fn::Sub it would have to be escaped, and its end may stand in another piece.
    if ("text" in piece) return piece.text.includes("${") ? undefined : piece.text;
    return substitution(piece.value);
  });
  if (parts.every((part) => part !== undefined)) return { "Fn::Sub": parts.join("") };
  return { "Fn::Join": ["", pieces.map((piece) => ("text" in piece ? piece.text : piece.value))] };
}

/** How Fn::Sub writes a value: of Ref, Fn::GetAtt and Fn::Sub itself. */
function substitution(value: unknown): string | undefined {
  const called = functionOf(value);
  if (called === null) return undefined;
  const { name, argument } = called;
  if (name === "Ref" && typeof argument === "string") return `\${${argument}}`;
  if (name === "Fn::Sub" && typeof argument === "string") return argument;
  if (name !== "Fn::GetAtt") return undefined;
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  return parts.every((part) => typeof part === "string") ? `\${${parts.join(".")}}` : undefined;
}
