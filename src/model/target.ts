import { z } from "zod";

/** The three flavours of Amazon API Gateway. Metric names, dimensions and logs differ between them. */
export const apiKindSchema = z.enum(["rest", "http", "websocket"]);
export type ApiKind = z.infer<typeof apiKindSchema>;

/** A token bucket as API Gateway configures it. */
export const throttleSchema = z.object({
  /** Steady rate, requests a second. */
  rateLimit: z.number(),
  /** Bucket size, requests. */
  burstLimit: z.number(),
});
export type Throttle = z.infer<typeof throttleSchema>;

/** What stands behind a route. */
export const integrationKindSchema = z.enum([
  "lambda-proxy",
  "lambda",
  "http",
  "vpc-link",
  "aws-service",
  "mock",
  "unknown",
]);
export type IntegrationKind = z.infer<typeof integrationKindSchema>;

/** One method of a REST resource, or one route of an HTTP or WebSocket API. */
const routeSchema = z.object({
  /** "POST /orders", or a WebSocket route key such as "$connect". Unique within its target. */
  key: z.string(),
  integration: integrationKindSchema,
  /** What the integration calls: a function name, a host, a service; null where it calls nothing or cannot be told. */
  integrationTarget: z.string().nullable(),
  timeoutMs: z.number().nullable(),
  /** Calls at the same time that are kept for its function; left out where it is not known, or nothing is. */
  reservedConcurrency: z.number().optional(),
  /** AWS's own word: NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS, JWT. */
  authorization: z.string().nullable(),
  apiKeyRequired: z.boolean(),
  detailedMetrics: z.boolean(),
  cached: z.boolean(),
  throttle: throttleSchema.nullable(),
});
export type Route = z.infer<typeof routeSchema>;

const deploymentSchema = z.object({
  id: z.string(),
  createdMs: z.number(),
  description: z.string().nullable(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

const usagePlanSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  throttle: throttleSchema.nullable(),
  quota: z.object({ limit: z.number(), offset: z.number(), period: z.string() }).nullable(),
});

/** What the control plane says of a stage. Everything that a flavour does not have is null, false or empty. */
const stageConfigurationSchema = z.object({
  routes: z.array(routeSchema),
  detailedMetrics: z.boolean(),
  cache: z.object({ sizeGb: z.string(), status: z.string().nullable() }).nullable(),
  throttle: throttleSchema.nullable(),
  tracing: z.boolean(),
  accessLog: z.object({ destinationArn: z.string(), format: z.string() }).nullable(),
  /** REST and WebSocket only: OFF, ERROR or INFO. */
  executionLogLevel: z.string().nullable(),
  /** HTTP and WebSocket: whether changes of the API take effect at once and not with a deployment; left out where it is not known. */
  autoDeploy: z.boolean().optional(),
  deploymentId: z.string().nullable(),
  /** Newest first. */
  deployments: z.array(deploymentSchema),
  /** When the stage was last changed in any way; left out where it is not known. */
  updatedMs: z.number().optional(),
  canary: z.object({ percentTraffic: z.number(), deploymentId: z.string().nullable() }).nullable(),
  usagePlans: z.array(usagePlanSchema),
  webAclArn: z.string().nullable(),
});
export type StageConfiguration = z.infer<typeof stageConfigurationSchema>;

/** One API and one of its stages: the unit that everything is reported by. */
export const targetSchema = z.object({
  /** See {@link targetId}. Unique within a snapshot. */
  id: z.string(),
  kind: apiKindSchema,
  /** Null where only metrics could be read: CloudWatch keys a REST API by its name. */
  apiId: z.string().nullable(),
  /** Null where only metrics could be read: CloudWatch keys HTTP and WebSocket APIs by their id. */
  apiName: z.string().nullable(),
  stage: z.string(),
  region: z.string(),
  accountId: z.string().nullable(),
  /** The stage-level dimension set by which CloudWatch holds this target's metrics. */
  dimensions: z.record(z.string(), z.string()),
  /** Null where the control plane could not be read. */
  configuration: stageConfigurationSchema.nullable(),
});
export type Target = z.infer<typeof targetSchema>;

/**
 * "rest:orders/prod", "http:a1b2c3/$default": REST by name, as CloudWatch keys it, the others by id.
 *
 * @param scope what the id is prefixed with where a run looks at several regions ("eu-west-1") or
 * accounts ("123456789012/eu-west-1"); empty otherwise.
 */
export function targetId(kind: ApiKind, api: string, stage: string, scope = ""): string {
  return `${scope === "" ? "" : `${scope}/`}${kind}:${api}/${stage}`;
}
