import { isRecord, listOf } from "../../core/is-record.ts";
import type { AlarmDialect } from "../../model/declared-alarm.ts";

/** In which form a document may hold alarms, by what it holds; null: in none that is known. */
export function dialectOf(value: unknown): Exclude<AlarmDialect, "account"> | null {
  if (Array.isArray(value))
    return value.some((item) => isRecord(item) && "AlarmName" in item) ? "describe-alarms" : null;
  if (!isRecord(value)) return null;
  if (isRecord(value["Resources"])) return "cloudformation";
  if (["MetricAlarms", "CompositeAlarms"].some((list) => Array.isArray(value[list])))
    return "describe-alarms";
  if ("format_version" in value && ("planned_values" in value || "values" in value)) return "terraform-plan";
  if ("schemaVersion" in value && Array.isArray(value["alarms"])) return "gatewatch";
  if (["resource", "variable", "locals", "module"].some((block) => isBlock(value[block]))) return "terraform";
  return null;
}

/** Blocks of Terraform's JSON lie in an object, or in a list of objects. */
function isBlock(value: unknown): boolean {
  return isRecord(value) || (Array.isArray(value) && value.length > 0 && listOf(value).every(isRecord));
}
