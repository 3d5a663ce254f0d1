import { DIMENSION_SETS } from "../../../catalog/dimensions.ts";
import { nearestName } from "../../../core/did-you-mean.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";

const NAMES = [...new Set(DIMENSION_SETS.flatMap(({ names }) => names))];
const SETS = [...new Set(DIMENSION_SETS.map(({ names }) => names.join(", ")))];

export const deadDimensions: LintRule = {
  id: "dead-dimensions",
  severity: "error",
  title: "A set of dimensions that API Gateway does not publish",
  what: "The alarm's dimensions are none of the sets under which API Gateway publishes its metrics, a dimension's name is misspelt, or a route is not written as CloudWatch has it (Method in capitals, Resource from its slash).",
  why: "CloudWatch does not add up over dimensions that are left out, and takes an alarm on any set. There is no such metric, so the alarm never gets a datapoint.",
  fix: `Use one of: ${SETS.join("; ")}.`,
  find: ({ alarms }) => gatewayUses(alarms).flatMap((use) => [...setHits(use), ...routeHits(use)]),
};

function setHits(use: MetricUse): LintHit[] {
  const { alarm, prefix, isOpen } = use;
  if (isOpen) return [];
  const given = use.dimensions.map(({ name }) => name);
  const path = `${prefix}Dimensions`;
  const unknown = given.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    const meant = nearestName(unknown, NAMES);
    const message = `API Gateway has no dimension "${unknown}".`;
    return [{ alarm, path, message, ...(meant === undefined ? {} : { fix: `Write ${meant}.` }) }];
  }
  const isThere = DIMENSION_SETS.some(
    ({ names }) => names.length === given.length && names.every((name) => given.includes(name)),
  );
  if (isThere) return [];
  const message =
    given.length === 0
      ? "It has no dimensions, and there is no metric of all APIs together."
      : `No metric has exactly the dimensions ${given.join(", ")}.`;
  return [{ alarm, path, message }];
}

function routeHits({ alarm, dimensions }: MetricUse): LintHit[] {
  return dimensions.flatMap(({ name, value, path, unknown }): LintHit[] => {
    if (unknown) return [];
    if (name === "Method" && /^[a-z]/i.test(value) && value !== value.toUpperCase()) {
      const fix = `Write ${value.toUpperCase()}.`;
      return [{ alarm, path, message: `Method is "${value}"; CloudWatch has it in capitals.`, fix }];
    }
    if (name === "Resource" && !/^[/$]/.test(value)) {
      const fix = `Write "/${value}", with {names} of path parameters as the API has them.`;
      return [
        { alarm, path, message: `Resource is "${value}"; a resource's path begins with a slash.`, fix },
      ];
    }
    return [];
  });
}
