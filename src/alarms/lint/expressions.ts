import { ToolError } from "../../core/errors.ts";
import type { Expression } from "../../metric-math/expression.ts";
import { parseExpression } from "../../metric-math/parse-expression.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { expressionsOf } from "./metric-uses.ts";

/** The alarm's expressions that can be read; what is wrong with the others is another rule's. */
export function parsedExpressions(
  alarm: DeclaredAlarm,
): { readonly path: string; readonly root: Expression }[] {
  return expressionsOf(alarm).flatMap(({ path, source }) => {
    try {
      return [{ path, root: parseExpression(source) }];
    } catch (error) {
      if (error instanceof ToolError) return [];
      throw error;
    }
  });
}

/** The expression and all that it is made of. */
export function partsOf(root: Expression): Expression[] {
  const parts = [root];
  for (const part of parts) parts.push(...childrenOf(part));
  return parts;
}

/** The functions called in an expression, also where it cannot be evaluated; quoted text is no code. */
export function calledFunctions(source: string): string[] {
  const code = source.replaceAll(/"[^"]*"|'[^']*'/g, '""');
  return [...code.matchAll(/([A-Za-z_][A-Za-z0-9_]*)\s*\(/g)].map(([, name = ""]) => name);
}

function childrenOf(part: Expression): readonly Expression[] {
  if (part.kind === "binary") return [part.left, part.right];
  if (part.kind === "negate") return [part.operand];
  if (part.kind === "call") return part.args;
  return part.kind === "list" ? part.items : [];
}
