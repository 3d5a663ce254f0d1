import { CHANGE_EVENTS } from "../../catalog/change-events.ts";
import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { isRecord } from "../../core/is-record.ts";
import type { Change, ChangeSubject } from "../../model/change.ts";
import type { Target } from "../../model/target.ts";
import type { TrailEvent } from "./trail-event.ts";

/** What of it is told; more settings in one call are no news. */
const MOST_FIELDS = 5;

/** What a call changed of these targets: one change for each that it concerns, none where it concerns no other. */
export function changesOfEvent(event: TrailEvent, targets: readonly Target[]): Change[] {
  const bySource: Readonly<Record<string, Readonly<Record<string, ChangeSubject>>>> = CHANGE_EVENTS;
  const events = Object.hasOwn(bySource, event.source) ? bySource[event.source] : undefined;
  const subject = events && Object.hasOwn(events, event.action) ? events[event.action] : undefined;
  if (subject === undefined || !event.isChange) return [];
  return targets.flatMap((target): Change[] => {
    const name = nameFor(event, subject, target);
    if (name === null) return [];
    const { atMs, action, by } = event;
    return [
      { target: target.id, atMs, source: "cloudtrail", action, subject, name, fields: fieldsOf(event), by },
    ];
  });
}

/** What the event calls that which it changed of this target; null where it changed nothing of it. */
function nameFor(event: TrailEvent, subject: ChangeSubject, target: Target): string | null {
  const { configuration } = target;
  if (subject === "function") {
    const name = functionName(text(event, "functionName"));
    const routes = configuration?.routes ?? [];
    return routes.some(
      ({ integration, integrationTarget }) => integration.startsWith("lambda") && integrationTarget === name,
    )
      ? name
      : null;
  }
  if (subject === "usage-plan") {
    const id = text(event, "usagePlanId");
    return configuration?.usagePlans.some((plan) => plan.id === id) ? id : null;
  }
  if (subject === "web-acl") return webAclFor(event, target);
  const apiId = text(event, "restApiId") ?? text(event, "apiId");
  if (apiId === null || apiId !== target.apiId) return null;
  const stage = text(event, "stageName") ?? "";
  // A deployment to no stage, and a change of an API, may concern each of them.
  if (stage !== "" && stage !== target.stage) return null;
  if (subject === "api") return needsDeployment(target) ? null : (target.apiName ?? apiId);
  if (subject === "stage") return stage === "" ? null : stage;
  const id = event.answer["id"] ?? event.answer["deploymentId"];
  return typeof id === "string" ? id : "";
}

/** Whether a change of the API is none of the stage until it is deployed, which is a change of its own. */
function needsDeployment({ kind, configuration }: Target): boolean {
  // Version 1 has calls of the same names as version 2, and no stage that deploys by itself.
  return kind === "rest" || configuration?.autoDeploy === false;
}

/** An update names the web ACL; an association names the stage. */
function webAclFor(event: TrailEvent, { apiId, stage, configuration }: Target): string | null {
  const resource = text(event, "resourceArn");
  if (resource !== null)
    return resource.endsWith(`/restapis/${apiId}/stages/${stage}`) ? aclName(text(event, "webACLArn")) : null;
  const id = text(event, "id");
  const isOwn = id !== null && configuration?.webAclArn?.endsWith(`/${id}`) === true;
  return isOwn ? (text(event, "name") ?? aclName(configuration?.webAclArn ?? null)) : null;
}

/** "arn:aws:wafv2:{region}:{account}:regional/webacl/NAME/ID" */
function aclName(arn: string | null): string {
  return arn?.split("/").at(-2) ?? "";
}

/** A name, an ARN or a part of one, with or without a version or alias. */
function functionName(value: string | null): string | null {
  if (value === null) return null;
  return functionOfArn(value) ?? value.split(":")[0] ?? value;
}

/** Settings by name, without values. Version 1 of API Gateway puts what is changed into an object of its own, as patches. */
function fieldsOf({ parameters }: TrailEvent): string[] {
  const nested = Object.entries(parameters).flatMap(([name, value]): string[] => {
    if (!isRecord(value)) return NAMING.has(name) ? [] : [name];
    const patches = value["patchOperations"];
    if (!Array.isArray(patches)) return name.endsWith("Input") ? Object.keys(value) : [name];
    return patches.flatMap((patch: unknown) =>
      isRecord(patch) && typeof patch["path"] === "string" ? [patch["path"]] : [],
    );
  });
  return [...new Set(nested)].filter((name) => !NAMING.has(name)).slice(0, MOST_FIELDS);
}

/** Parameters that say what is changed, and none that says how. */
const NAMING: ReadonlySet<string> = new Set([
  "restApiId",
  "apiId",
  "stageName",
  "functionName",
  "usagePlanId",
  "template",
  "dryRun",
  "publish",
  "name",
  "id",
  "scope",
  "lockToken",
  "resourceArn",
  "description",
]);

/** A parameter, at the top or in the object that version 1 of API Gateway puts it into. */
function text({ parameters }: TrailEvent, name: string): string | null {
  const inner = Object.entries(parameters).flatMap(([key, value]) =>
    key.endsWith("Input") && isRecord(value) ? [value[name]] : [],
  );
  const found = [parameters[name], ...inner].find((value) => typeof value === "string" && value !== "");
  return typeof found === "string" ? found : null;
}
