/** Escapes of HCL's quoted texts; what else is not printable becomes \uNNNN. */
const NAMED: Readonly<Record<string, string>> = {
  "\\": String.raw`\\`,
  '"': String.raw`\"`,
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
  "\t": String.raw`\t`,
};

/**
 * A text as HCL's quoted template without references.
 *
 * Source: HCL Native Syntax Specification, "Template Expressions" and "Template Literals".
 */
export function hclText(text: string): string {
  const escaped = escapeTemplate(text).replaceAll(
    /["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => NAMED[sign] ?? unicodeEscape(sign.codePointAt(0) ?? 0),
  );
  return `"${escaped}"`;
}

/** Doubles the sign that starts an interpolation or a directive, in either spelling of Terraform. */
export function escapeTemplate(text: string): string {
  return text.replaceAll(/[$%]\{/g, (sign) => sign.charAt(0) + sign);
}

function unicodeEscape(code: number): string {
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}
