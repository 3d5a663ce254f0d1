import type { z } from "zod";

import { nearestName } from "../../core/did-you-mean.ts";

/**
 * One line for each problem, with the path of its field: 'Metrics[1].Id: Invalid string'; `known` are the fields that an
 * alarm has, for those that it does not.
 */
export function schemaProblems(error: z.ZodError, known: readonly string[]): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map(
        (key) => `${fieldText([...issue.path, key])}: ${unknownText(key, issue.path, known)}`,
      );
    }
    const field = fieldText(issue.path);
    return field === "" ? issue.message : `${field}: ${issue.message}`;
  });
}

function unknownText(key: string, parent: readonly PropertyKey[], known: readonly string[]): string {
  const nearest = parent.length === 0 ? nearestName(key, known) : undefined;
  return `CloudWatch knows no such field${nearest === undefined ? "" : `. Did you mean "${nearest}"?`}`;
}

function fieldText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
}
