import { functionOf } from "./function-of.ts";

const LONGEST = 160;

/** A function as it is written in YAML, on one line: "!GetAtt Topic.TopicName", "!Join [-, [!Ref Stage, 5xx]]". */
export function functionText(value: unknown): string {
  const text = shortText(value).replace(/\s+/g, " ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

function shortText(value: unknown): string {
  const called = functionOf(value);
  if (called === null) return argumentText(value);
  const { name, argument } = called;
  const isAttribute = name === "Fn::GetAtt" && Array.isArray(argument);
  const rest = isAttribute ? argument.map(argumentText).join(".") : argumentText(argument);
  return `!${name.replace(/^Fn::/, "")} ${rest}`;
}

function argumentText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shortText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    if (functionOf(value) !== null) return shortText(value);
    const members = Object.entries(value).map(([name, member]) => `${name}: ${shortText(member)}`);
    return `{${members.join(", ")}}`;
  }
  return String(value);
}
