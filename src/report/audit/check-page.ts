import type { AuditCheckText, AuditRemedy } from "../../model/audit-result.ts";
import { remedyLines, type RemedyDialect } from "./remedy-text.ts";

const FLAVOURS = { rest: "REST", http: "HTTP", websocket: "WebSocket" } as const;

const LANGUAGES: readonly (readonly [RemedyDialect, language: string])[] = [
  ["cli", "sh"],
  ["cloudformation", "yaml"],
  ["terraform", "hcl"],
];

/**
 * The page of a check, in Markdown: docs/audit/ID.md is this text, and `--explain` prints it.
 *
 * @param remedies with words in capitals where a name would stand, each with what it is for; each once.
 */
export function checkPage(
  check: AuditCheckText,
  remedies: readonly { readonly of: readonly string[]; readonly remedy: AuditRemedy }[],
): string {
  const { id, control, group, severity, title, what, why, fix, exempt, references, subjects, kinds } = check;
  const block = (language: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", `\`\`\`${language}`, ...lines, "```"];
  return [
    `# ${title}`,
    "",
    `\`${id}\`, ${control}, ${group}, severity ${severity}. Looks at: ${subjects.join(", ")}; ${kinds.map((kind) => FLAVOURS[kind]).join(", ")}.`,
    "",
    "## When it passes",
    "",
    what,
    "",
    "## When it is not applicable",
    "",
    exempt,
    "",
    "## Why it matters",
    "",
    why,
    "",
    "## How to fix it",
    "",
    fix,
    ...remedies.flatMap(({ of, remedy }) => [
      ...(remedies.length === 1 ? [] : ["", `For ${of.join(" or ")}:`]),
      ...LANGUAGES.flatMap(([dialect, language]) => block(language, remedyLines(remedy, dialect))),
    ]),
    "",
    "## Who else looks at it",
    "",
    ...references.map((reference) => `- ${reference}`),
    "",
    "## How to silence it",
    "",
    "For a while, in `gatewatch.config.yaml`; the score stays as it is:",
    ...block("yaml", [
      "version: 1",
      "audit:",
      "  snooze:",
      `    - check: ${id}`,
      '      target: "*orders*"',
      '      until: "2027-01-15"',
      "      reason: waits for the next release",
    ]),
    "",
  ].join("\n");
}
