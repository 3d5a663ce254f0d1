import { apiDimension } from "../../catalog/dimensions.ts";
import { isRecord, recordOf } from "../../core/is-record.ts";
import type { StageConfiguration, Target } from "../../model/target.ts";
import type { Template } from "../cloudformation/template.ts";
import { accessLogOf } from "./access-log.ts";
import type { ApiProblem, DeclaredStage } from "./declared-stage.ts";
import { findApis, isApiType } from "./find-apis.ts";
import { findStages, STAGE_TYPES, type FoundStage } from "./find-stages.ts";
import type { FoundApi } from "./found-api.ts";
import { mergeOverrides, parseOverrides, type Overrides } from "./overrides.ts";
import type { Placeholders } from "./placeholders.ts";
import { referenceOf } from "./reference-of.ts";
import { restName } from "./rest-name.ts";
import { stageConfiguration } from "./stage-configuration.ts";
import { templateRoutes } from "./template-routes.ts";
import { valueText } from "./value-text.ts";

export interface TemplateApis {
  readonly stages: readonly DeclaredStage[];
  readonly problems: readonly ApiProblem[];
}

/**
 * The stages of all APIs that a CloudFormation or SAM template declares. What cannot be told offline is a problem that says how to help.
 *
 * @param names of REST APIs, by logical id, where the template does not tell them.
 */
export function readTemplateApis(
  template: Template,
  names: ReadonlyMap<string, string>,
  placeholders: Placeholders,
): TemplateApis {
  const stages: DeclaredStage[] = [];
  const problems: ApiProblem[] = [];
  const say = (id: string, message: string, hint: string, path: readonly (string | number)[] = []): void => {
    const line = template.document.lineOf(["Resources", id, ...path]);
    problems.push({ id, line: template.resources.has(id) ? line : null, message, hint });
  };
  const overridesOf = (id: string, metadata: Readonly<Record<string, unknown>>): Overrides => {
    const parsed = parseOverrides(metadata);
    for (const { path, message } of parsed.problems) {
      say(id, `${path.join(".")}: ${message}`, "It is taken as if nothing were set there.", path);
    }
    return parsed.overrides;
  };
  const apis = findApis(template);
  for (const api of apis) {
    const own = overridesOf(api.id, api.metadata);
    if (own.Disable === true) continue;
    const found = findStages(api, template);
    if (found.length === 0) {
      say(
        api.id,
        "no stage of it is declared here",
        "Its alarms belong to the template that declares its stage.",
      );
    }
    const name = nameOf(api, names, placeholders);
    if ("unknown" in name) {
      say(api.id, name.unknown, `Give it a Name, or say it: --api-name ${api.id}=NAME.`);
      continue;
    }
    const seen = new Set<string>();
    for (const stage of found) {
      const overrides = mergeOverrides(own, overridesOf(stage.id, stage.metadata));
      if (overrides.Disable === true) continue;
      const stageName = valueText(stage.name, placeholders);
      if (stageName === undefined) {
        say(stage.id, "the name of its stage cannot be told", "Give it a StageName.");
        continue;
      }
      if (seen.has(stageName)) continue;
      seen.add(stageName);
      const conditions = stage.condition === null ? api.conditions : [stage.condition];
      const configuration = stageConfiguration(
        stage.properties,
        templateRoutes(api, template, conditions, placeholders),
        accessLogOf(stage.properties, template, conditions, placeholders),
      );
      const target = targetOf(api, name.text, stageName, configuration, placeholders);
      stages.push({ api: api.id, target, conditions, overrides });
    }
  }
  const known = new Set(apis.map(({ id }) => id));
  for (const { id, type } of strayStages(template, known)) {
    const kind = type === "AWS::ApiGatewayV2::Stage" ? "HTTP or WebSocket " : "REST ";
    say(
      id,
      `the ${kind}API of this stage is not declared here`,
      "Its alarms belong to the template that declares the API.",
    );
  }
  for (const [id, value] of Object.entries(recordOf(recordOf(template.document.value)["Resources"]))) {
    if (id === "Fn::Transform" || (id.startsWith("Fn::ForEach::") && holdsApi(value))) {
      say(id, "APIs that it makes are not read", "Write them out, or make their alarms from the account.");
    }
  }
  return { stages, problems };
}

function holdsApi(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsApi);
  if (!isRecord(value)) return false;
  const { Type: type } = value;
  return (typeof type === "string" && isApiType(type)) || Object.values(value).some(holdsApi);
}

function nameOf(
  api: FoundApi,
  names: ReadonlyMap<string, string>,
  placeholders: Placeholders,
): { readonly text: string } | { readonly unknown: string } {
  return api.kind === "rest"
    ? restName(api, names.get(api.id), placeholders)
    : { text: placeholders.of({ Ref: api.id }) };
}

function targetOf(
  { id, kind, properties }: FoundApi,
  dimension: string,
  stage: string,
  configuration: StageConfiguration,
  placeholders: Placeholders,
): Target {
  const { Name: name } = properties;
  return {
    // By its logical id: names of APIs change, and may be known to the deployment alone.
    id: `${kind}:${id}/${stage}`,
    kind,
    apiId: placeholders.of({ Ref: id }),
    apiName: typeof name === "string" ? name : kind === "rest" ? placeholders.readable(dimension) : null,
    stage,
    region: placeholders.of({ Ref: "AWS::Region" }),
    accountId: null,
    dimensions: { [apiDimension(kind)]: dimension, Stage: stage },
    configuration,
  };
}

/** Stages of APIs of other templates. */
function strayStages(
  { resources }: Template,
  known: ReadonlySet<string>,
): readonly Pick<FoundStage & { type: string }, "id" | "type">[] {
  return [...resources.values()].filter(({ type, properties }) => {
    const idProperty = STAGE_TYPES[type];
    if (idProperty === undefined || type === "AWS::ApiGateway::Deployment") return false;
    const api = referenceOf(properties[idProperty]);
    return api === null || !known.has(api);
  });
}
