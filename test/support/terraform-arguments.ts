/** An argument that holds a value, one that is a map, or a block with arguments of its own. */
type Arguments = { readonly [name: string]: "value" | "map" | Arguments };

const LOG = { access_log_settings: { destination_arn: "value", format: "value" } } as const;
const ROUTE = {
  detailed_metrics_enabled: "value",
  logging_level: "value",
  data_trace_enabled: "value",
  throttling_rate_limit: "value",
  throttling_burst_limit: "value",
} as const;

/**
 * Arguments of the resources that remedies write, as far as they write them.
 *
 * Source: documentation of Terraform's AWS provider 6 (website/docs/r, one page a resource); blocks and maps also in the
 * schemas of its resources (internal/service).
 */
const TERRAFORM_ARGUMENTS: Readonly<Record<string, Arguments>> = {
  aws_api_gateway_account: { cloudwatch_role_arn: "value" },
  aws_api_gateway_authorizer: { authorizer_result_ttl_in_seconds: "value", identity_source: "value" },
  aws_api_gateway_base_path_mapping: { domain_name: "value", api_id: "value", stage_name: "value" },
  aws_api_gateway_deployment: { rest_api_id: "value", triggers: "map" },
  aws_api_gateway_documentation_version: { rest_api_id: "value", version: "value" },
  aws_api_gateway_domain_name: {
    security_policy: "value",
    endpoint_access_mode: "value",
    mutual_tls_authentication: { truststore_uri: "value", truststore_version: "value" },
  },
  aws_api_gateway_gateway_response: {
    rest_api_id: "value",
    response_type: "value",
    response_parameters: "map",
  },
  aws_api_gateway_integration: { uri: "value", tls_config: { insecure_skip_verification: "value" } },
  aws_api_gateway_integration_response: { response_parameters: "map" },
  aws_api_gateway_method: {
    authorization: "value",
    api_key_required: "value",
    request_validator_id: "value",
    request_models: "map",
  },
  aws_api_gateway_method_settings: {
    method_path: "value",
    settings: {
      metrics_enabled: "value",
      logging_level: "value",
      data_trace_enabled: "value",
      throttling_rate_limit: "value",
      throttling_burst_limit: "value",
      cache_data_encrypted: "value",
      require_authorization_for_cache_control: "value",
    },
  },
  aws_api_gateway_request_validator: { rest_api_id: "value", name: "value", validate_request_body: "value" },
  aws_api_gateway_rest_api: {
    name: "value",
    description: "value",
    tags: "map",
    minimum_compression_size: "value",
    disable_execute_api_endpoint: "value",
    security_policy: "value",
    endpoint_access_mode: "value",
    endpoint_configuration: { types: "value" },
  },
  aws_api_gateway_rest_api_policy: { rest_api_id: "value", policy: "value" },
  aws_api_gateway_stage: {
    ...LOG,
    description: "value",
    tags: "map",
    variables: "map",
    cache_cluster_enabled: "value",
    client_certificate_id: "value",
    documentation_version: "value",
    xray_tracing_enabled: "value",
  },
  aws_api_gateway_usage_plan: {
    name: "value",
    api_stages: { api_id: "value", stage: "value" },
    throttle_settings: { rate_limit: "value", burst_limit: "value" },
    quota_settings: { limit: "value", period: "value" },
  },
  aws_apigatewayv2_api: {
    description: "value",
    tags: "map",
    disable_execute_api_endpoint: "value",
    cors_configuration: { allow_origins: "value" },
  },
  aws_apigatewayv2_api_mapping: { domain_name: "value", api_id: "value", stage: "value" },
  aws_apigatewayv2_authorizer: { authorizer_result_ttl_in_seconds: "value", identity_sources: "value" },
  aws_apigatewayv2_integration: { tls_config: { server_name_to_verify: "value" } },
  aws_apigatewayv2_route: { authorization_type: "value", authorizer_id: "value", api_key_required: "value" },
  aws_apigatewayv2_stage: {
    ...LOG,
    description: "value",
    tags: "map",
    stage_variables: "map",
    auto_deploy: "value",
    client_certificate_id: "value",
    default_route_settings: ROUTE,
    route_settings: { route_key: "value", ...ROUTE },
  },
  aws_cloudwatch_log_group: { name: "value", retention_in_days: "value" },
  aws_lambda_function: { function_name: "value", timeout: "value" },
  aws_servicequotas_service_quota: { service_code: "value", quota_code: "value", value: "value" },
  aws_wafv2_web_acl_association: { resource_arn: "value", web_acl_arn: "value" },
};

/** What is wrong with a resource as HashiCorp's parser has it: in its JSON a block is a list of objects, a map is an object. */
export function wrongArguments(type: string, body: unknown): string[] {
  const known = TERRAFORM_ARGUMENTS[type];
  return known === undefined ? [`no resource ${type}`] : wrong(type, body, known);
}

function wrong(where: string, body: unknown, known: Arguments): string[] {
  if (typeof body !== "object" || body === null) return [`${where} is no block`];
  return Object.entries(body).flatMap(([name, value]): string[] => {
    const kind = known[name];
    const path = `${where}.${name}`;
    if (kind === undefined) return [`no argument ${path}`];
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    if (kind === "map") return isMap ? [] : [`${path} is no map`];
    const isBlocks = Array.isArray(value) && value.some((one) => typeof one === "object");
    if (kind === "value") return isMap || isBlocks ? [`${path} is a block`] : [];
    if (!Array.isArray(value) || !isBlocks) return [`${path} is no block`];
    return value.flatMap((one) => wrong(path, one, kind));
  });
}
