/**
 * Metrics Insights, CloudWatch's query language, as far as an alarm on metrics needs it:
 *
 *   SELECT function(metric) FROM namespace | SCHEMA(namespace, key, ...)
 *   [WHERE key = 'value' [AND ...]] [GROUP BY key, ...] [ORDER BY function() [ASC | DESC]] [LIMIT n]
 *
 * Source: CloudWatch User Guide, "Query components and syntax in CloudWatch Metrics Insights" (2026). Tags and further operators,
 * which it also has, are not read.
 */
import { scanTokens } from "../core/scan-tokens.ts";
import { mathError } from "./math-error.ts";

const FUNCTIONS = {
  AVG: "Average",
  COUNT: "SampleCount",
  MAX: "Maximum",
  MIN: "Minimum",
  SUM: "Sum",
} as const;
type InsightsFunction = keyof typeof FUNCTIONS;

export interface InsightsQuery {
  /** The statistic that its function is. */
  readonly stat: (typeof FUNCTIONS)[InsightsFunction];
  readonly metric: string;
  readonly namespace: string;
  /** The exact dimensions of the metrics; null where any will do. */
  readonly dimensions: readonly string[] | null;
  readonly where: readonly { readonly key: string; readonly isNot: boolean; readonly value: string }[];
  readonly groupBy: readonly string[];
  readonly limit: number | null;
}

/** Whether an expression is a query rather than metric math. */
export function isInsightsQuery(source: string): boolean {
  return /^\s*SELECT\b/i.test(source);
}

/** Errors: E_BAD_INPUT with the place. */
export function parseInsightsQuery(source: string): InsightsQuery {
  return new QueryParser(source).parse();
}

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\w+)|(!=|[=(),]))/y;

interface Token {
  readonly kind: "name" | "value" | "word" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

class QueryParser {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #next = 0;

  constructor(source: string) {
    this.#source = source;
    const refuse = (at: number) =>
      mathError(source, at, "no name, value or sign of a Metrics Insights query");
    for (const { groups, at } of scanTokens(source, TOKEN, refuse)) {
      const [name, value, word, sign] = groups;
      const kind =
        name === undefined
          ? value === undefined
            ? word === undefined
              ? "sign"
              : "word"
            : "value"
          : "name";
      const text = name ?? value ?? word ?? sign ?? "";
      this.#tokens.push({ kind, text: text.replaceAll(/\\(["'\\])/g, "$1"), at });
    }
  }

  parse(): InsightsQuery {
    this.#expect("SELECT");
    const stat = FUNCTIONS[this.#function()];
    this.#expect("(");
    const metric = this.#name("a metric");
    this.#expect(")");
    this.#expect("FROM");
    const { namespace, dimensions } = this.#from();
    const where: InsightsQuery["where"][number][] = [];
    if (this.#accept("WHERE"))
      do where.push(this.#condition());
      while (this.#accept("AND"));
    const groupBy = this.#accept("GROUP") ? this.#groups() : [];
    if (this.#accept("ORDER")) this.#order();
    const limit = this.#accept("LIMIT") ? Number(this.#take().text) : null;
    const rest = this.#peek();
    if (rest.kind !== "end") throw this.#error(rest, `"${rest.text}" where the query should end`);
    return { stat, metric, namespace, dimensions, where, groupBy, limit };
  }

  #from(): Pick<InsightsQuery, "namespace" | "dimensions"> {
    if (!this.#accept("SCHEMA")) return { namespace: this.#name("a namespace"), dimensions: null };
    this.#expect("(");
    const namespace = this.#name("a namespace");
    const dimensions: string[] = [];
    while (this.#accept(",")) dimensions.push(this.#name("a dimension"));
    this.#expect(")");
    return { namespace, dimensions };
  }

  #condition(): InsightsQuery["where"][number] {
    const key = this.#name("a dimension");
    const isNot = this.#accept("!=");
    if (!isNot) this.#expect("=");
    const value = this.#take();
    if (value.kind !== "value") throw this.#error(value, "a value in single quotes should be here");
    return { key, isNot, value: value.text };
  }

  #groups(): string[] {
    this.#expect("BY");
    const keys = [];
    do keys.push(this.#name("a dimension"));
    while (this.#accept(","));
    return keys;
  }

  #order(): void {
    this.#expect("BY");
    this.#function();
    this.#expect("(");
    this.#expect(")");
    if (!this.#accept("ASC")) this.#accept("DESC");
  }

  #function(): InsightsFunction {
    const token = this.#take();
    const upper = token.text.toUpperCase();
    const known = (["AVG", "COUNT", "MAX", "MIN", "SUM"] as const).find((name) => name === upper);
    if (known === undefined || token.kind !== "word") {
      throw this.#error(token, "one of AVG, COUNT, MAX, MIN and SUM should be here");
    }
    return known;
  }

  #name(what: string): string {
    const token = this.#take();
    if (token.kind === "name" || token.kind === "word") return token.text;
    throw this.#error(token, `${what} should be here`);
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", text: "", at: this.#source.length };
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  /** Keywords are the same in whichever case. */
  #accept(text: string): boolean {
    const token = this.#peek();
    const isIt = (token.kind === "word" || token.kind === "sign") && token.text.toUpperCase() === text;
    if (isIt) this.#next += 1;
    return isIt;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#error(this.#peek(), `${text} should be here`);
  }

  #error({ at }: Token, problem: string) {
    return mathError(this.#source, at, problem);
  }
}
