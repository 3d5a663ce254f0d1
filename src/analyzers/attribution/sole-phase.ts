import type { Verdict } from "../../model/finding.ts";
import type { Target } from "../../model/target.ts";

/**
 * The one phase of the gateway's own that the stage has besides passing requests on: where it has an authorizer and no web ACL,
 * or the other way round, a slower gateway is mostly that one. Null where it has both, none, or nobody knows.
 *
 * @param route null: any of the stage's.
 */
export function solePhase({ kind, configuration }: Target, route: string | null): Verdict["phase"] {
  if (configuration === null) return null;
  const routes = configuration.routes.filter(({ key }) => route === null || key === route);
  const isAuthorized = routes.some(({ authorization }) => authorization !== null && authorization !== "NONE");
  // A web ACL cannot stand in front of the others' stages.
  const isFiltered = kind === "rest" && configuration.webAclArn !== null;
  if (isAuthorized === isFiltered) return null;
  return isAuthorized ? "authorizer" : "waf";
}
