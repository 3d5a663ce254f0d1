import { badDocument } from "./bad-document.ts";
import type { ApplyTag, SourceDocument } from "./document.ts";
import { DOCUMENT_LIMITS } from "./limits.ts";
import { parseYaml } from "./parse-yaml.ts";

/**
 * A text in JSON or YAML. JSON is read by the runtime's own parser, which is much faster, and once more for its lines
 * where somebody asks for them.
 *
 * Errors: E_BAD_INPUT with line and column.
 */
export function parseDocument(text: string, file: string, applyTag: ApplyTag): SourceDocument {
  const json = tryJson(text);
  if (json === undefined) return parseYaml(text, file, applyTag);
  if (isTooDeep(json.value)) {
    throw badDocument(file, null, `lists and objects lie more than ${DOCUMENT_LIMITS.depth} deep`);
  }
  let withLines: SourceDocument | undefined;
  return {
    value: json.value,
    lineOf: (path) => {
      withLines ??= parseYaml(text, file, applyTag);
      return withLines.lineOf(path);
    },
  };
}

function tryJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Level by level, since the runtime's parser takes a depth at which recursion ends in a crash. */
function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DOCUMENT_LIMITS.depth) return true;
    level = level.flatMap((item): unknown[] =>
      typeof item === "object" && item !== null ? Object.values(item) : [],
    );
  }
  return false;
}
