import type { AuditSubject } from "../model/audit-result.ts";
import type { ApiKind } from "../model/target.ts";
import { accessLogGroupFor } from "../catalog/log-groups.ts";
import type { RemedyNames } from "./check.ts";

/** Names for a remedy that is of no API in particular. */
export function sampleNames(kind: ApiKind, subject: AuditSubject): RemedyNames {
  const group = accessLogGroupFor("API");
  return {
    subject,
    kind,
    api: "API",
    apiName: "API",
    stage: "STAGE",
    domain: "DOMAIN",
    link: "LINK",
    region: "REGION",
    logDestination: `arn:aws:logs:REGION:ACCOUNT:log-group:${group}`,
    logGroups: [group],
    routes: ["*/*"],
    limits: new Map(),
    authorizer: "AUTHORIZER",
    authorizerFaults: ["ttl", "sources"],
    plan: "PLAN",
    functions: [{ name: "FUNCTION", timeoutSeconds: 28 }],
    variables: ["NAME"],
  };
}
