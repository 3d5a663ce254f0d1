import { z } from "zod";

/**
 * What Gatewatch reads of API Gateway v1's answers, as the SDK hands them over, for the inventory and for the audit. Everything is
 * optional there; required here is only what names a thing. What the audit alone reads is in posture/v1-schemas.
 *
 * Source: API Gateway service model (botocore 1.43.11), GetRestApis, GetStages, GetResources, GetDeployments,
 * GetUsagePlans.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();
const record = z.record(z.string(), z.string()).nullish();

export const restApiSchema = z.object({
  id: z.string().min(1),
  name: text,
  description: text,
  tags: record,
  policy: text,
  disableExecuteApiEndpoint: flag,
  minimumCompressionSize: number,
  securityPolicy: text,
  endpointAccessMode: text,
  apiKeySource: text,
  endpointConfiguration: z.object({ types: z.array(z.string()).nullish() }).nullish(),
});
export type RestApi = z.infer<typeof restApiSchema>;

const methodSettingSchema = z.object({
  metricsEnabled: flag,
  loggingLevel: text,
  dataTraceEnabled: flag,
  throttlingBurstLimit: number,
  throttlingRateLimit: number,
  cachingEnabled: flag,
  cacheTtlInSeconds: number,
  cacheDataEncrypted: flag,
  requireAuthorizationForCacheControl: flag,
});
export type MethodSetting = z.infer<typeof methodSettingSchema>;

export const restStageSchema = z.object({
  stageName: z.string().min(1),
  deploymentId: text,
  description: text,
  tags: record,
  cacheClusterEnabled: flag,
  cacheClusterSize: text,
  cacheClusterStatus: text,
  methodSettings: z.record(z.string(), methodSettingSchema).nullish(),
  variables: record,
  accessLogSettings: z.object({ destinationArn: text, format: text }).nullish(),
  canarySettings: z.object({ percentTraffic: number, deploymentId: text, useStageCache: flag }).nullish(),
  tracingEnabled: flag,
  webAclArn: text,
  clientCertificateId: text,
  documentationVersion: text,
  lastUpdatedDate: z.date().nullish().catch(null),
});
export type RestStage = z.infer<typeof restStageSchema>;

const methodIntegrationSchema = z.object({
  type: text,
  uri: text,
  connectionType: text,
  connectionId: text,
  timeoutInMillis: number,
  tlsConfig: z.object({ insecureSkipVerification: flag }).nullish(),
  integrationResponses: z.record(z.string(), z.object({ responseParameters: record })).nullish(),
});

export const resourceSchema = z.object({
  path: z.string(),
  resourceMethods: z
    .record(
      z.string(),
      z.object({
        authorizationType: text,
        apiKeyRequired: flag,
        requestValidatorId: text,
        requestModels: record,
        methodIntegration: methodIntegrationSchema.nullish(),
      }),
    )
    .nullish(),
});
export type Resource = z.infer<typeof resourceSchema>;

export const restDeploymentSchema = z.object({
  id: z.string(),
  createdDate: z.date(),
  description: text,
});
export type RestDeployment = z.infer<typeof restDeploymentSchema>;

const limits = z.object({ burstLimit: number, rateLimit: number });

export const usagePlanSchema = z.object({
  id: z.string(),
  name: text,
  apiStages: z
    .array(z.object({ apiId: text, stage: text, throttle: z.record(z.string(), limits).nullish() }))
    .nullish(),
  throttle: limits.nullish(),
  quota: z.object({ limit: number, offset: number, period: text }).nullish(),
});
export type ApiUsagePlan = z.infer<typeof usagePlanSchema>;
