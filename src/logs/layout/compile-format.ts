import { logFieldOfVariable, type LogField } from "../../catalog/log-fields.ts";
import { errorMessage, ToolError } from "../../core/errors.ts";
import { flattenScalars } from "../records/flatten-scalars.ts";
import { JSON_LAYOUT, type Layout, type TextPart } from "./layout.ts";

/** A variable; override variables name a header, which may hold hyphens. */
const VARIABLE = /\$context\.((?:request|response)Override\.[\w.-]*\w|\w+(?:\.\w+)*)/g;
const WHOLE_VARIABLE = new RegExp(`^${VARIABLE.source}$`);

/**
 * What stands where in the lines of a stage whose access-log Format this is.
 *
 * Errors: E_BAD_INPUT for a text without variables, and for one that begins as JSON and is not.
 */
export function compileFormat(format: string): Layout {
  const trimmed = format.trim();
  if (!trimmed.includes("$context.")) {
    throw new ToolError(
      "E_BAD_INPUT",
      `"${trimmed.slice(0, 60)}" is not an access-log Format: it has no $context variable`,
      {
        hint: "Copy accessLogSettings.format of the stage (aws apigateway get-stage, aws apigatewayv2 get-stage).",
      },
    );
  }
  return trimmed.startsWith("{") ? jsonLayout(trimmed) : textLayout(trimmed);
}

function jsonLayout(format: string): Layout {
  const keys: Record<string, LogField | null> = {};
  for (const [path, value] of flattenScalars(parseTemplate(format))) {
    const variable = WHOLE_VARIABLE.exec(value)?.[1];
    // A value put together of several variables has no field of its own; its key may still say what it is.
    if (variable !== undefined) keys[path] = logFieldOfVariable(variable) ?? null;
  }
  const fields = Object.values(keys).filter((field) => field !== null);
  return {
    ...JSON_LAYOUT,
    keys,
    fields,
    description: `JSON with ${Object.keys(keys).length} variables, by its Format`,
  };
}

/** The template as a value: variables that stand unquoted (numbers, messageString) are quoted. */
function parseTemplate(format: string): unknown {
  let [quoted, isString] = ["", false];
  for (let at = 0; at < format.length; at += 1) {
    VARIABLE.lastIndex = at;
    const found = !isString && format.startsWith("$context.", at) ? VARIABLE.exec(format)?.[0] : undefined;
    if (found === undefined) {
      const letter = format[at] ?? "";
      if (letter === '"' && format[at - 1] !== "\\") isString = !isString;
      quoted += letter;
    } else {
      quoted += `"${found}"`;
      at += found.length - 1;
    }
  }
  try {
    return JSON.parse(quoted);
  } catch (cause) {
    throw new ToolError(
      "E_BAD_INPUT",
      `the access-log Format begins as JSON and is not: ${errorMessage(cause)}`,
      {
        hint: "Give it as the stage has it, or leave it out: the log's own lines then say what stands where.",
        cause,
      },
    );
  }
}

function textLayout(format: string): Layout {
  const variants = compileTextParts(format);
  const fields = (variants[0] ?? []).flatMap(({ field }) => field ?? []);
  return {
    ...JSON_LAYOUT,
    kind: "text",
    variants,
    fields,
    description: `text with ${fields.length} known variables: ${fields.join(", ")}`,
  };
}

/** The parts of a Format that is not JSON, and its variants. */
export function compileTextParts(format: string): readonly (readonly TextPart[])[] {
  const parts = textParts(format.replace(/\r?\n/g, " "));
  return [parts, ...spacingVariants(parts)];
}

function textParts(format: string): TextPart[] {
  const pieces = format.split(VARIABLE);
  const parts: TextPart[] = [];
  for (let at = 0; at + 1 < pieces.length; at += 2) {
    const literal = pieces[at] ?? "";
    const next = pieces[at + 2] ?? "";
    const isLast = at + 3 === pieces.length && next === "";
    const field = logFieldOfVariable(pieces[at + 1] ?? "") ?? null;
    const until = isLast ? "line" : field === "routeKey" && next === " " ? "route" : "literal";
    const before = parts.at(-1);
    // Where two variables touch nobody can tell where the first ends: together they are one unknown value.
    if (literal === "" && before !== undefined) parts[parts.length - 1] = { ...before, until, field: null };
    else parts.push({ literal, until, field });
  }
  const end = pieces.at(-1) ?? "";
  return end === "" ? parts : [...parts, { literal: end, until: "end", field: null }];
}

/** AWS's own CLF Format has been published with and without a space between the time and the request. */
function spacingVariants(parts: readonly TextPart[]): TextPart[][] {
  const changed = parts.map((part) => ({
    ...part,
    literal: part.literal.includes('] "')
      ? part.literal.replace('] "', ']"')
      : part.literal.replace(']"', '] "'),
  }));
  return changed.some(({ literal }, index) => literal !== parts[index]?.literal) ? [changed] : [];
}
