import { createRandom, type Random } from "../core/random.ts";
import type { ServiceName } from "./operation.ts";

/**
 * How an endpoint can misbehave.
 *
 * throttle, server-error, deny, expired-token: the service's own error. timeout: no answer at all, until the
 * caller or the server hangs up. hang-up: the connection ends before anything is done. cut-response: it is done, and the
 * connection breaks in the middle of the body. garbage: a web page with status 200, as a proxy puts in between. empty-page: a page
 * without items whose token leads to the real one; operations without pages are spared. partial-data: GetMetricData alone, half of
 * each series with PartialData and no token.
 */
export type FaultKind =
  | "throttle"
  | "server-error"
  | "timeout"
  | "hang-up"
  | "cut-response"
  | "deny"
  | "empty-page"
  | "partial-data"
  | "expired-token"
  | "garbage";

/** One kind of misbehaviour and the requests that it strikes: every matching one unless limited. */
interface FaultRule {
  readonly kind: FaultKind;
  /** Left out: any. */
  readonly service?: ServiceName;
  /** Left out: any. API Gateway's versions share names; "v2:GetStages" means that of version 2 alone. */
  readonly operation?: string;
  /** Spares so many matching requests before the first that it may strike. */
  readonly after?: number;
  /** Strikes this many matching requests, then never again. */
  readonly times?: number;
  /** 0..1, drawn for each matching request. */
  readonly probability?: number;
  /** Of the draws. */
  readonly seed?: number;
}

/** The first rule that strikes decides. */
export type FaultPlan = readonly FaultRule[];
/** Asked for each request, in the order of arrival. */
export type FaultPicker = (request: FaultTarget) => FaultKind | null;

export interface FaultTarget {
  readonly service: ServiceName;
  readonly operation: string | null;
  readonly path: string;
  readonly isPaged: boolean;
}

/** Decides request by request; remembers how often each rule struck. */
export function createFaultPicker(plan: FaultPlan): FaultPicker {
  const rules = plan.map((rule, index) => ({
    rule,
    spared: rule.after ?? 0,
    left: rule.times ?? Infinity,
    random: createRandom((rule.seed ?? 0) + index),
  }));
  return (request) => {
    for (const state of rules) {
      if (state.left === 0 || !isMatch(state.rule, request)) continue;
      if (state.spared > 0) {
        state.spared -= 1;
        continue;
      }
      if (isDrawn(state.rule, state.random)) {
        state.left -= 1;
        return state.rule.kind;
      }
    }
    return null;
  };
}

function isMatch(rule: FaultRule, { service, operation, path, isPaged }: FaultTarget): boolean {
  if (rule.service !== undefined && rule.service !== service) return false;
  if (rule.kind === "empty-page" && !isPaged) return false;
  if (rule.kind === "partial-data" && operation !== "GetMetricData") return false;
  if (rule.operation === undefined) return true;
  return rule.operation === operation || (path.startsWith("/v2/") && rule.operation === `v2:${operation}`);
}

function isDrawn({ probability }: FaultRule, random: Random): boolean {
  return probability === undefined || random.next() < probability;
}
