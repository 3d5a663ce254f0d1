import { jsText } from "./js-text.ts";

const WIDTH = 100;

/** Code instead of a value: `props.pageTopic.topicArn`. */
export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value as an expression of TypeScript, laid out as Prettier would, with names that need no quotes bare. */
export function jsValue(value: unknown, indent: string): string {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return jsText(value);
  if (typeof value !== "object" || value === null) return String(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => jsValue(item, deeper));
    const short = `[${items.join(", ")}]`;
    const isShort = !short.includes("\n") && short.length + indent.length < WIDTH - 20;
    return isShort ? short : `[\n${items.map((item) => `${deeper}${item},\n`).join("")}${indent}]`;
  }
  const entries = Object.entries(value).map(
    ([name, inner]) => `${propertyName(name)}: ${jsValue(inner, deeper)}`,
  );
  const short = `{ ${entries.join(", ")} }`;
  const isShort = entries.length < 4 && !short.includes("\n") && short.length + indent.length < WIDTH - 20;
  if (entries.length === 0) return "{}";
  return isShort ? short : `{\n${entries.map((entry) => `${deeper}${entry},\n`).join("")}${indent}}`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : jsText(name);
}
