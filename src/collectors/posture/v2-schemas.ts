import { z } from "zod";

/**
 * What the audit reads of API Gateway v2's answers, as the SDK hands them over (PascalCase).
 *
 * Source: API Gateway v2 service model (botocore 1.43.11): GetApis, GetStages, GetRoutes, GetIntegrations, GetAuthorizers,
 * GetDeployments, GetApiMappings, GetVpcLinks.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();
const texts = z.array(z.string()).nullish();
const record = z.record(z.string(), z.string()).nullish();

export const auditV2ApiSchema = z.object({
  ApiId: z.string().min(1),
  Name: text,
  ProtocolType: z.enum(["HTTP", "WEBSOCKET"]),
  Description: text,
  Tags: record,
  DisableExecuteApiEndpoint: flag,
  CorsConfiguration: z.object({ AllowOrigins: texts, AllowCredentials: flag }).nullish(),
});
export type AuditV2Api = z.infer<typeof auditV2ApiSchema>;

const routeSettingsSchema = z.object({
  DetailedMetricsEnabled: flag,
  LoggingLevel: text,
  DataTraceEnabled: flag,
  ThrottlingBurstLimit: number,
  ThrottlingRateLimit: number,
});
export type AuditRouteSettings = z.infer<typeof routeSettingsSchema>;

export const auditV2StageSchema = z.object({
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
});
export type AuditV2Stage = z.infer<typeof auditV2StageSchema>;

export const auditV2IntegrationSchema = z.object({
  IntegrationId: z.string().min(1),
  IntegrationType: text,
  IntegrationSubtype: text,
  IntegrationUri: text,
  ConnectionType: text,
  ConnectionId: text,
  TimeoutInMillis: number,
  TlsConfig: z.object({ ServerNameToVerify: text }).nullish(),
});
export type AuditV2Integration = z.infer<typeof auditV2IntegrationSchema>;

export const v2AuthorizerSchema = z.object({
  AuthorizerId: z.string(),
  Name: text,
  AuthorizerType: text,
  IdentitySource: texts,
  AuthorizerResultTtlInSeconds: number,
});
export const auditV2DeploymentSchema = z.object({ DeploymentId: z.string(), DeploymentStatus: text });
export const apiMappingSchema = z.object({ ApiId: z.string(), Stage: text });
export const v2VpcLinkSchema = z.object({
  VpcLinkId: z.string(),
  Name: text,
  VpcLinkStatus: text,
  VpcLinkStatusMessage: text,
});
