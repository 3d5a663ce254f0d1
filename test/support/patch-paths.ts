/**
 * What the operations of version 1 let a patch change, as far as remedies use it: by operation, the kind of patch and its path.
 *
 * Source: API Gateway API Reference, "Patch operations" (patch-operations.html); read a second time in what
 * terraform-provider-aws (internal/service/apigateway) sends for the same settings.
 */
const METHOD = String.raw`/(?:\*|[^/]+)/(?:\*|[A-Z]+)`;

const PATHS: Readonly<Record<string, Readonly<Partial<Record<string, readonly string[]>>>>> = {
  "update-account": { replace: ["/cloudwatchRoleArn"] },
  "update-authorizer": { replace: ["/authorizerResultTtlInSeconds", "/identitySource"] },
  "update-domain-name": {
    replace: ["/securityPolicy", "/endpointAccessMode", "/mutualTlsAuthentication/truststore(?:Uri|Version)"],
  },
  "update-integration": { replace: ["/uri", "/tlsConfig/insecureSkipVerification"] },
  "update-integration-response": {
    replace: [String.raw`/responseParameters/method\.response\.header\.[\w-]+`],
  },
  "update-method": {
    replace: ["/authorizationType", "/apiKeyRequired", "/requestValidatorId"],
    add: ["/requestModels/[^/]+"],
  },
  "update-rest-api": {
    replace: [
      "/name",
      "/description",
      "/policy",
      "/minimumCompressionSize",
      "/disableExecuteApiEndpoint",
      "/securityPolicy",
      "/endpointAccessMode",
      "/endpointConfiguration/types/(?:EDGE|REGIONAL|PRIVATE)",
    ],
  },
  "update-stage": {
    replace: [
      "/description",
      "/tracingEnabled",
      "/cacheClusterEnabled",
      "/clientCertificateId",
      "/documentationVersion",
      "/accessLogSettings/(?:destinationArn|format)",
      "/variables/[A-Za-z0-9_]+",
      `${METHOD}/metrics/enabled`,
      `${METHOD}/logging/(?:loglevel|dataTrace)`,
      `${METHOD}/throttling/(?:rateLimit|burstLimit)`,
      `${METHOD}/caching/(?:enabled|ttlInSeconds|dataEncrypted|requireAuthorizationForCacheControl)`,
    ],
    remove: ["/canarySettings"],
    copy: ["/deploymentId"],
  },
  "update-usage-plan": { replace: ["/throttle/(?:rateLimit|burstLimit)", "/quota/(?:limit|period)"] },
};

export function isPatchable(operation: string, op: string, path: string): boolean {
  return (PATHS[operation]?.[op] ?? []).some((pattern) => new RegExp(`^${pattern}$`).test(path));
}
