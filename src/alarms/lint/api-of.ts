import { apiReference } from "../../catalog/api-resources.ts";
import { apiDimension } from "../../catalog/dimensions.ts";
import type { Target } from "../../model/target.ts";
import type { LintContext } from "./lint-context.ts";
import type { MetricUse, UsedDimension } from "./metric-uses.ts";
import { regionOf } from "./region-of.ts";

/** What is asked of the context to find an API. */
type Known = Pick<LintContext, "targets" | "region">;

/** What is known for certain of the API that a metric is of; `by` is how the dimension names it. */
export interface KnownApi {
  readonly family: "rest" | "v2";
  readonly by: "id" | "name" | null;
  readonly dimension: UsedDimension;
  /** How it is known, for a message: "!Ref Orders is the id of an AWS::ApiGateway::RestApi". */
  readonly because: string;
}

/** From the resource that the dimension refers to, or from the stages that exist. */
export function apiOf(use: MetricUse, context: Known): KnownApi | undefined {
  const dimension = use.dimensions.find(({ name }) => name === "ApiName" || name === "ApiId");
  if (!dimension) return undefined;
  const { unknown, value } = dimension;
  if (unknown) {
    const to = unknown.refersTo;
    const reference = to ? apiReference(to.type, to.attribute) : undefined;
    if (!to || !reference) return undefined;
    const because = `${unknown.text} is ${reference.by === null ? "a part" : `the ${reference.by}`} of an ${to.type}`;
    return { ...reference, dimension, because };
  }
  const targets = targetsNear(use, context);
  const isKey = (one: Target): boolean => one.dimensions[apiDimension(one.kind)] === value;
  const target =
    targets.find(isKey) ?? targets.find(({ apiName, apiId }) => apiName === value || apiId === value);
  if (!target) return undefined;
  const key = target.kind === "rest" ? "name" : "id";
  const by = isKey(target) ? key : target.apiId === value ? "id" : "name";
  return {
    family: target.kind === "rest" ? "rest" : "v2",
    by,
    dimension,
    because: `"${value}" is the ${by} of ${KIND_NAMES[target.kind]} of the account`,
  };
}

/** The stages whose metrics are meant: all of an API where no stage is named. */
export function targetsOf(use: MetricUse, context: Known): Target[] {
  const own = use.dimensions.filter(({ name }) => ["ApiName", "ApiId", "Stage"].includes(name));
  if (use.isOpen || own.length === 0 || own.some(({ unknown }) => unknown)) return [];
  return targetsNear(use, context).filter((target) =>
    own.every(({ name, value }) => target.dimensions[name] === value),
  );
}

/** The stages of the alarm's Region; all, where that is not known. */
export function targetsNear(
  { alarm }: Pick<MetricUse, "alarm">,
  { targets, region }: Known,
): readonly Target[] {
  const own = regionOf(alarm, { region });
  return (targets ?? []).filter((target) => own === undefined || target.region === own);
}

const KIND_NAMES = { rest: "a REST API", http: "an HTTP API", websocket: "a WebSocket API" } as const;
