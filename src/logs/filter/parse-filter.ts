import { LOG_FIELDS, type LogField } from "../../catalog/log-fields.ts";
import { nearestMeant } from "../../core/did-you-mean.ts";
import { errorMessage, ToolError } from "../../core/errors.ts";
import { dimensionNames, parseDimension } from "./dimensions.ts";
import type { Dimension, FilterOp, FilterProgram, NumberComparison } from "./filter.ts";

/**
 * The language of --filter:
 *
 *   filter      := all ("||" all)*
 *   all         := one ("&&" one)*
 *   one         := "!" one | "(" filter ")" | name comparison value
 *   comparison  := "==" | "!=" | "<" | "<=" | ">" | ">="      with a number
 *                | "==" | "!="                                with a "text" or a word
 *                | "~" | "!~"                                 with a /regular expression/, a "text" or a word
 *
 * A name is one of --by, or of a latency, bytes, a request id. A value that a line does not have is "", and no number.
 */
const TOKEN =
  /\s*(?:(&&|\|\||!~|!=|==|<=|>=|[!()<>~=])|\/((?:[^/\\]|\\.)*)\/|"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s&|!()<>~="']+))/y;

const NUMBER_COMPARISONS: readonly NumberComparison[] = ["==", "!=", "<", "<=", ">", ">="];
/** One sign of equality is taken for two: it is what people type. */
const COMPARISONS: readonly string[] = [...NUMBER_COMPARISONS, "~", "!~", "="];
const NUMBER_FIELDS: ReadonlySet<Dimension> = new Set<Dimension>(
  LOG_FIELDS.map(({ field }) => field).filter((field) => /latency$|status$|^bytes$|^timeEpoch$/i.test(field)),
);

interface Token {
  readonly kind: "sign" | "pattern" | "text" | "word";
  readonly value: string;
  readonly at: number;
}

/** Errors: E_USAGE, with the place and what is expected there. */
export function parseFilter(source: string): FilterProgram {
  return new FilterParser(source).parse();
}

class FilterParser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #program: FilterOp[] = [];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = this.#cut();
  }

  parse(): FilterProgram {
    this.#any();
    const rest = this.#tokens[this.#at];
    if (rest) this.#fail(rest.at, `"${rest.value}" where && or || or the end should be`);
    return this.#program;
  }

  #cut(): Token[] {
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < this.#source.trimEnd().length) {
      const at = TOKEN.lastIndex;
      const found = TOKEN.exec(this.#source);
      if (!found) this.#fail(at, "something that is no name, sign or value");
      const [, sign, pattern, double, single, word] = found;
      if (sign !== undefined) tokens.push({ kind: "sign", value: sign, at });
      else if (pattern !== undefined) tokens.push({ kind: "pattern", value: pattern, at });
      else if (word !== undefined) tokens.push({ kind: "word", value: word, at });
      else tokens.push({ kind: "text", value: double?.replace(/\\(.)/g, "$1") ?? single ?? "", at });
    }
    return tokens;
  }

  #any(): void {
    this.#all();
    while (this.#accept("||")) {
      this.#all();
      this.#program.push({ op: "or" });
    }
  }

  #all(): void {
    this.#one();
    while (this.#accept("&&")) {
      this.#one();
      this.#program.push({ op: "and" });
    }
  }

  #one(): void {
    if (this.#accept("!")) {
      this.#one();
      this.#program.push({ op: "not" });
      return;
    }
    if (this.#accept("(")) {
      this.#any();
      if (!this.#accept(")")) this.#fail(this.#place(), 'no ")" for its "("');
      return;
    }
    this.#comparison();
  }

  #comparison(): void {
    const name = this.#tokens[this.#at++];
    if (name?.kind !== "word") this.#fail(name?.at ?? this.#place(), "no name where one should be");
    const of = parseDimension(name.value);
    if (of === undefined) {
      throw new ToolError("E_USAGE", `--filter "${this.#source}": nothing is called "${name.value}"`, {
        hint: `${nearestMeant(name.value, dimensionNames())} "gatewatch logs --help" lists all.`,
      });
    }
    const sign = this.#tokens[this.#at++];
    if (sign?.kind !== "sign" || !COMPARISONS.includes(sign.value)) {
      this.#fail(sign?.at ?? this.#place(), `no comparison after "${name.value}"`);
    }
    const value = this.#tokens[this.#at++];
    if (!value || value.kind === "sign")
      this.#fail(value?.at ?? this.#place(), `no value after "${sign.value}"`);
    this.#test(of, sign, value);
  }

  #test(of: Dimension, sign: Token, value: Token): void {
    if (sign.value === "~" || sign.value === "!~") {
      this.#checkPattern(value);
      this.#program.push({ op: "matches", of, pattern: value.value });
      if (sign.value === "!~") this.#program.push({ op: "not" });
      return;
    }
    if (value.kind === "pattern") this.#fail(value.at, "a /regular expression/, which goes with ~ and !~");
    const comparison = NUMBER_COMPARISONS.find((known) => known === sign.value) ?? "==";
    if (isNumberField(of)) {
      const number = value.value.trim() === "" ? Number.NaN : Number(value.value);
      if (!Number.isFinite(number)) this.#fail(value.at, `"${value.value}" where a number should be`);
      this.#program.push({ op: "number", field: of, comparison, value: number });
      return;
    }
    if (comparison !== "==" && comparison !== "!=") {
      this.#fail(sign.at, `"${comparison}", which compares numbers, with a text`);
    }
    this.#program.push({ op: "equals", of, text: value.value });
    if (comparison === "!=") this.#program.push({ op: "not" });
  }

  #checkPattern(value: Token): void {
    try {
      RegExp(value.value);
    } catch (thrown) {
      this.#fail(value.at, errorMessage(thrown));
    }
  }

  #accept(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "sign" || token.value !== sign) return false;
    this.#at += 1;
    return true;
  }

  #place(): number {
    return this.#tokens[this.#at]?.at ?? this.#source.length;
  }

  #fail(at: number, what: string): never {
    throw new ToolError("E_USAGE", `--filter "${this.#source}": at character ${at + 1} there is ${what}`, {
      hint: `Write it like 'status>=500 && route~/orders/ && !(ip==203.0.113.9)'.`,
    });
  }
}

function isNumberField(of: Dimension): of is LogField {
  return NUMBER_FIELDS.has(of);
}
