import type { Measure } from "../../catalog/metrics.ts";
import type { RuleContext } from "./alarm-rule.ts";

/** What a stage or a route is asked for is counted as; connecting is not a message. */
export function requestsOf({ target, route }: Pick<RuleContext, "target" | "route">): Measure {
  if (target.kind !== "websocket") return "requests";
  return route === "$connect" ? "connects" : "messages";
}
