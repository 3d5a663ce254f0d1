import { compareText } from "../../core/order.ts";
import type { FieldChange, PlannedFilter } from "../../model/alarm-deployment.ts";
import type { LogMetric } from "../../model/alarm-spec.ts";
import { filterFields } from "../emitters/filter-fields.ts";
import { canonicalText } from "./canonical-fields.ts";
import type { DeployedAccount, DeployedFilter } from "./deployed-account.ts";

/** What tells a filter from all others of a region; neither part may hold a colon. */
export function filterKey({
  logGroupName,
  filterName,
}: Pick<LogMetric, "logGroupName" | "filterName">): string {
  return `${logGroupName}:${filterName}`;
}

/**
 * Which metric filters are put. They carry no tags, so one is taken for Gatewatch's own where it makes the metric that is
 * wanted; of another metric's filter nothing is replaced.
 */
export function planFilters(
  wanted: readonly LogMetric[],
  { filters, missingGroups }: DeployedAccount,
  overwrite: boolean,
): { readonly planned: readonly PlannedFilter[]; readonly refused: ReadonlyMap<string, string> } {
  const planned: PlannedFilter[] = [];
  const refused = new Map<string, string>();
  const seen = new Set<string>();
  for (const logMetric of wanted) {
    const { logGroupName, filterName } = logMetric;
    const key = filterKey(logMetric);
    const known = filters.find((one) => filterKey(one) === key);
    // Alarms may share one.
    if (seen.has(key)) continue;
    seen.add(key);
    if (missingGroups.includes(logGroupName)) {
      refused.set(key, `its metric filter needs the log group "${logGroupName}", which is not there`);
    } else if (known === undefined) planned.push({ logMetric, action: "add", fields: [] });
    else {
      const fields = filterChanges(known, logMetric);
      const lost = fields.find(({ origin }) => origin !== "own");
      const isOthers = fields.some(({ field }) => field === "metricName" || field === "metricNamespace");
      if (isOthers) {
        refused.set(key, `the metric filter "${filterName}" of "${logGroupName}" makes another metric`);
      } else if (lost && !overwrite) {
        refused.set(
          key,
          `the metric filter "${filterName}" of "${logGroupName}" has another ${lost.field}; --overwrite replaces it`,
        );
      } else if (fields.length > 0) planned.push({ logMetric, action: "change", fields });
    }
  }
  return { planned, refused };
}

function filterChanges(known: DeployedFilter, wanted: LogMetric): readonly FieldChange[] {
  const [own = {}, ...further] = known.metricTransformations;
  const before = new Map<string, unknown>([
    ...Object.entries(known.others),
    ...Object.entries(own),
    ...(further.length > 0 ? [["metricTransformations", known.metricTransformations] as const] : []),
    ["filterPattern", known.filterPattern],
  ]);
  const after = new Map<string, unknown>([
    ...filterFields(wanted).metricTransformations.flatMap((one) => Object.entries(one)),
    ["filterPattern", wanted.filterPattern],
  ]);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => !isSame(before.get(field), after.get(field)))
    .sort(compareText)
    .map((field) => ({
      field,
      now: before.get(field),
      wanted: after.get(field),
      // The pattern is what Gatewatch says; a value, a unit or a metric of another name is what somebody else did.
      origin: field === "filterPattern" ? "own" : after.has(field) ? "by-hand" : "unknown",
    }));
}

function isSame(left: unknown, right: unknown): boolean {
  return canonicalText(left) === canonicalText(right);
}
