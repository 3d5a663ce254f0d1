import { readFile, stat } from "node:fs/promises";
import { z } from "zod";

import { ToolError } from "../../core/errors.ts";
import { estateSchema, type Estate } from "../../model/estate.ts";

const fileSchema = z.object({ schemaVersion: z.literal(1), estates: z.array(estateSchema) });

/**
 * What `--record` wrote; null for anything else, which may be a recording of another kind.
 *
 * Errors: E_BAD_INPUT for a file of this kind that is not as it was written.
 */
export async function readEstateFile(path: string): Promise<Estate[] | null> {
  let text: string;
  try {
    if (!(await stat(path)).isFile()) return null;
    text = await readFile(path, "utf8");
  } catch {
    // Whoever reads recordings says what is wrong with the path.
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("estates" in value)) return null;
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) return parsed.data.estates.map((estate) => ({ ...estate, origin: "recorded" }));
  throw new ToolError("E_BAD_INPUT", `${path} is not what gatewatch audit --record writes`, {
    hint: "Record it again.",
    details: z.prettifyError(parsed.error).split("\n").slice(0, 6),
  });
}

/** One line a file: what another run can read again. */
export function estateFileText(estates: readonly Estate[]): string {
  return `${JSON.stringify({ schemaVersion: 1, estates })}\n`;
}
