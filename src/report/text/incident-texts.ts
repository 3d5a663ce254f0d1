import type { Report } from "../../model/report.ts";

/** Which of the findings, by their numbers in the report, are one incident; nothing of those that stand alone. */
export function incidentTexts({ findings, incidents }: Report): string[] {
  const numbers = new Map(findings.map(({ id }, index) => [id, index + 1]));
  return incidents.flatMap((group) => {
    const [root, ...rest] = group.findings.flatMap((id) => numbers.get(id) ?? []);
    if (root === undefined || rest.length === 0) return [];
    const all = [root, ...rest].sort((left, right) => left - right);
    const named = `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
    const where = group.targets.length > 1 ? ` over ${group.targets.length} stages` : "";
    return [
      `Findings ${named} are one incident${where}; its probable root is finding ${root} (${group.cause}).`,
    ];
  });
}
