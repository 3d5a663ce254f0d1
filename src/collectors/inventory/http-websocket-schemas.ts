import { z } from "zod";

/**
 * What Gatewatch reads of API Gateway v2's answers, as the SDK hands them over (PascalCase), for the inventory and for the audit. What
 * the audit alone reads is in posture/v2-schemas.
 *
 * Source: API Gateway v2 service model (botocore 1.43.11), GetApis, GetStages, GetRoutes, GetIntegrations,
 * GetDeployments.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();
const record = z.record(z.string(), z.string()).nullish();

export const v2ApiSchema = z.object({
  ApiId: z.string().min(1),
  Name: text,
  ProtocolType: z.enum(["HTTP", "WEBSOCKET"]),
  Description: text,
  Tags: record,
  DisableExecuteApiEndpoint: flag,
  CorsConfiguration: z
    .object({ AllowOrigins: z.array(z.string()).nullish(), AllowCredentials: flag })
    .nullish(),
});
export type V2Api = z.infer<typeof v2ApiSchema>;

const routeSettingsSchema = z.object({
  DetailedMetricsEnabled: flag,
  LoggingLevel: text,
  DataTraceEnabled: flag,
  ThrottlingBurstLimit: number,
  ThrottlingRateLimit: number,
});
export type RouteSettings = z.infer<typeof routeSettingsSchema>;

export const v2StageSchema = z.object({
  StageName: z.string().min(1),
  Description: text,
  Tags: record,
  AutoDeploy: flag,
  DeploymentId: text,
  AccessLogSettings: z.object({ DestinationArn: text, Format: text }).nullish(),
  DefaultRouteSettings: routeSettingsSchema.nullish(),
  RouteSettings: z.record(z.string(), routeSettingsSchema).nullish(),
  StageVariables: record,
  ClientCertificateId: text,
  LastDeploymentStatusMessage: text,
  ApiGatewayManaged: flag,
  LastUpdatedDate: z.date().nullish().catch(null),
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
  TlsConfig: z.object({ ServerNameToVerify: text }).nullish(),
});
export type V2Integration = z.infer<typeof v2IntegrationSchema>;

export const v2DeploymentSchema = z.object({
  DeploymentId: z.string(),
  CreatedDate: z.date(),
  Description: text,
  DeploymentStatus: text,
});
export type V2Deployment = z.infer<typeof v2DeploymentSchema>;
