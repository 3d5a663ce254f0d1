import { escapeText } from "../text/escape.ts";

/** HTML or SVG that may be printed as it stands. Made by {@link markup} alone. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[];

/**
 * Markup from a template: texts are escaped, for elements and for quoted attributes alike, and what is markup already
 * stays. So a text from outside cannot end up as anything but text.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(
    parts.map((part, at) => (at === 0 ? part : `${toText(values[at - 1] ?? "")}${part}`)).join(""),
  );
}

function toText(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("\n");
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** What would reorder or hide text is spelled out too: a page can be lied to as a terminal can. */
function escapeHtml(text: string): string {
  return escapeText(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character);
}
