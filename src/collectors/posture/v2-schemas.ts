import { z } from "zod";

/**
 * What the audit alone reads of API Gateway v2's answers, as the SDK hands them over (PascalCase); what the inventory reads too is in
 * inventory/http-websocket-schemas.
 *
 * Source: API Gateway v2 service model (botocore 1.43.11): GetAuthorizers, GetApiMappings, GetVpcLinks.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const texts = z.array(z.string()).nullish();

export const v2AuthorizerSchema = z.object({
  AuthorizerId: z.string(),
  Name: text,
  AuthorizerType: text,
  IdentitySource: texts,
  AuthorizerResultTtlInSeconds: number,
});
export const apiMappingSchema = z.object({ ApiId: z.string(), Stage: text });
export const v2VpcLinkSchema = z.object({
  VpcLinkId: z.string(),
  Name: text,
  VpcLinkStatus: text,
  VpcLinkStatusMessage: text,
});
