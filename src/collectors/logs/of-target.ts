import type { LogField } from "../../catalog/log-fields.ts";
import type { FilterOp, FilterProgram } from "../../logs/filter/filter.ts";
import type { Target } from "../../model/target.ts";

/**
 * Stages can share a log group; lines that say whose they are count for their own stage alone.
 *
 * @param says whether the lines carry a field.
 */
export function ofTarget({ apiId, stage }: Target, says: (field: LogField) => boolean): FilterProgram {
  const tests: FilterOp[] = [];
  if (apiId !== null && says("apiId")) tests.push({ op: "equals", of: "apiId", text: apiId });
  if (says("stage")) tests.push({ op: "equals", of: "stage", text: stage });
  return tests.length < 2 ? tests : [...tests, { op: "and" }];
}
