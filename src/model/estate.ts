import { z } from "zod";

import { openapiFactsSchema } from "./openapi-facts.ts";
import { apiKindSchema, integrationKindSchema, throttleSchema } from "./target.ts";

/**
 * What is set up in one Region of an account, or in one template: all that a check may look at. Survives a JSON round trip.
 *
 * Shape: a member that is left out is **not known** (nobody could read it, or only the deployment will tell); null, an empty
 * list and an empty object are known to be **not set**. A check never takes the one for the other.
 */

const text = z.string().nullable().optional();
const flag = z.boolean().optional();
const count = z.number().optional();
const tags = z.record(z.string(), z.string()).optional();

/** Where a template declares it; left out: no template does. */
const placeSchema = z.object({ file: z.string(), line: z.number().nullable() }).optional();

/** Settings of all methods, or of one. What is left out of one method's settings is as for all. */
const methodSettingsSchema = z.object({
  metrics: flag,
  /** OFF, ERROR or INFO. */
  loggingLevel: text,
  dataTrace: flag,
  /** Null: nobody set one, so the account's is all there is. */
  throttle: throttleSchema.nullable().optional(),
  /** True: the rate or the burst is not written, or 0, where the tool that deploys it may send nothing or a limit of 0, which lets nobody in. */
  isThrottleUnsure: flag,
  caching: flag,
  cacheTtlSeconds: count,
  cacheEncrypted: flag,
  cacheInvalidationProtected: flag,
});
export type EstateSettings = z.infer<typeof methodSettingsSchema>;

const integrationSchema = z.object({
  kind: integrationKindSchema,
  /** What it calls: a function's name, a host, a service; null where it calls nothing. */
  target: text,
  uri: text,
  isVpcLink: flag,
  timeoutMs: z.number().nullable().optional(),
  /** True: whatever certificate the backend shows is taken. */
  isTlsUnverified: flag,
  /** HTTP APIs: the name that the backend's certificate must bear; null where TLS is not used to a private backend. */
  tlsServerName: text,
});
export type EstateIntegration = z.infer<typeof integrationSchema>;

const routeSchema = z.object({
  /** "POST /orders", or a WebSocket route key. */
  key: z.string(),
  place: placeSchema,
  /** AWS's own word: NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS, JWT. */
  authorization: text,
  apiKeyRequired: flag,
  /** Null: nothing validates what comes in. */
  validatorId: text,
  hasModel: flag,
  integration: integrationSchema.nullable().optional(),
  /** Response headers that the method sets to a fixed value, in lower case: how a REST API answers CORS preflights. */
  fixedHeaders: z.record(z.string(), z.string()).optional(),
});
export type EstateRoute = z.infer<typeof routeSchema>;

const authorizerSchema = z.object({
  id: z.string(),
  name: text,
  /** TOKEN, REQUEST, COGNITO_USER_POOLS or JWT. */
  type: text,
  /** Empty: no part of the request is named. */
  identitySources: z.array(z.string()).optional(),
  /** 0: not cached. */
  ttlSeconds: count,
});

const stageSchema = z.object({
  name: z.string(),
  place: placeSchema,
  description: text,
  tags,
  accessLog: z
    .object({ destinationArn: z.string().optional(), format: z.string().optional() })
    .nullable()
    .optional(),
  every: methodSettingsSchema.optional(),
  /** By route key, those that have settings of their own. */
  byRoute: z.record(z.string(), methodSettingsSchema).optional(),
  tracing: flag,
  webAclArn: text,
  variables: z.record(z.string(), z.string()).optional(),
  clientCertificateId: text,
  documentationVersion: text,
  cache: z.object({ sizeGb: text, status: text }).nullable().optional(),
  canary: z.object({ percentTraffic: z.number(), useStageCache: flag, sinceMs: count }).nullable().optional(),
  autoDeploy: flag,
  /** True: API Gateway made it ("quick create"), and nobody can change it. */
  isManaged: flag,
  lastDeploymentMessage: text,
  deploymentStatus: text,
  /** What its export holds: what is deployed. */
  exported: z
    .object({
      routes: z.array(z.string()),
      /** By route key, those that it tells of. */
      integrations: z.record(z.string(), integrationSchema).optional(),
      document: openapiFactsSchema.optional(),
    })
    .optional(),
  /** There was traffic within 30 days. */
  hasTraffic: flag,
});
export type EstateStage = z.infer<typeof stageSchema>;

const apiSchema = z.object({
  kind: apiKindSchema,
  /** Its id; in a template its logical id or address. */
  id: z.string(),
  name: text,
  place: placeSchema,
  description: text,
  tags,
  /** EDGE, REGIONAL or PRIVATE. */
  endpointType: text,
  /** The resource policy as JSON text. */
  policy: text,
  isDefaultEndpointOff: flag,
  minimumCompressionBytes: z.number().nullable().optional(),
  securityPolicy: text,
  /** BASIC or STRICT. */
  endpointAccessMode: text,
  /** HEADER or AUTHORIZER. */
  apiKeySource: text,
  cors: z
    .object({ origins: z.array(z.string()), allowCredentials: z.boolean() })
    .nullable()
    .optional(),
  /** The OpenAPI document that a template makes it of; null: it is made of single resources. */
  document: openapiFactsSchema.nullable().optional(),
  routes: z.array(routeSchema).optional(),
  authorizers: z.array(authorizerSchema).optional(),
  validators: z.array(z.object({ id: z.string(), body: z.boolean(), parameters: z.boolean() })).optional(),
  /** With the response headers that each sets, in lower case; types that nobody customised are not in it. */
  gatewayResponses: z.array(z.object({ type: z.string(), headers: z.array(z.string()) })).optional(),
  stages: z.array(stageSchema),
});
export type EstateApi = z.infer<typeof apiSchema>;

const domainSchema = z.object({
  name: z.string(),
  place: placeSchema,
  endpointType: text,
  securityPolicy: text,
  endpointAccessMode: text,
  mutualTls: z
    .object({ truststoreUri: text, warnings: z.array(z.string()) })
    .nullable()
    .optional(),
  /** AVAILABLE, UPDATING, PENDING ... */
  status: text,
  certificateArn: text,
  /** Days that its certificate has left, by the metric of AWS Certificate Manager. */
  certificateDays: count,
  mappings: z.array(z.object({ apiId: z.string(), stage: text })).optional(),
});
export type EstateDomain = z.infer<typeof domainSchema>;

const vpcLinkSchema = z.object({
  id: z.string(),
  name: text,
  place: placeSchema,
  status: text,
  message: text,
});
export type EstateVpcLink = z.infer<typeof vpcLinkSchema>;

/** An alarm by what it watches and whom it tells. */
const alarmSchema = z.object({
  name: z.string(),
  metrics: z.array(z.object({ name: z.string(), dimensions: z.record(z.string(), z.string()) })),
  /** It has an action that is switched on, or a composite alarm looks at it. */
  isHeard: z.boolean(),
});

export const estateSchema = z.object({
  schemaVersion: z.literal(1),
  origin: z.enum(["aws", "recorded", "demo", "template"]),
  /** When it was read. */
  takenMs: z.number(),
  /** Empty for a template. */
  region: z.string(),
  accountId: z.string().nullable(),
  /** The file, of a template. */
  file: z.string().optional(),
  account: z.object({ logRoleArn: text, throttle: throttleSchema.optional() }).optional(),
  apis: z.array(apiSchema),
  domains: z.array(domainSchema).optional(),
  vpcLinks: z.array(vpcLinkSchema).optional(),
  clientCertificates: z.array(z.object({ id: z.string(), expiresMs: count })).optional(),
  usagePlans: z
    .array(
      z.object({
        id: z.string(),
        name: text,
        hasThrottle: z.boolean(),
        hasQuota: z.boolean(),
        /** Of each of its clients; left out: there is none, or its numbers are not known. */
        throttle: throttleSchema.optional(),
        /** Requests of each client in its period; left out as the throttle is. */
        quota: count,
        stages: z.array(
          z.object({
            apiId: z.string(),
            stage: z.string(),
            /** By route key, what each client may do with single methods. */
            byRoute: z.record(z.string(), throttleSchema).optional(),
          }),
        ),
      }),
    )
    .optional(),
  /** By name, those that were asked for; null: there is none of that name. */
  logGroups: z
    .record(z.string(), z.object({ retentionDays: z.number().nullable().optional() }).nullable())
    .optional(),
  /** By name, those that could be read. */
  functions: z.record(z.string(), z.object({ timeoutMs: z.number() })).optional(),
  alarms: z.array(alarmSchema).optional(),
});
export type Estate = z.infer<typeof estateSchema>;
