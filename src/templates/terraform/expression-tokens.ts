import { endOfExpression } from "./template-pieces.ts";

export type ExpressionToken =
  | { readonly kind: "number"; readonly value: number }
  /** The text between the quotes, as written. */
  | { readonly kind: "string"; readonly text: string }
  /** A reference as written, or a function's name. */
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "sign"; readonly text: string };

const NAME = /[A-Za-z_][\w-]*(?:\.(?:[A-Za-z_][\w-]*|\d+)|\[\s*(?:"[^"$\\]*"|\d+)\s*\])*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SIGN = /==|!=|<=|>=|&&|\|\||=>|[-+*/%<>!?:()[\]{},=]/y;

/** The tokens of an expression of Terraform's language; null where something else stands in it (a splat, a heredoc). */
export function expressionTokens(text: string): ExpressionToken[] | null {
  const tokens: ExpressionToken[] = [];
  let index = 0;
  const take = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = index;
    const found = sticky.exec(text)?.[0];
    index += found?.length ?? 0;
    return found;
  };
  while (index < text.length) {
    if (take(/\s+/y) !== undefined) continue;
    if (text[index] === '"') {
      const end = endOfString(text, index + 1);
      if (end === null) return null;
      tokens.push({ kind: "string", text: text.slice(index + 1, end) });
      index = end + 1;
      continue;
    }
    const number = take(NUMBER);
    if (number !== undefined) {
      tokens.push({ kind: "number", value: Number(number) });
      continue;
    }
    const name = take(NAME);
    const sign = name ?? take(SIGN);
    if (sign === undefined) return null;
    tokens.push({ kind: name === undefined ? "sign" : "name", text: sign });
  }
  return tokens;
}

/** Where the quote stands that ends a string, past those in its templates. */
function endOfString(text: string, start: number): number | null {
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '"') return index;
    if (text[index] === "\\") index += 1;
    else if (text.startsWith("$${", index)) index += 2;
    else if (text.startsWith("${", index)) {
      const end = endOfExpression(text, index + 2);
      if (end === null) return null;
      index = end;
    }
  }
  return null;
}
