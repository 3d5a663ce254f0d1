import { z } from "zod";

/**
 * What the audit reads of API Gateway v1's answers, as the SDK hands them over. Required is only what names a thing.
 *
 * Source: API Gateway service model (botocore 1.43.11): GetRestApis, GetStages, GetResources, GetAuthorizers,
 * GetRequestValidators, GetGatewayResponses, GetDomainNames, GetBasePathMappings, GetVpcLinks, GetClientCertificates,
 * GetUsagePlans, GetDeployments.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();
const texts = z.array(z.string()).nullish();
const record = z.record(z.string(), z.string()).nullish();

export const auditRestApiSchema = z.object({
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
  endpointConfiguration: z.object({ types: texts }).nullish(),
});
export type AuditRestApi = z.infer<typeof auditRestApiSchema>;

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
export type AuditMethodSetting = z.infer<typeof methodSettingSchema>;

export const auditRestStageSchema = z.object({
  stageName: z.string().min(1),
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
});
export type AuditRestStage = z.infer<typeof auditRestStageSchema>;

const methodSchema = z.object({
  authorizationType: text,
  apiKeyRequired: flag,
  requestValidatorId: text,
  requestModels: record,
  methodIntegration: z
    .object({
      type: text,
      uri: text,
      connectionType: text,
      connectionId: text,
      timeoutInMillis: number,
      tlsConfig: z.object({ insecureSkipVerification: flag }).nullish(),
      integrationResponses: z.record(z.string(), z.object({ responseParameters: record })).nullish(),
    })
    .nullish(),
});

export const auditResourceSchema = z.object({
  path: z.string(),
  resourceMethods: z.record(z.string(), methodSchema).nullish(),
});
export type AuditResource = z.infer<typeof auditResourceSchema>;

export const authorizerSchema = z.object({
  id: z.string(),
  name: text,
  type: text,
  identitySource: text,
  authorizerResultTtlInSeconds: number,
});
export const validatorSchema = z.object({
  id: z.string(),
  validateRequestBody: flag,
  validateRequestParameters: flag,
});
export const gatewayResponseSchema = z.object({
  responseType: z.string(),
  defaultResponse: flag,
  responseParameters: record,
});
export const domainNameSchema = z.object({
  domainName: z.string().min(1),
  securityPolicy: text,
  endpointAccessMode: text,
  domainNameStatus: text,
  endpointConfiguration: z.object({ types: texts }).nullish(),
  mutualTlsAuthentication: z.object({ truststoreUri: text, truststoreWarnings: texts }).nullish(),
});
export const basePathMappingSchema = z.object({ restApiId: z.string(), stage: text });
export const vpcLinkSchema = z.object({ id: z.string(), name: text, status: text, statusMessage: text });
export const clientCertificateSchema = z.object({
  clientCertificateId: z.string(),
  expirationDate: z.date().nullish(),
});
export { restDeploymentSchema } from "../inventory/rest-schemas.ts";
export const accountSchema = z.object({
  cloudwatchRoleArn: text,
  throttleSettings: z.object({ burstLimit: number, rateLimit: number }).nullish(),
});
