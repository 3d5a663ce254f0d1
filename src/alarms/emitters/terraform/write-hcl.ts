import { commentLines } from "../comment-lines.ts";
import type { TerraformBlock, TerraformBody, TerraformValue } from "./configuration.ts";
import { hclText } from "../../../core/hcl-text.ts";

const WIDTH = 110;
const SIGNS = new Intl.Segmenter("en", { granularity: "grapheme" });
const KEYWORDS = new Set(["for", "if", "in", "null", "true", "false"]);

/** As `terraform fmt` leaves it: two spaces, equals signs of neighbouring lines aligned. */
export function writeHcl(blocks: readonly TerraformBlock[]): string {
  return blocks
    .map(({ type, labels, comment, body }) => {
      const lines = commentLines(comment, WIDTH - 2).map((line) => `# ${line}\n`);
      const head = [type, ...labels.map((label) => `"${label}"`)].join(" ");
      const inner = bodyLines(body, "  ");
      return `${lines.join("")}${head} {${inner.length > 0 ? `\n${inner.join("\n")}\n` : ""}}\n`;
    })
    .join("\n");
}

function bodyLines({ attributes, blocks }: TerraformBody, indent: string): string[] {
  const entries = Object.entries(attributes);
  const lines = alignedLines(
    entries.filter(([name]) => name !== "depends_on"),
    indent,
  );
  for (const [name, bodies] of Object.entries(blocks)) {
    for (const body of bodies) {
      lines.push("", `${indent}${name} {`, ...bodyLines(body, `${indent}  `), `${indent}}`);
    }
  }
  const last = entries.filter(([name]) => name === "depends_on");
  if (last.length > 0) lines.push("", ...alignedLines(last, indent));
  return lines[0] === "" ? lines.slice(1) : lines;
}

/** Only values of one line are aligned with each other; a longer one stands alone. */
function alignedLines(entries: readonly (readonly [string, TerraformValue])[], indent: string): string[] {
  const lines: string[] = [];
  let run: [string, string][] = [];
  const flush = () => {
    const width = Math.max(0, ...run.map(([name]) => columnsOf(name)));
    lines.push(
      ...run.map(([name, text]) => `${indent}${name}${" ".repeat(width - columnsOf(name))} = ${text}`),
    );
    run = [];
  };
  for (const [name, value] of entries) {
    const [first = "", ...rest] = valueLines(value, indent);
    if (rest.length > 0) {
      flush();
      lines.push(`${indent}${name} = ${first}`, ...rest);
    } else {
      run.push([name, first]);
    }
  }
  flush();
  return lines;
}

/** The first line goes behind the equals sign. */
function valueLines(value: TerraformValue, indent: string): string[] {
  if (typeof value === "string") return [hclText(value)];
  if (typeof value !== "object") return [String(value)];
  if ("expression" in value) return [value.expression];
  if ("template" in value) {
    return ["<<-JSON", ...value.template.split("\n").map((line) => `${indent}  ${line}`), `${indent}JSON`];
  }
  if ("pairs" in value) {
    const entries = Object.entries(value.pairs);
    const pairs = entries.map(([name, text]): [string, string] => [mapKey(name), text]);
    return entries.length === 0 ? ["{}"] : ["{", ...alignedLines(pairs, `${indent}  `), `${indent}}`];
  }
  const items = value.map((item) => valueLines(item, indent).join(""));
  const short = `[${items.join(", ")}]`;
  if (short.length + indent.length < WIDTH - 30) return [short];
  return ["[", ...items.map((item) => `${indent}  ${item},`), `${indent}]`];
}

/** `terraform fmt` counts what a reader takes for one sign as one column. */
function columnsOf(text: string): number {
  return [...SIGNS.segment(text)].length;
}

function mapKey(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !KEYWORDS.has(name) ? name : hclText(name);
}
