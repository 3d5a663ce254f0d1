import { jsonText } from "../json-text.ts";
import type { TerraformBlock, TerraformBody, TerraformValue } from "./configuration.ts";
import { escapeTemplate } from "./hcl-text.ts";

/**
 * Terraform's JSON spelling, in which every text is a template and a property "//" is a comment.
 *
 * Source: Terraform Language, "JSON Configuration Syntax".
 */
export function writeTerraformJson(blocks: readonly TerraformBlock[]): string {
  const root: Record<string, unknown> = {};
  for (const { type, labels, comment, body } of blocks) {
    let place = root;
    for (const label of [type, ...labels.slice(0, -1)]) {
      place[label] ??= {};
      place = place[label] as Record<string, unknown>;
    }
    const isTypeOfVariable = type === "variable";
    place[labels.at(-1) ?? ""] = {
      ...(comment !== "" && { "//": comment }),
      ...bodyValue(body, isTypeOfVariable),
    };
  }
  return `${jsonText(root, 2)}\n`;
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
