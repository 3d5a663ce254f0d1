import { jsonText } from "../json-text.ts";
import type { TerraformBlock, TerraformBody, TerraformValue } from "./configuration.ts";
import { escapeTemplate } from "../../../core/hcl-text.ts";

/**
 * Terraform's JSON spelling, in which every text is a template and a property "//" is a comment.
 *
 * Source: Terraform Language, "JSON Configuration Syntax".
 */
export function writeTerraformJson(blocks: readonly TerraformBlock[]): string {
  const entries = blocks.map(({ type, labels, comment, body }) => ({
    path: [type, ...labels],
    value: { ...(comment !== "" && { "//": comment }), ...bodyValue(body, type === "variable") },
  }));
  return `${jsonText(nested(entries), 2)}\n`;
}

interface Entry {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Objects in objects along the paths, of which none is the beginning of another; the order of first occurrence is kept. */
function nested(entries: readonly Entry[]): unknown {
  const byName = new Map<string, Entry[]>();
  for (const { path, value } of entries) {
    const [name, ...rest] = path;
    if (name === undefined) return value;
    const inner = byName.get(name) ?? [];
    byName.set(name, inner);
    inner.push({ path: rest, value });
  }
  return Object.fromEntries([...byName].map(([name, inner]) => [name, nested(inner)]));
}

function bodyValue(
  { attributes, blocks }: TerraformBody,
  hasBareExpressions: boolean,
): Record<string, unknown> {
  return {
    ...Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        name === "depends_on" || hasBareExpressions ? bareValue(value) : jsonValue(value),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(blocks).map(([name, bodies]) => [name, bodies.map((body) => bodyValue(body, false))]),
    ),
  };
}

/** Where Terraform reads a reference or a text, never a template: depends_on, and a variable's own attributes. */
function bareValue(value: TerraformValue): unknown {
  if (typeof value !== "object") return value;
  if ("expression" in value) return value.expression;
  return "pairs" in value || "template" in value ? value : value.map(bareValue);
}

function jsonValue(value: TerraformValue): unknown {
  if (typeof value === "string") return escapeTemplate(value);
  if (typeof value !== "object") return value;
  if ("expression" in value) return `\${${value.expression}}`;
  if ("template" in value) return value.template;
  if ("pairs" in value) {
    return Object.fromEntries(
      Object.entries(value.pairs).map(([name, text]) => [escapeTemplate(name), escapeTemplate(text)]),
    );
  }
  return value.map(jsonValue);
}
