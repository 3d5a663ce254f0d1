import { authorizerConfiguration } from "./authorizer-configuration.ts";
import { authorizerDenied } from "./authorizer-denied.ts";
import { authorizerFailure } from "./authorizer-failure.ts";
import { corsPreflight } from "./cors-preflight.ts";
import { expiredToken } from "./expired-token.ts";
import { httpApiVpcLinkUnavailable } from "./http-api-vpc-link-unavailable.ts";
import { integrationFailure } from "./integration-failure.ts";
import { integrationNetwork } from "./integration-network.ts";
import { integrationTimeout } from "./integration-timeout.ts";
import { integrationTls } from "./integration-tls.ts";
import { invalidApiKey } from "./invalid-api-key.ts";
import { invalidSignature } from "./invalid-signature.ts";
import { lambdaFunctionError } from "./lambda-function-error.ts";
import { lambdaPermissionMissing } from "./lambda-permission-missing.ts";
import { lambdaThrottled } from "./lambda-throttled.ts";
import { lambdaTimeout } from "./lambda-timeout.ts";
import { malformedLambdaResponse } from "./malformed-lambda-response.ts";
import { mappingTemplateFailure } from "./mapping-template-failure.ts";
import { missingAuthenticationToken } from "./missing-authentication-token.ts";
import { noOutputMapping } from "./no-output-mapping.ts";
import { payloadTooLarge } from "./payload-too-large.ts";
import { quotaExceeded } from "./quota-exceeded.ts";
import { requestBodyInvalid } from "./request-body-invalid.ts";
import { requestParametersMissing } from "./request-parameters-missing.ts";
import { stageThrottle } from "./stage-throttle.ts";
import { unauthorized } from "./unauthorized.ts";
import { unknownRoute } from "./unknown-route.ts";
import { unsupportedMediaType } from "./unsupported-media-type.ts";
import { usagePlanThrottle } from "./usage-plan-throttle.ts";
import { vpcLinkTrouble } from "./vpc-link-trouble.ts";
import { wafBlock } from "./waf-block.ts";
import { websocketGone } from "./websocket-gone.ts";
import { websocketRouteSelection } from "./websocket-route-selection.ts";
import type { Signature } from "./signature.ts";

/** Every known way to fail, the more special before the more general: the first that matches is meant. */
export const SIGNATURES: readonly Signature[] = [
  corsPreflight,
  websocketGone,
  websocketRouteSelection,
  malformedLambdaResponse,
  lambdaPermissionMissing,
  lambdaThrottled,
  lambdaTimeout,
  lambdaFunctionError,
  integrationTimeout,
  integrationTls,
  vpcLinkTrouble,
  httpApiVpcLinkUnavailable,
  integrationNetwork,
  noOutputMapping,
  mappingTemplateFailure,
  authorizerConfiguration,
  authorizerFailure,
  authorizerDenied,
  unauthorized,
  expiredToken,
  invalidSignature,
  unknownRoute,
  missingAuthenticationToken,
  invalidApiKey,
  usagePlanThrottle,
  stageThrottle,
  quotaExceeded,
  wafBlock,
  requestBodyInvalid,
  requestParametersMissing,
  payloadTooLarge,
  unsupportedMediaType,
  integrationFailure,
];
