import { ToolError } from "../../../core/errors.ts";
import type { Dimension, FilterOp, FilterProgram } from "../../../logs/filter/filter.ts";
import { sqlText } from "./sql-text.ts";

/** What a dimension is called as a column of `texts`; see query-sql.ts. */
export function dimensionColumn(dimension: Dimension): string {
  if (dimension === "userAgentFamily" || dimension === "messagePattern") {
    throw new ToolError(
      "E_USAGE",
      `Athena cannot tell requests apart by ${dimension}, which Gatewatch derives`,
      {
        hint: "Read the objects themselves, with --engine local.",
      },
    );
  }
  return dimension === "route" ? "route" : `f_${dimension}`;
}

const SIGN: Readonly<Record<string, string>> = { "==": "=", "!=": "<>" };

/** The condition that a filter is. Errors: E_USAGE for a derived dimension. */
export function filterSql(program: FilterProgram, has: (dimension: Dimension) => boolean): string {
  const stack: string[] = [];
  for (const op of program) {
    if (op.op === "number" || op.op === "equals" || op.op === "matches") stack.push(testSql(op, has));
    else if (op.op === "not") stack.push(`NOT ${stack.pop() ?? "TRUE"}`);
    else {
      const right = stack.pop() ?? "TRUE";
      stack.push(`(${stack.pop() ?? "TRUE"} ${op.op.toUpperCase()} ${right})`);
    }
  }
  return stack.pop() ?? "TRUE";
}

type Test = Extract<FilterOp, { readonly op: "number" | "equals" | "matches" }>;

function testSql(op: Test, has: (dimension: Dimension) => boolean): string {
  if (op.op === "number") {
    const column = has(op.field) ? numberSql(dimensionColumn(op.field)) : "CAST(NULL AS bigint)";
    // No value is not equal to any number, and nothing else.
    const without = op.comparison === "!=" ? "TRUE" : "FALSE";
    return `coalesce(${column} ${SIGN[op.comparison] ?? op.comparison} ${op.value}, ${without})`;
  }
  const column = dimensionColumn(op.of);
  const text = has(op.of) ? column : "''";
  return op.op === "equals"
    ? `(${text} = ${sqlText(op.text)})`
    : `regexp_like(${text}, ${sqlText(op.pattern)})`;
}

/** A text as the number that it is: whole, of up to 15 digits; null for anything else. */
export function numberSql(column: string): string {
  return `TRY_CAST(regexp_extract(${column}, '^[0-9]{1,15}$') AS bigint)`;
}
