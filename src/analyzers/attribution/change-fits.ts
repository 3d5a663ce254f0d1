import type { Change, ChangeSubject } from "../../model/change.ts";
import type { CauseKind } from "../../model/finding.ts";

/** What a release of the API, or of what it calls, can bring about. */
const OF_RELEASE: readonly CauseKind[] = [
  "integration",
  "deployment",
  "downstream",
  "configuration",
  "client",
  "authorizer",
  "gateway",
  "cache",
];
/** What fails with one deployment of the API and not with another is none of these. */
const OF_BACKEND: readonly CauseKind[] = ["integration", "downstream", "configuration"];

const BY_SUBJECT: Readonly<Record<Exclude<ChangeSubject, "stage">, readonly CauseKind[]>> = {
  deployment: OF_RELEASE,
  api: OF_RELEASE,
  function: OF_BACKEND,
  "usage-plan": ["throttle", "quota", "client"],
  "web-acl": ["waf"],
  alarm: OF_BACKEND,
};

const BY_ACTION: Readonly<Record<string, readonly CauseKind[]>> = {
  FlushStageCache: ["cache", "integration", "downstream"],
  FlushStageAuthorizersCache: ["authorizer"],
  AddPermission: ["configuration"],
  RemovePermission: ["configuration"],
  DeleteFunction: ["configuration", "integration"],
};

/**
 * What a setting of a stage can bring about, by what its name holds: patch paths of version 1 ("/throttling/rateLimit", with a
 * method before it or without) and members of version 2 ("defaultRouteSettings", whose own members are not told).
 */
const BY_FIELD: readonly (readonly [RegExp, readonly CauseKind[]])[] = [
  [/throttling|routeSettings/i, ["throttle"]],
  [/cach/i, ["cache", "integration", "downstream"]],
  [/canary|deploymentId/i, OF_RELEASE],
  [/variable/i, [...OF_BACKEND, "authorizer"]],
  [/clientCertificate/i, ["integration", "configuration"]],
  [/webAcl/i, ["waf"]],
  // How it is logged, traced and described changes no answer.
  [/log|metrics|tracing|dataTrace|description|tags/i, []],
];

/** Whether such a change can be the reason of such a cause. @param kind null: of any cause at all. */
export function changeFits(change: Change, kind: CauseKind | null): boolean {
  const kinds = kindsOf(change);
  return kinds === ANY || (kind === null ? kinds.length > 0 : kinds.includes(kind));
}

const ANY = "any";

function kindsOf({ subject, action, fields }: Change): readonly CauseKind[] | typeof ANY {
  const ofAction = Object.hasOwn(BY_ACTION, action) ? BY_ACTION[action] : undefined;
  if (ofAction !== undefined) return ofAction;
  if (subject !== "stage") return BY_SUBJECT[subject];
  const found = fields.map((field) => BY_FIELD.find(([pattern]) => pattern.test(field))?.[1]);
  // Of settings that are not told, or that nobody knows here, anything may come.
  return fields.length === 0 || found.includes(undefined) ? ANY : found.flatMap((kinds) => kinds ?? []);
}
