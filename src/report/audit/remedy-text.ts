import { stringify } from "yaml";

import type { AuditFragment, AuditRemedy } from "../../model/audit-result.ts";

export const REMEDY_DIALECTS = ["cli", "cloudformation", "terraform"] as const;
export type RemedyDialect = (typeof REMEDY_DIALECTS)[number];

/** A remedy as one tool writes it, in lines; none where the tool has no word for it. */
export function remedyLines(remedy: AuditRemedy, dialect: RemedyDialect): string[] {
  if (dialect === "cli") return [...remedy.cli];
  const write = dialect === "cloudformation" ? cloudformationLines : terraformLines;
  return remedy[dialect].flatMap(write);
}

/** Only what must be there beside what the resource has already. */
function cloudformationLines({ type, properties }: AuditFragment): string[] {
  const text = stringify({ Type: type, Properties: properties }, { lineWidth: 0 });
  return text.trimEnd().split("\n");
}

function terraformLines({ type, properties }: AuditFragment): string[] {
  return [`resource "${type}" "..." {`, ...blockLines(properties, "  "), "}"];
}

/** These are maps, written with an equals sign; every other object is a block. */
const MAPS = new Set(["tags", "variables", "stage_variables", "response_parameters"]);

function blockLines(properties: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(properties).flatMap(([name, value]): string[] => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return [`${indent}${name} = ${literal(value)}`];
    }
    const isMap = MAPS.has(name);
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
      isMap ? quoted(key) : key,
      inner,
    ]);
    if (entries.length === 0) return [`${indent}${name} = {}`];
    return [
      `${indent}${name} ${isMap ? "= " : ""}{`,
      ...blockLines(Object.fromEntries(entries), `${indent}  `),
      `${indent}}`,
    ];
  });
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return typeof value === "string" ? quoted(value) : String(value);
}

/** Templates begin with "${" and "%{" in HCL. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
