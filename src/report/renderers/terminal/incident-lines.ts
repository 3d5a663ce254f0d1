import type { Report } from "../../../model/report.ts";
import { wrapText } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

/** Which of the numbered findings are one incident; nothing of those that stand alone. */
export function incidentLines({ findings, incidents }: Report, page: Page): string[] {
  const numbers = new Map(findings.map(({ id }, index) => [id, index + 1]));
  const lines = incidents.flatMap((group) => {
    const [root, ...rest] = group.findings.flatMap((id) => numbers.get(id) ?? []);
    if (root === undefined || rest.length === 0) return [];
    const all = [root, ...rest].sort((left, right) => left - right);
    const named = `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
    const where = group.targets.length > 1 ? ` over ${group.targets.length} stages` : "";
    return wrapText(
      `Findings ${named} are one incident${where}; its probable root is finding ${root} (${group.cause}).`,
      page.width,
    );
  });
  return lines.length === 0 ? [] : [...lines, ""];
}
