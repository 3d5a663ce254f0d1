import type { ApiKind } from "../model/target.ts";

/**
 * Which flavour has which feature at all: a check of a feature that a flavour lacks is not applicable there, and no failure.
 *
 * Source: API Gateway Developer Guide, "Choose between REST APIs and HTTP APIs" (http-api-vs-rest.html), April 2026; fields of
 * the service models apigateway and apigatewayv2, botocore 1.43.11.
 */
export const API_FEATURES = {
  "access logs": ["rest", "http", "websocket"],
  "execution logs": ["rest", "websocket"],
  "X-Ray tracing of a stage": ["rest"],
  "a web ACL on a stage": ["rest"],
  "a resource policy": ["rest"],
  "request validators": ["rest"],
  "API keys": ["rest", "websocket"],
  "a cache": ["rest"],
  "a canary": ["rest"],
  "a client certificate for backends": ["rest", "websocket"],
  "an endpoint type": ["rest"],
  "a TLS policy of its own": ["rest"],
  compression: ["rest"],
  "gateway responses with headers": ["rest"],
  "usage plans": ["rest"],
  "integrations with TLS settings": ["rest"],
  "documentation versions": ["rest"],
  CORS: ["rest", "http"],
  "authorizers with a cache": ["rest", "http"],
  "private integrations with a TLS name": ["http"],
  "routes with an authorization type": ["http", "websocket"],
  "methods with an authorization type": ["rest"],
  "a name that CloudWatch keys it by": ["rest"],
  "a deployment status": ["http", "websocket"],
  "an export": ["rest", "http"],
  "every flavour": ["rest", "http", "websocket"],
} as const satisfies Readonly<Record<string, readonly ApiKind[]>>;

export type ApiFeature = keyof typeof API_FEATURES;
