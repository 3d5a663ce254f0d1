import { errorMessage } from "../../core/errors.ts";
import { badDocument } from "../../templates/document/bad-document.ts";
import { DOCUMENT_LIMITS } from "../../templates/document/limits.ts";

/**
 * Terraform's language as JSON, by HashiCorp's own parser compiled to WebAssembly; it is loaded when the first file asks for it.
 *
 * Errors: E_BAD_INPUT with line and column.
 */
export async function parseHcl(text: string, file: string): Promise<unknown> {
  if (deepest(text) > DOCUMENT_LIMITS.depth) {
    throw badDocument(file, null, `brackets lie more than ${DOCUMENT_LIMITS.depth} deep`);
  }
  const { parse } = await import("@cdktf/hcl2json");
  let parsed: unknown;
  try {
    parsed = await parse("input.tf", text);
  } catch (error) {
    const message = errorMessage(error);
    // parse config: [input.tf:3,1-4: Missing expression; Expected the start of an expression.]
    const [, line, column, problem] = /input\.tf:(\d+),(\d+)-[\d,-]+: ([\s\S]+?)\]?$/.exec(message) ?? [];
    const position = line === undefined ? null : { line: Number(line), column: Number(column) };
    throw badDocument(file, position, (problem ?? message).split("\n")[0] ?? message);
  }
  return parsed;
}

/** Brackets in strings count as well, since it is the parser's stack that is to be spared. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if ("[{(".includes(character)) depth += 1;
    else if ("]})".includes(character)) depth = Math.max(0, depth - 1);
    most = Math.max(most, depth);
  }
  return most;
}
