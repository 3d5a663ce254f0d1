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

/** The places that stand out, most important first; a route is not said of a finding that is of one route already. */
export function errorPlaces(
  { now, before }: LogSides,
  errorClass: ErrorClass,
  route: string | null,
): ErrorPlace[] {
  const rows = [...toRows(before, false, errorClass, route), ...toRows(now, true, errorClass, route)];
  const { now: whole, causes } = attributeRate(ATTRIBUTES, rows);
  return causes
    .filter(({ now: own }) => {
      const rest = (whole.errors - own.errors) / Math.max(1, whole.total - own.total);
      return own.errors / own.total >= BEYOND_REST * rest;
    })
    .map(({ where, ...place }) => ({
      ...place,
      where: Object.fromEntries(where.map(({ attribute, value }) => [attribute, value])),
    }));
}

function toRows(side: LogSide, isNow: boolean, errorClass: ErrorClass, route: string | null): RateRow[] {
  return side.counts.map((count) => ({
    minute: count.minuteMs,
    isNow,
    values: [
      route === null ? count.route : null,
      count.deploymentId,
      count.isCanary === null ? null : count.isCanary ? "canary" : "stage",
    ],
    errors: isErrorOf(count, errorClass) ? count.requests : 0,
    total: count.requests,
  }));
}
