/** Who publishes controls for API Gateway that have ids. */
export const CONTROL_TOOLS = [
  "Security Hub",
  "AWS Config",
  "checkov",
  "prowler",
  "cfn-nag",
  "cdk-nag",
  "serverless-rules",
] as const;
export type ControlTool = (typeof CONTROL_TOOLS)[number];

export interface StandardControl {
  readonly tool: ControlTool;
  readonly id: string;
  /** Why no check of ours is its counterpart; left out where one cites it. */
  readonly unmatched?: string;
}

/**
 * The controls for API Gateway that others publish. cdk-nag has a rule in several packs under one name, which stands here once without
 * its pack; Security Hub has no APIGateway.6 and .7.
 *
 * Source: AWS Security Hub User Guide, "API Gateway controls"; AWS Config Developer Guide, list of managed rules; sources
 * of checkov, of prowler (metadata.json), of cfn_nag, cdk-nag (RULES.md) and serverless-rules (docs/rules), 2026.
 */
export const STANDARD_CONTROLS: readonly StandardControl[] = [
  ...of(
    "Security Hub",
    [1, 2, 3, 4, 5, 8, 9, 10, 11].map((number) => `APIGateway.${number}`),
  ),
  ...of("AWS Config", [
    "acm-certificate-expiration-check",
    "api-gw-associated-with-waf",
    "api-gw-cache-enabled-and-encrypted",
    "api-gw-endpoint-type-check",
    "api-gw-execution-logging-enabled",
    "api-gw-rest-api-tagged",
    "api-gw-ssl-enabled",
    "api-gw-stage-tagged",
    "api-gw-xray-enabled",
    "api-gwv2-access-logs-enabled",
    "api-gwv2-authorization-type-configured",
    "api-gwv2-stage-default-route-detailed-metrics-enabled",
    "apigateway-domain-name-tls-check",
    "apigateway-stage-access-logs-enabled",
    "apigateway-stage-description",
    "apigatewayv2-integration-private-https-enabled",
    "apigatewayv2-stage-description",
  ]),
  ...of(
    "checkov",
    [59, 73, 76, 95, 120, 206, 225, 276, 308, 309].map((number) => `CKV_AWS_${number}`),
  ),
  ...of(
    "checkov",
    [4, 29, 51, 53, 70].map((number) => `CKV2_AWS_${number}`),
  ),
  ...of(
    "checkov",
    Array.from({ length: 21 }, (_, index) => `CKV_OPENAPI_${index + 1}`),
  ),
  {
    tool: "checkov",
    id: "CKV_AWS_217",
    unmatched:
      "It is about the order in which Terraform replaces a deployment, which nobody sees in an account.",
  },
  {
    tool: "checkov",
    id: "CKV_AWS_237",
    unmatched: "It is about the order in which Terraform replaces an API, which nobody sees in an account.",
  },
  {
    tool: "checkov",
    id: "CKV2_AWS_77",
    unmatched: "It looks at the rules within a web ACL, which are AWS WAF's.",
  },
  ...of("prowler", [
    "apigateway_domain_name_pqc_tls_enabled",
    "apigateway_restapi_authorizers_enabled",
    "apigateway_restapi_cache_encrypted",
    "apigateway_restapi_client_certificate_enabled",
    "apigateway_restapi_logging_enabled",
    "apigateway_restapi_no_secrets_in_stage_variables",
    "apigateway_restapi_public",
    "apigateway_restapi_public_with_authorizer",
    "apigateway_restapi_tracing_enabled",
    "apigateway_restapi_waf_acl_attached",
    "apigatewayv2_api_access_logging_enabled",
    "apigatewayv2_api_authorizers_enabled",
  ]),
  ...of("cfn-nag", ["W45", "W46", "W59", "W62", "W64", "W68", "W69", "W87"]),
  ...of("cdk-nag", [
    "AwsSolutions-APIG1",
    "AwsSolutions-APIG2",
    "AwsSolutions-APIG3",
    "AwsSolutions-APIG4",
    "AwsSolutions-APIG6",
    "AwsSolutions-COG4",
    "Serverless-APIGWAccessLogging",
    "Serverless-APIGWDefaultThrottling",
    "Serverless-APIGWStructuredLogging",
    "Serverless-APIGWXrayEnabled",
    "APIGWAssociatedWithWAF",
    "APIGWCacheEnabledAndEncrypted",
    "APIGWExecutionLoggingEnabled",
    "APIGWSSLEnabled",
    "APIGWXrayEnabled",
  ]),
  ...of("serverless-rules", ["ES2000", "ES2003", "WS2001", "WS2002"]),
];

function of(tool: ControlTool, ids: readonly string[]): StandardControl[] {
  return ids.map((id) => ({ tool, id }));
}
