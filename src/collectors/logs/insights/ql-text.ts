import { ToolError } from "../../../core/errors.ts";

/**
 * Names, texts and patterns in the grammar of the Logs Insights language.
 *
 * Source: CloudWatch Logs User Guide, CWL_QuerySyntax.html: a name with other characters than letters, digits, "@" and
 * "." stands in backticks; texts in double quotes; patterns between slashes.
 */

/** No pattern would show them, and a query is one line. */
const CONTROL = /\p{Cc}/u;

/** Undefined for a name that cannot be written: nothing escapes a backtick. */
export function qlName(name: string): string | undefined {
  if (/^[A-Za-z@][A-Za-z0-9@]*(?:\.[A-Za-z0-9@]+)*$/.test(name)) return name;
  return qlQuotedName(name);
}

/** In backticks, as a key with a dot of its own needs them. */
export function qlQuotedName(name: string): string | undefined {
  return name === "" || name.includes("`") || CONTROL.test(name) ? undefined : `\`${name}\``;
}

/** Errors: E_USAGE for a text with control characters. */
export function qlString(text: string): string {
  refuseControl(text);
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/** A pattern that matches this text and nothing else of itself. Errors: as qlString. */
export function qlLiteralPattern(text: string): string {
  refuseControl(text);
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/**
 * A regular expression of JavaScript as one of Insights. What the two may read differently is refused.
 *
 * Errors: E_USAGE, naming what has no counterpart.
 */
export function qlPattern(pattern: string): string {
  refuseControl(pattern);
  const foreign = FOREIGN.exec(pattern)?.[0];
  if (foreign !== undefined) {
    throw new ToolError(
      "E_USAGE",
      `the pattern /${pattern}/ cannot be asked of CloudWatch Logs Insights: "${foreign}" means something else there, or nothing`,
      { hint: "Write it with plain groups, classes and repetitions, or read the log with --engine local." },
    );
  }
  return pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\//g, (part) => part.replace(/(?<!\\)\//g, "\\/"));
}

/** Look-around and named groups, references back, escapes beyond \d \w \s \b, sets and nothing in classes, a lone brace. */
const FOREIGN =
  /\(\?(?!:)[^)]?|\\(?![dwsbDWSB])[A-Za-z0-9]|\[\^?\]|\[[^\]]*(?:\[|&&)|(?<!\\)\{(?!\d+(?:,\d*)?\})/;

function refuseControl(text: string): void {
  if (!CONTROL.test(text)) return;
  throw new ToolError(
    "E_USAGE",
    `${JSON.stringify(text)} cannot be asked of CloudWatch Logs Insights: it has a control character`,
    { hint: "Leave it out of --filter, or read the log with --engine local." },
  );
}
