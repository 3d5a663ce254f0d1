import { z } from "zod";

/**
 * What Gatewatch reads of API Gateway v1's answers, as the SDK hands them over. Everything is optional there;
 * required here is only what names a thing.
 *
 * Source: API Gateway service model (botocore 1.43.11), GetRestApis, GetStages, GetResources, GetDeployments,
 * GetUsagePlans.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

export const restApiSchema = z.object({ id: z.string().min(1), name: text });
export type RestApi = z.infer<typeof restApiSchema>;

const methodSettingSchema = z.object({
  metricsEnabled: flag,
  loggingLevel: text,
  throttlingBurstLimit: number,
  throttlingRateLimit: number,
  cachingEnabled: flag,
});
export type MethodSetting = z.infer<typeof methodSettingSchema>;

export const restStageSchema = z.object({
  stageName: z.string().min(1),
  deploymentId: text,
  cacheClusterEnabled: flag,
  cacheClusterSize: text,
  cacheClusterStatus: text,
  methodSettings: z.record(z.string(), methodSettingSchema).nullish(),
  variables: z.record(z.string(), z.string()).nullish(),
  accessLogSettings: z.object({ destinationArn: text, format: text }).nullish(),
  canarySettings: z.object({ percentTraffic: number, deploymentId: text }).nullish(),
  tracingEnabled: flag,
  webAclArn: text,
});
export type RestStage = z.infer<typeof restStageSchema>;

const methodIntegrationSchema = z.object({
  type: text,
  uri: text,
  connectionType: text,
  connectionId: text,
  timeoutInMillis: number,
});

export const resourceSchema = z.object({
  path: z.string(),
  resourceMethods: z
    .record(
      z.string(),
      z.object({
        authorizationType: text,
        apiKeyRequired: flag,
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

export const usagePlanSchema = z.object({
  id: z.string(),
  name: text,
  apiStages: z.array(z.object({ apiId: text, stage: text })).nullish(),
  throttle: z.object({ burstLimit: number, rateLimit: number }).nullish(),
  quota: z.object({ limit: number, offset: number, period: text }).nullish(),
});
export type ApiUsagePlan = z.infer<typeof usagePlanSchema>;
