import { scanTokens } from "../core/scan-tokens.ts";
import { mathError } from "./math-error.ts";

export interface Token {
  readonly kind: "number" | "text" | "id" | "word" | "sign" | "end";
  readonly value: string;
  readonly at: number;
}

/** People paste expressions out of documents, whose typographic quotes CloudWatch's own examples have too. */
const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|["“”]([^"“”]*)["“”]|'([^']*)'|([a-z]\w*)|([A-Z]\w*)|(&&|\|\||==|!=|<=|>=|[-+*/^<>()[\],]))/y;

/** Errors: E_BAD_INPUT at the first character that begins nothing. */
export function readTokens(source: string): Token[] {
  const tokens: Token[] = [];
  const refuse = (at: number) =>
    mathError(source, at, `"${source.charAt(at)}" begins no number, id, function or operator`);
  for (const { groups, at } of scanTokens(source, TOKEN, refuse)) {
    const [number, double, single, id, word, sign] = groups;
    if (number !== undefined) tokens.push({ kind: "number", value: number, at });
    else if (id !== undefined) tokens.push({ kind: "id", value: id, at });
    else if (word === "AND" || word === "OR") tokens.push({ kind: "sign", value: word, at });
    else if (word !== undefined) tokens.push({ kind: "word", value: word, at });
    else if (sign !== undefined) tokens.push({ kind: "sign", value: plainSign(sign), at });
    else tokens.push({ kind: "text", value: double ?? single ?? "", at });
  }
  tokens.push({ kind: "end", value: "", at: source.length });
  return tokens;
}

function plainSign(sign: string): string {
  if (sign === "&&") return "AND";
  return sign === "||" ? "OR" : sign;
}
