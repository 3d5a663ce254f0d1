import type { AuditReport } from "../../model/audit-result.ts";

/** "http:a1b2c3/prod (search)"; a REST API's id says its name already. */
export function auditLabel(id: string, name: string | null): string {
  return name === null ? id : `${id} (${name})`;
}

/** How to label what is scored, by its id. */
export function scoreLabels({ results }: Pick<AuditReport, "results">): (id: string) => string {
  const names = new Map(results.map(({ id, name }) => [id, name]));
  return (id) => auditLabel(id, names.get(id) ?? null);
}
