import { z } from "zod";

/**
 * What the audit alone reads of API Gateway v1's answers, as the SDK hands them over; what the inventory reads too is in
 * inventory/rest-schemas. Required is only what names a thing.
 *
 * Source: API Gateway service model (botocore 1.43.11): GetAuthorizers, GetRequestValidators, GetGatewayResponses, GetDomainNames,
 * GetBasePathMappings, GetVpcLinks, GetClientCertificates, GetAccount.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();
const texts = z.array(z.string()).nullish();
const record = z.record(z.string(), z.string()).nullish();

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
  certificateArn: text,
  regionalCertificateArn: text,
  endpointConfiguration: z.object({ types: texts }).nullish(),
  mutualTlsAuthentication: z.object({ truststoreUri: text, truststoreWarnings: texts }).nullish(),
});
export const basePathMappingSchema = z.object({ restApiId: z.string(), stage: text });
export const vpcLinkSchema = z.object({ id: z.string(), name: text, status: text, statusMessage: text });
export const clientCertificateSchema = z.object({
  clientCertificateId: z.string(),
  expirationDate: z.date().nullish(),
});
export const accountSchema = z.object({
  cloudwatchRoleArn: text,
  throttleSettings: z.object({ burstLimit: number, rateLimit: number }).nullish(),
});
