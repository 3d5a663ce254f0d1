import type { Check } from "./check.ts";
import { accessLogs } from "./checks/access-logs.ts";
import { alarms } from "./checks/alarms.ts";
import { apiKeyAlone } from "./checks/api-key-alone.ts";
import { authorizerCache } from "./checks/authorizer-cache.ts";
import { backendTls } from "./checks/backend-tls.ts";
import { cacheEncryption } from "./checks/cache-encryption.ts";
import { cacheInvalidation } from "./checks/cache-invalidation.ts";
import { canary } from "./checks/canary.ts";
import { clientCertificate } from "./checks/client-certificate.ts";
import { compression } from "./checks/compression.ts";
import { cors } from "./checks/cors.ts";
import { customDomain } from "./checks/custom-domain.ts";
import { dataTrace } from "./checks/data-trace.ts";
import { defaultEndpoint } from "./checks/default-endpoint.ts";
import { deploymentStatus } from "./checks/deployment-status.ts";
import { descriptionTags } from "./checks/description-tags.ts";
import { detailedMetrics } from "./checks/detailed-metrics.ts";
import { documentationVersion } from "./checks/documentation-version.ts";
import { endpointAccessMode } from "./checks/endpoint-access-mode.ts";
import { endpointType } from "./checks/endpoint-type.ts";
import { executionLogs } from "./checks/execution-logs.ts";
import { gatewayResponses } from "./checks/gateway-responses.ts";
import { idleCache } from "./checks/idle-cache.ts";
import { integrationTimeout } from "./checks/integration-timeout.ts";
import { logFields } from "./checks/log-fields.ts";
import { logRetention } from "./checks/log-retention.ts";
import { logRole } from "./checks/log-role.ts";
import { logSecrets } from "./checks/log-secrets.ts";
import { logValidity } from "./checks/log-validity.ts";
import { methodAuthorization } from "./checks/method-authorization.ts";
import { mutualTls } from "./checks/mutual-tls.ts";
import { openapiExport } from "./checks/openapi-export.ts";
import { privateIntegrationTls } from "./checks/private-integration-tls.ts";
import { requestValidation } from "./checks/request-validation.ts";
import { resourcePolicy } from "./checks/resource-policy.ts";
import { routeAuthorization } from "./checks/route-authorization.ts";
import { stageVariableSecrets } from "./checks/stage-variable-secrets.ts";
import { structuredLogs } from "./checks/structured-logs.ts";
import { throttle } from "./checks/throttle.ts";
import { throttleSum } from "./checks/throttle-sum.ts";
import { tlsPolicy } from "./checks/tls-policy.ts";
import { tracing } from "./checks/tracing.ts";
import { undeployedChanges } from "./checks/undeployed-changes.ts";
import { uniqueName } from "./checks/unique-name.ts";
import { unused } from "./checks/unused.ts";
import { usagePlans } from "./checks/usage-plans.ts";
import { vpcLinks } from "./checks/vpc-links.ts";
import { webAcl } from "./checks/web-acl.ts";

/** Every check of `gatewatch audit`, in the order of their controls. Ids are the files' names. */
export const CHECKS: readonly Check[] = [
  accessLogs,
  structuredLogs,
  logFields,
  logValidity,
  logSecrets,
  executionLogs,
  dataTrace,
  logRole,
  logRetention,
  detailedMetrics,
  tracing,
  alarms,
  uniqueName,
  webAcl,
  methodAuthorization,
  routeAuthorization,
  resourcePolicy,
  defaultEndpoint,
  mutualTls,
  tlsPolicy,
  endpointAccessMode,
  clientCertificate,
  backendTls,
  privateIntegrationTls,
  cors,
  requestValidation,
  stageVariableSecrets,
  authorizerCache,
  cacheEncryption,
  cacheInvalidation,
  apiKeyAlone,
  throttle,
  usagePlans,
  throttleSum,
  integrationTimeout,
  deploymentStatus,
  undeployedChanges,
  canary,
  idleCache,
  endpointType,
  compression,
  customDomain,
  vpcLinks,
  gatewayResponses,
  descriptionTags,
  documentationVersion,
  openapiExport,
  unused,
];
