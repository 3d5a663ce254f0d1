import { attributeRate, type RateExplanation, type RateRow } from "../../core/attribute-rate.ts";
import type { LogSide, LogSides } from "../shared/log-sides.ts";
import { isErrorOf, type ErrorClass } from "./outcomes.ts";

const ATTRIBUTES = ["route", "deployment", "release"] as const;
type PlaceAttribute = (typeof ATTRIBUTES)[number];

/** Where errors were added: a route, a deployment, the canary, or a meeting of them. */
export interface ErrorPlace extends Omit<RateExplanation, "where"> {
  readonly where: Partial<Record<PlaceAttribute, string>>;
}

/** Where nearly everything fails, small differences before the rise stand out as factors: a place also fails so much more than the rest does now. */
const BEYOND_REST = 1.2;

/** The places that stand out, most important first; a route is not said of a finding that is of one route already. @param isReleases whether deployments and the canary are asked about. */
export function errorPlaces(
  { now, before }: LogSides,
  errorClass: ErrorClass,
  route: string | null,
  isReleases: boolean,
): ErrorPlace[] {
  const toSide = (side: LogSide, isNow: boolean): RateRow[] =>
    toRows(side, isNow, errorClass, { isRoutes: route === null, isReleases });
  const rows = [...toSide(before, false), ...toSide(now, true)];
  const { now: whole, causes } = attributeRate(ATTRIBUTES, rows);
  return causes
    .filter(({ now: own }) => {
      const rest = (whole.errors - own.errors) / Math.max(1, whole.total - own.total);
      return own.errors / own.total >= BEYOND_REST * rest;
    })
    .map(({ where, ...place }) => {
      const named: ErrorPlace["where"] = Object.fromEntries(
        where.map(({ attribute, value }) => [attribute, value]),
      );
      const isCanary = named.deployment !== undefined && isCanaryOnly(now, named.deployment);
      return { ...place, where: isCanary ? { ...named, release: "canary" } : named };
    });
}

/** Such a deployment and the canary are the same requests, of which only one name is found to stand out. */
function isCanaryOnly({ counts }: LogSide, deployment: string): boolean {
  return counts.every(({ deploymentId, isCanary }) => deploymentId !== deployment || isCanary === true);
}

function toRows(
  side: LogSide,
  isNow: boolean,
  errorClass: ErrorClass,
  { isRoutes, isReleases }: { readonly isRoutes: boolean; readonly isReleases: boolean },
): RateRow[] {
  return side.counts.map((count) => ({
    minute: count.minuteMs,
    isNow,
    values: [
      isRoutes ? count.route : null,
      isReleases ? count.deploymentId : null,
      !isReleases || count.isCanary === null ? null : count.isCanary ? "canary" : "stage",
    ],
    errors: isErrorOf(count, errorClass) ? count.requests : 0,
    total: count.requests,
  }));
}
