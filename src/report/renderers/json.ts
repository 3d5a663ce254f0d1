import type { Renderer } from "./renderer.ts";

// JSON.stringify leaves these raw in strings, but some of them steer a terminal (U+009B is an escape
// sequence's start) or hide text, and output is looked at. The newlines between lines are its own.
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The report and nothing else: its shape is a promise (docs/json.md). */
export const jsonRenderer: Renderer = {
  format: "json",
  summary: "one object for programs, described in docs/json.md",
  render: ({ report }) => `${JSON.stringify(report, null, 2).replace(STEERING, escaped)}\n`,
};

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
