import type { z } from "zod";

/** One line for each problem, with the path of its field: 'Metrics[1].Id: Invalid string'. */
export function schemaProblems(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => {
    const field = path
      .map((step, index) =>
        typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`,
      )
      .join("");
    return field === "" ? message : `${field}: ${message}`;
  });
}
