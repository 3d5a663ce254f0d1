import { recordOf } from "../../core/is-record.ts";
import type { Estate, EstateApi } from "../../model/estate.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { findApis } from "../apis/find-apis.ts";
import { findStages } from "../apis/find-stages.ts";
import type { FoundApi } from "../apis/found-api.ts";
import type { Template } from "../cloudformation/template.ts";
import { apiMembers } from "./api-members.ts";
import { declaredDocument } from "./declared-document.ts";
import { declaredRoutes } from "./declared-routes.ts";
import { knownValues, type KnownValues } from "./known-values.ts";
import type { DeclaredEstate, EstateQuestion } from "./read-estate.ts";
import { stageMembers } from "./stage-members.ts";
import { templateDomains } from "./template-domains.ts";
import { templateUsagePlans } from "./template-usage-plans.ts";

/** What Lambda takes where a function has no Timeout. Source: AWS::Lambda::Function, CloudFormation reference. */
const FUNCTION_TIMEOUT_SECONDS = 3;
const FUNCTIONS = new Set(["AWS::Lambda::Function", "AWS::Serverless::Function"]);

/**
 * What a CloudFormation or SAM template declares. APIs are known by their logical ids, and so are functions and log groups, since
 * their names may be the deployment's. What a template cannot tell (the account, alarms and domains of other stacks, traffic) is left out.
 */
export function templateEstate(
  template: Template,
  file: string,
  { parameters, takenMs }: EstateQuestion,
): DeclaredEstate {
  const known = knownValues(template, parameters);
  const blindSpots: BlindSpot[] = [];
  const place = (id: string) => ({ file, line: template.document.lineOf(["Resources", id]) });
  const apis = findApis(template).map((api): EstateApi => {
    const routes = declaredRoutes(api, template, known, place);
    if (routes === undefined) blindSpots.push(elsewhere(api, file));
    const document = declaredDocument(api);
    const stages = findStages(api, template).map((stage) => ({
      name: known.text({ name: stage.name }, "name") ?? stage.id,
      place: template.resources.has(stage.id) ? place(stage.id) : undefined,
      ...stageMembers(api, stage, template, known),
    }));
    return {
      kind: api.kind,
      id: api.id,
      place: template.resources.has(api.id) ? place(api.id) : undefined,
      ...apiMembers(api, template, known),
      ...(routes === undefined ? {} : { routes }),
      ...(document === undefined || api.kind === "websocket" ? {} : { document }),
      stages: [...new Map(stages.map((stage) => [stage.name, stage])).values()],
    };
  });
  const domains = templateDomains(template, known, place);
  return {
    estate: {
      schemaVersion: 1,
      origin: "template",
      takenMs,
      region: "",
      accountId: null,
      file,
      apis,
      ...(domains.length === 0 ? {} : { domains }),
      ...templateUsagePlans(template, apis, known),
      logGroups: logGroups(template, known),
      functions: functions(template, known),
    },
    blindSpots,
  };
}

function elsewhere({ id }: FoundApi, file: string): BlindSpot {
  return {
    source: "templates",
    target: null,
    code: "ELSEWHERE",
    hint: `The routes of ${id} in ${file} stand in a document of their own, which is not read: audit that one by itself.`,
  };
}

/** By logical id. */
function logGroups(template: Template, known: KnownValues): NonNullable<Estate["logGroups"]> {
  const found = [...template.resources.values()].filter(({ type }) => type === "AWS::Logs::LogGroup");
  return Object.fromEntries(
    found.map(({ id, properties }) => {
      const days = known.number(properties, "RetentionInDays");
      return [id, days === undefined ? {} : { retentionDays: days }];
    }),
  );
}

function functions(template: Template, known: KnownValues): NonNullable<Estate["functions"]> {
  const globals = recordOf(recordOf(recordOf(template.document.value)["Globals"])["Function"]);
  return Object.fromEntries(
    [...template.resources.values()].flatMap(({ id, type, properties }) => {
      if (!FUNCTIONS.has(type)) return [];
      const all = type === "AWS::Serverless::Function" ? { ...globals, ...properties } : properties;
      const seconds = known.number(all, "Timeout");
      return seconds === undefined
        ? []
        : [[id, { timeoutMs: (seconds ?? FUNCTION_TIMEOUT_SECONDS) * 1_000 }] as const];
    }),
  );
}
