import { isRecord, recordOf } from "../../core/is-record.ts";
import type { EstateSettings, EstateStage } from "../../model/estate.ts";
import type { FoundApi } from "../apis/found-api.ts";
import type { FoundStage } from "../apis/find-stages.ts";
import { referenceOf } from "../apis/reference-of.ts";
import type { Template } from "../cloudformation/template.ts";
import type { KnownValues } from "./known-values.ts";

type Members = Readonly<Record<string, unknown>>;

/** What a template says of a stage. */
export function stageMembers(
  api: FoundApi,
  stage: FoundStage,
  template: Template,
  known: KnownValues,
): Omit<EstateStage, "name" | "place"> {
  const isRest = api.kind === "rest";
  // A deployment that makes a stage describes it in a member of its own.
  const properties: Members = {
    ...stage.properties,
    ...recordOf(stage.properties["StageDescription"]),
  };
  // The description of a SAM API is the API's.
  const description = api.origin === "cloudformation" ? known.text(properties, "Description") : undefined;
  const tags = known.texts(properties, "Tags");
  const variables = known.texts(properties, isRest ? "Variables" : "StageVariables");
  return {
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags }),
    ...accessLog(properties, template, known),
    ...(isRest ? restSettings(properties, known) : v2Settings(api.kind, properties, known)),
    ...(variables === undefined ? {} : { variables }),
    ...(isRest ? restMembers(api, stage, properties, template, known) : v2Members(properties, known)),
  };
}

function accessLog(
  properties: Members,
  template: Template,
  known: KnownValues,
): Pick<EstateStage, "accessLog"> {
  const log = known.members(
    properties,
    properties["AccessLogSettings"] === undefined ? "AccessLogSetting" : "AccessLogSettings",
  );
  if (log === null) return { accessLog: null };
  if (log === undefined) return {};
  const group = groupOf(log["DestinationArn"], template);
  const arn = known.text(log, "DestinationArn");
  const format = known.text(log, "Format");
  const destinationArn = group === null ? arn : `arn:aws:logs:::log-group:${group}`;
  return {
    accessLog: {
      ...(typeof destinationArn === "string" ? { destinationArn } : {}),
      ...(typeof format === "string" ? { format } : {}),
    },
  };
}

/** The log group of the template that a destination refers to, however it is put together. */
function groupOf(value: unknown, template: Template): string | null {
  const id = referenceOf(value);
  if (id !== null) return template.resources.get(id)?.type === "AWS::Logs::LogGroup" ? id : null;
  const text = JSON.stringify(value ?? null);
  const found = [...template.resources.values()].find(
    (one) => one.type === "AWS::Logs::LogGroup" && new RegExp(`(?:"|\\$\\{)${one.id}(?:"|[.}])`).test(text),
  );
  return found?.id ?? null;
}

const DEFAULTS: EstateSettings = {
  metrics: false,
  loggingLevel: "OFF",
  dataTrace: false,
  throttle: null,
  caching: false,
  cacheEncrypted: false,
  cacheInvalidationProtected: true,
};

function restSettings(properties: Members, known: KnownValues): Pick<EstateStage, "every" | "byRoute"> {
  const list = properties["MethodSettings"];
  // A stage that a deployment describes may hold the settings of all methods itself.
  const own = SETTINGS.some(([name]) => properties[name] !== undefined) ? toSettings(properties, known) : {};
  if (list === undefined || list === null) return { every: { ...DEFAULTS, ...own }, byRoute: {} };
  if (!Array.isArray(list)) return {};
  const entries = list.map(recordOf).map((setting) => {
    const method = known.text(setting, "HttpMethod") ?? "*";
    const path = known.text(setting, "ResourcePath") ?? "/*";
    return [
      `${method} ${path.replaceAll("~1", "/").replace(/^\/\//, "/")}`,
      toSettings(setting, known),
    ] as const;
  });
  const every = entries.find(([key]) => key === "* /*" || key === "* *")?.[1];
  return {
    every: { ...DEFAULTS, ...own, ...every },
    byRoute: Object.fromEntries(entries.filter(([, settings]) => settings !== every)),
  };
}

const SETTINGS = [
  ["MetricsEnabled", "metrics"],
  ["DataTraceEnabled", "dataTrace"],
  ["CachingEnabled", "caching"],
  ["CacheDataEncrypted", "cacheEncrypted"],
  ["LoggingLevel", "loggingLevel"],
  ["ThrottlingRateLimit", "throttle"],
] as const;

/** Only what is set; what only the deployment knows is there as not known. */
function toSettings(setting: Members, known: KnownValues): EstateSettings {
  const flags = SETTINGS.slice(0, 4).flatMap(([name, member]) =>
    setting[name] === undefined ? [] : [[member, known.flag(setting, name)] as const],
  );
  const level = known.text(setting, "LoggingLevel");
  const rate = known.number(setting, "ThrottlingRateLimit");
  const burst = known.number(setting, "ThrottlingBurstLimit");
  const isThrottled = setting["ThrottlingRateLimit"] !== undefined;
  return {
    ...Object.fromEntries(flags),
    ...(setting["LoggingLevel"] === undefined ? {} : { loggingLevel: level }),
    ...(isThrottled
      ? { throttle: typeof rate === "number" ? { rateLimit: rate, burstLimit: burst ?? rate } : undefined }
      : {}),
  };
}

function v2Settings(
  kind: FoundApi["kind"],
  properties: Members,
  known: KnownValues,
): Pick<EstateStage, "every" | "byRoute"> {
  const every = known.members(properties, "DefaultRouteSettings");
  if (every === undefined) return {};
  const isWebSocket = kind === "websocket";
  const own = Object.entries(recordOf(properties["RouteSettings"])).filter(([, one]) => isRecord(one));
  return {
    every: {
      metrics: false,
      throttle: null,
      ...(isWebSocket ? { loggingLevel: "OFF", dataTrace: false } : {}),
      ...toV2(every ?? {}, known),
    },
    byRoute: Object.fromEntries(own.map(([key, one]) => [key, toV2(recordOf(one), known)])),
  };
}

function toV2(settings: Members, known: KnownValues): EstateSettings {
  const { DetailedMetricsEnabled, ...others } = settings;
  return toSettings(
    {
      ...others,
      ...(DetailedMetricsEnabled === undefined ? {} : { MetricsEnabled: DetailedMetricsEnabled }),
    },
    known,
  );
}

function restMembers(
  api: FoundApi,
  stage: FoundStage,
  properties: Members,
  template: Template,
  known: KnownValues,
): Partial<EstateStage> {
  const tracing = known.flag(properties, "TracingEnabled");
  const isCached = known.flag(properties, "CacheClusterEnabled");
  const certificate = known.text(properties, "ClientCertificateId");
  const version = known.text(properties, "DocumentationVersion");
  const canary = known.members(
    properties,
    properties["CanarySettings"] === undefined ? "CanarySetting" : "CanarySettings",
  );
  const percent = canary ? known.number(canary, "PercentTraffic") : null;
  return {
    ...(tracing === undefined ? {} : { tracing }),
    webAclArn: hasWebAcl(api.id, stage.id, template) ? "set" : null,
    // A certificate of the template is a reference to it.
    ...(certificate === undefined
      ? { clientCertificateId: referenceOf(properties["ClientCertificateId"]) ?? "set" }
      : { clientCertificateId: certificate }),
    ...(version === undefined ? { documentationVersion: "set" } : { documentationVersion: version }),
    ...(isCached === undefined
      ? {}
      : { cache: isCached ? { sizeGb: known.text(properties, "CacheClusterSize") ?? null } : null }),
    ...(canary === undefined || percent === undefined
      ? {}
      : { canary: canary === null ? null : { percentTraffic: percent ?? 0 } }),
  };
}

/** An association of AWS WAF that mentions the API or the stage. */
function hasWebAcl(api: string, stage: string, { resources }: Template): boolean {
  const mention = new RegExp(`(?:"|\\$\\{)(?:${api}|${stage})(?:"|[.}]|\\.?Stage)`);
  return [...resources.values()].some(
    ({ type, properties }) =>
      /^AWS::WAF(?:v2|Regional)::WebACLAssociation$/.test(type) &&
      mention.test(JSON.stringify(properties["ResourceArn"] ?? null)),
  );
}

function v2Members(properties: Members, known: KnownValues): Partial<EstateStage> {
  const autoDeploy = known.flag(properties, "AutoDeploy");
  const certificate = known.text(properties, "ClientCertificateId");
  return {
    ...(autoDeploy === undefined ? {} : { autoDeploy }),
    ...(certificate === undefined ? {} : { clientCertificateId: certificate }),
  };
}
