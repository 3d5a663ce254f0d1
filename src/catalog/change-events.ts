import type { ChangeSubject } from "../model/change.ts";

/**
 * Which calls of CloudTrail's event history change how a stage answers from that moment on, and what they change.
 *
 * A REST API's methods, integrations and authorizers are a working copy that a deployment makes effective, so changes of those
 * are none; the stage of an HTTP or WebSocket API takes them at once where it deploys by itself. Lambda appends the date of its API to the
 * names of events ("UpdateFunctionCode20150331v2"), which is left out here.
 *
 * Source: API Gateway Developer Guide, "Log calls to Amazon API Gateway management APIs using CloudTrail"; Lambda Developer
 * Guide, "Logging AWS Lambda API calls using CloudTrail"; AWS WAF Developer Guide, "Logging API calls with CloudTrail".
 */
export const CHANGE_EVENTS: Readonly<Record<ChangeEventSource, Readonly<Record<string, ChangeSubject>>>> = {
  "apigateway.amazonaws.com": {
    CreateDeployment: "deployment",
    UpdateStage: "stage",
    DeleteStage: "stage",
    FlushStageCache: "stage",
    FlushStageAuthorizersCache: "stage",
    DeleteRouteSettings: "stage",
    UpdateUsagePlan: "usage-plan",
    DeleteUsagePlanKey: "usage-plan",
    ...ofApi("Api", ["Update", "Reimport"]),
    ...ofApi("Integration"),
    ...ofApi("Route"),
    ...ofApi("Authorizer"),
  },
  "lambda.amazonaws.com": {
    UpdateFunctionCode: "function",
    UpdateFunctionConfiguration: "function",
    UpdateAlias: "function",
    PutFunctionConcurrency: "function",
    DeleteFunctionConcurrency: "function",
    PutProvisionedConcurrencyConfig: "function",
    DeleteProvisionedConcurrencyConfig: "function",
    AddPermission: "function",
    RemovePermission: "function",
    DeleteFunction: "function",
  },
  "wafv2.amazonaws.com": {
    UpdateWebACL: "web-acl",
    AssociateWebACL: "web-acl",
    DisassociateWebACL: "web-acl",
  },
};

export type ChangeEventSource = "apigateway.amazonaws.com" | "lambda.amazonaws.com" | "wafv2.amazonaws.com";

function ofApi(noun: string, verbs = ["Create", "Update", "Delete"]): Record<string, ChangeSubject> {
  return Object.fromEntries(verbs.map((verb) => [`${verb}${noun}`, "api"]));
}
