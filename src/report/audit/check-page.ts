import type { AuditCheckText, AuditRemedy } from "../../model/audit-result.ts";
import { remedyLines } from "./remedy-text.ts";

const FLAVOURS = { rest: "REST", http: "HTTP", websocket: "WebSocket" } as const;

/**
 * The page of a check, in Markdown: docs/audit/ID.md is this text, and `--explain` prints it.
 *
 * @param remedy with words in capitals where a name would stand.
 */
export function checkPage(check: AuditCheckText, remedy: AuditRemedy): string {
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
    ...block("sh", remedyLines(remedy, "cli")),
    ...block("yaml", remedyLines(remedy, "cloudformation")),
    ...block("hcl", remedyLines(remedy, "terraform")),
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
