import { stringify } from "yaml";

import { hclText } from "../../core/hcl-text.ts";
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
const MAPS = new Set([
  "tags",
  "triggers",
  "variables",
  "stage_variables",
  "response_parameters",
  "request_models",
]);

/** Equals signs of arguments that follow each other stand below each other, as `terraform fmt` has them. */
function blockLines(properties: Readonly<Record<string, unknown>>, indent: string): string[] {
  const lines: string[] = [];
  let run: (readonly [name: string, value: string])[] = [];
  const endRun = (): void => {
    const widest = Math.max(...run.map(([name]) => name.length));
    lines.push(...run.map(([name, value]) => `${indent}${name.padEnd(widest)} = ${value}`));
    run = [];
  };
  for (const [name, value] of Object.entries(properties)) {
    if (!isNested(value)) {
      run.push([name, literal(value)]);
      continue;
    }
    endRun();
    const isMap = MAPS.has(name);
    for (const one of [value].flat()) {
      const inner = entriesOf(one).map(([key, own]): [string, unknown] => [isMap ? hclText(key) : key, own]);
      lines.push(
        `${indent}${name} ${isMap ? "= " : ""}{`,
        ...blockLines(Object.fromEntries(inner), `${indent}  `),
        `${indent}}`,
      );
    }
  }
  endRun();
  return lines;
}

/** A block, a map, or several blocks of one name. */
function isNested(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isNested) : typeof value === "object" && value !== null;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return typeof value === "string" ? hclText(value) : String(value);
}
