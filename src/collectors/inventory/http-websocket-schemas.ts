import { z } from "zod";

/**
 * What Gatewatch reads of API Gateway v2's answers, as the SDK hands them over (PascalCase).
 *
 * Source: API Gateway v2 service model (botocore 1.43.11), GetApis, GetStages, GetRoutes, GetIntegrations,
 * GetDeployments.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

export const v2ApiSchema = z.object({
  ApiId: z.string().min(1),
  Name: text,
  ProtocolType: z.enum(["HTTP", "WEBSOCKET"]),
});
export type V2Api = z.infer<typeof v2ApiSchema>;

const routeSettingsSchema = z.object({
  DetailedMetricsEnabled: flag,
  LoggingLevel: text,
  ThrottlingBurstLimit: number,
  ThrottlingRateLimit: number,
});

export const v2StageSchema = z.object({
  StageName: z.string().min(1),
  DeploymentId: text,
  AccessLogSettings: z.object({ DestinationArn: text, Format: text }).nullish(),
  DefaultRouteSettings: routeSettingsSchema.nullish(),
  RouteSettings: z.record(z.string(), routeSettingsSchema).nullish(),
  StageVariables: z.record(z.string(), z.string()).nullish(),
});
export type V2Stage = z.infer<typeof v2StageSchema>;

export const v2RouteSchema = z.object({
  RouteKey: z.string().min(1),
  AuthorizationType: text,
  ApiKeyRequired: flag,
  Target: text,
});
export type V2Route = z.infer<typeof v2RouteSchema>;

export const v2IntegrationSchema = z.object({
  IntegrationId: z.string().min(1),
  IntegrationType: text,
  IntegrationSubtype: text,
  IntegrationUri: text,
  ConnectionType: text,
  ConnectionId: text,
  TimeoutInMillis: number,
});
export type V2Integration = z.infer<typeof v2IntegrationSchema>;

export const v2DeploymentSchema = z.object({
  DeploymentId: z.string(),
  CreatedDate: z.date(),
  Description: text,
});
export type V2Deployment = z.infer<typeof v2DeploymentSchema>;
