import { ToolError } from "../../core/errors.ts";
import { evaluateExpression, type MathResult } from "../../metric-math/evaluate-expression.ts";
import type { Grid, Line } from "../../metric-math/line.ts";
import type { MathValue } from "../../metric-math/math-value.ts";
import type { AlarmPlan } from "./alarm-plan.ts";

/** One series of an alarm's queries over a grid, and whether its points depend on where the grid begins and ends. */
export interface AlarmLine {
  readonly line: Line;
  readonly dependsOnRange: boolean;
}

/**
 * The points of the query `id`, expressions within expressions included.
 *
 * Errors: E_BAD_INPUT for expressions that refer to each other in a circle, to nothing, or do not give one series.
 */
export function alarmLine(
  { metrics: references, expressions }: AlarmPlan,
  metrics: ReadonlyMap<string, Line>,
  grid: Grid,
  id: string,
): AlarmLine {
  const ids = [...references.keys(), ...expressions.keys()];
  const done = new Map<string, MathResult>();
  const open = new Set<string>();
  const resultOf = (name: string): MathResult | undefined => {
    const metric = metrics.get(name);
    if (metric) return { value: { kind: "series", line: metric }, dependsOnRange: false };
    const expression = expressions.get(name);
    const known = done.get(name);
    if (!expression || known) return known;
    if (open.has(name)) {
      throw new ToolError(
        "E_BAD_INPUT",
        `the expressions refer to each other in a circle: ${[...open, name].join(", ")}`,
      );
    }
    open.add(name);
    const result = evaluateExpression(expression.root, expression.source, { grid, metrics, resultOf, ids });
    open.delete(name);
    done.set(name, result);
    return result;
  };
  const result = resultOf(id);
  if (!result) throw new ToolError("E_BAD_INPUT", `nothing in Metrics has the id "${id}"`);
  return { line: onlySeries(result.value, id), dependsOnRange: result.dependsOnRange };
}

function onlySeries(value: MathValue, id: string): Line {
  if (value.kind === "series") return value.line;
  if (value.kind === "array") {
    const [only, ...others] = value.lines;
    if (only && others.length === 0) return only;
  }
  const seen = value.kind === "scalar" ? "a single number" : `${value.lines.length} time series`;
  throw new ToolError(
    "E_BAD_INPUT",
    `the expression "${id}" gives ${seen}, and an alarm watches one series`,
    {
      hint:
        value.kind === "scalar"
          ? "Write TIME_SERIES(...) around it."
          : "Put them together, as with SUM(...).",
    },
  );
}
