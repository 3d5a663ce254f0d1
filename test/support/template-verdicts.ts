import type { AuditVerdict } from "../../src/model/audit-result.ts";

type ByVerdict = Readonly<Partial<Record<AuditVerdict, readonly string[]>>>;

/** What each check must say of one subject. */
type Verdicts = Readonly<Record<string, AuditVerdict>>;

/**
 * Verdicts on templates in use, written down by somebody who read the template and the rules, not by what the audit says: every
 * check of every API and stage. What a template does not mention is the same for each flavour, so it stands once; a template's own
 * lines say where it differs.
 */
function verdicts(...layers: readonly ByVerdict[]): Verdicts {
  const entries = layers.flatMap((layer) =>
    Object.entries(layer).flatMap(([verdict, checks]) =>
      checks.map((check): [string, AuditVerdict] => [check, known(verdict)]),
    ),
  );
  return Object.fromEntries(entries);
}

function known(verdict: string): AuditVerdict {
  if (verdict === "pass" || verdict === "fail" || verdict === "unknown") return verdict;
  return "not-applicable";
}

/** Without an access log nothing can be said of its Format. */
const FORMAT = ["structured-logs", "log-fields", "log-validity", "log-secrets"];
const CACHE = ["idle-cache", "cache-encryption", "cache-invalidation"];
/** Only an account tells. */
const DEPLOYED = ["unused", "undeployed-changes", "deployment-status"];

/** A stage with nothing but a name, in front of functions: CloudFormation's and AWS's own defaults. */
const STAGE: ByVerdict = {
  fail: ["access-logs", "detailed-metrics", "throttle", "description-tags"],
  // Alarms may stand in another template.
  unknown: ["alarms"],
  "not-applicable": [
    ...FORMAT,
    ...CACHE,
    ...DEPLOYED,
    "log-retention",
    "stage-variable-secrets",
    "client-certificate",
    "canary",
    "usage-plans",
    "openapi-export",
  ],
};
const REST_STAGE: ByVerdict[] = [
  STAGE,
  { pass: ["data-trace"], fail: ["execution-logs", "tracing", "web-acl", "documentation-version"] },
];
const WEBSOCKET_STAGE: ByVerdict[] = [
  STAGE,
  {
    pass: ["data-trace"],
    fail: ["execution-logs"],
    "not-applicable": ["tracing", "web-acl", "documentation-version"],
  },
];
const HTTP_STAGE: ByVerdict[] = [
  STAGE,
  {
    // Named $default, so nobody describes it.
    "not-applicable": [
      "description-tags",
      "execution-logs",
      "data-trace",
      "tracing",
      "web-acl",
      "documentation-version",
    ],
  },
];

/** An API of functions with Lambda's own timeout of three seconds, whose routes ask nobody who calls. */
const API: ByVerdict = {
  pass: ["integration-timeout"],
  fail: ["description-tags"],
  // Domains may stand in another template.
  unknown: ["custom-domain", "default-endpoint"],
  "not-applicable": [
    "api-key-alone",
    "authorizer-cache",
    "backend-tls",
    "private-integration-tls",
    "cors",
    "gateway-responses",
    "request-validation",
    "resource-policy",
    "tls-policy",
    "endpoint-access-mode",
    "openapi-export",
  ],
};
/** Its name is the stack's, and its endpoint is what a REST API gets that does not choose. */
const REST_API: ByVerdict[] = [
  API,
  {
    fail: ["method-authorization", "endpoint-type", "compression"],
    unknown: ["unique-name"],
    "not-applicable": ["route-authorization"],
  },
];
const V2_API: ByVerdict[] = [
  API,
  {
    fail: ["route-authorization"],
    "not-applicable": ["method-authorization", "endpoint-type", "compression", "unique-name"],
  },
];

const PATTERNS = "aws-samples+serverless-patterns";
const SAM = "aws+serverless-application-model/tests/translator";

/** By file, then by subject. */
export const TEMPLATE_VERDICTS: Readonly<Record<string, Readonly<Record<string, Verdicts>>>> = {
  // SAM REST, REGIONAL, traced, a web ACL for its stage; one GET without an authorizer.
  [`${PATTERNS}/waf-apigw-rest/template.yaml`]: {
    "rest:MyApi": verdicts(...REST_API, { pass: ["endpoint-type"] }),
    "rest:MyApi/Prod": verdicts(...REST_STAGE, { pass: ["tracing", "web-acl"] }),
  },
  // SAM REST with settings for all methods and others for POST /, tracing from Globals. How long its execution log is kept only AWS knows.
  [`${PATTERNS}/apigw-throttle-sam/template.yaml`]: {
    "rest:ThrottlingApi": verdicts(...REST_API, { fail: ["request-validation"] }),
    "rest:ThrottlingApi/Prod": verdicts(...REST_STAGE, {
      pass: ["throttle", "execution-logs", "detailed-metrics", "tracing"],
      unknown: ["log-retention"],
    }),
  },
  // Keys for every method, a plan with throttle and quota, functions that may run for 45 seconds.
  [`${PATTERNS}/apigw-usage-plans/template.yaml`]: {
    "rest:UsagePlanAPI": verdicts(...REST_API, {
      fail: ["integration-timeout", "api-key-alone", "request-validation"],
    }),
    "rest:UsagePlanAPI/Prod": verdicts(...REST_STAGE, { pass: ["usage-plans", "tracing"] }),
  },
  // Two ranges of addresses are denied, and everybody else may call. It has a description and no tags.
  [`${PATTERNS}/apigw-resource-policy/template.yaml`]: {
    "rest:AppApi": verdicts(...REST_API),
    "rest:AppApi/Prod": verdicts(...REST_STAGE),
  },
  // Nothing but an ANY method, which takes bodies as well; in spite of its name no cache.
  [`${PATTERNS}/apigw-caching-sam/template.yaml`]: {
    "rest:CachedApi": verdicts(...REST_API, { fail: ["request-validation"] }),
    "rest:CachedApi/Prod": verdicts(...REST_STAGE),
  },
  // WebSocket in CloudFormation's words: no AuthorizationType anywhere, a function of 30 seconds behind a gateway that waits for 29.
  [`${PATTERNS}/apigw-websocket-lambda-bedrock-sam/template.yaml`]: {
    "websocket:WebSocketAPI": verdicts(...V2_API, { fail: ["integration-timeout"] }),
    "websocket:WebSocketAPI/prod": verdicts(...WEBSOCKET_STAGE),
  },
  // SAM HTTP API with the default stage; its function ends with the gateway's 30 seconds.
  [`${PATTERNS}/apigw-http-api-lambda-rds-proxy/template.yaml`]: {
    "http:HttpApi": verdicts(...V2_API),
    "http:HttpApi/$default": verdicts(...HTTP_STAGE),
  },
  // Private REST API in CloudFormation's words: Cognito on both ANY methods, a policy for one VPC endpoint written as text, a backend behind a
  // VPC link by plain HTTP, a preflight for every origin; the stage is the deployment's.
  [`${PATTERNS}/cognito-restapi-vpclink/template.yml`]: {
    "rest:Serverless Pattern private REST API": verdicts(...REST_API, {
      pass: [
        "method-authorization",
        "authorizer-cache",
        "resource-policy",
        "endpoint-type",
        "backend-tls",
        "description-tags",
        "unique-name",
      ],
      fail: ["request-validation", "cors", "gateway-responses"],
      "not-applicable": ["integration-timeout", "custom-domain"],
    }),
    "rest:Serverless Pattern private REST API/api": verdicts(...REST_STAGE, {
      "not-applicable": ["web-acl"],
    }),
  },
  // What SAM makes of a template: one API with its Swagger 2 document written out (which defines no security), one with the document
  // in a bucket; each with the stage of its deployment beside its own.
  [`${SAM}/output/api_with_minimum_compression_size.json`]: {
    "rest:ServerlessRestApi": verdicts(...REST_API, { pass: ["compression"], fail: ["openapi-export"] }),
    "rest:ServerlessRestApi/Prod": verdicts(...REST_STAGE),
    "rest:ServerlessRestApi/Stage": verdicts(...REST_STAGE),
    "rest:ExplicitApi": verdicts(...REST_API, {
      pass: ["compression"],
      unknown: [
        "method-authorization",
        "request-validation",
        "api-key-alone",
        "authorizer-cache",
        "backend-tls",
        "cors",
        "gateway-responses",
        "integration-timeout",
        "openapi-export",
      ],
    }),
    "rest:ExplicitApi/Prod": verdicts(...REST_STAGE, { unknown: ["client-certificate", "usage-plans"] }),
    "rest:ExplicitApi/Stage": verdicts(...REST_STAGE, { unknown: ["client-certificate", "usage-plans"] }),
  },
  // CORS for everybody and a key for every method, whose plan is not in the template; an OpenAPI 3 document written out.
  [`${SAM}/input/api_with_cors_and_apikey_defined_at_api_level.yaml`]: {
    "rest:MyApi": verdicts(...REST_API, {
      pass: ["cors", "openapi-export"],
      fail: ["api-key-alone", "gateway-responses"],
    }),
    "rest:MyApi/dev": verdicts(...REST_STAGE, { unknown: ["usage-plans"] }),
  },
  // CloudFormation as JSON, the name a parameter: a GET by Cognito, another by nobody's leave; functions answer the preflights themselves.
  "aws-cloudformation+aws-cloudformation-templates/Solutions/WebApp/webapp.json": {
    "rest:rain-webapp-sample": verdicts(...REST_API, {
      pass: ["authorizer-cache", "unique-name"],
      fail: ["gateway-responses"],
      unknown: ["cors"],
    }),
    "rest:rain-webapp-sample/prod": verdicts(...REST_STAGE),
  },
  // A WebSocket API as SAM writes it, whose $connect asks a function.
  [`${SAM}/output/websocket_api_with_lambda_auth.json`]: {
    "websocket:MyApi": verdicts(...V2_API, { pass: ["route-authorization"] }),
    "websocket:MyApi/default": verdicts(...WEBSOCKET_STAGE),
  },
  // An HTTP API of an OpenAPI 3 document without any security.
  [`${SAM}/output/implicit_http_api.json`]: {
    "http:ServerlessHttpApi": verdicts(...V2_API, { pass: ["openapi-export"] }),
    "http:ServerlessHttpApi/$default": verdicts(...HTTP_STAGE),
  },
  // A REST API of an OpenAPI 3 document: IAM on two of three, models of bodies that no validator looks at.
  [`${SAM}/output/api_request_model_openapi_3.json`]: {
    "rest:HtmlApi": verdicts(...REST_API, { pass: ["openapi-export"], fail: ["request-validation"] }),
    "rest:HtmlApi/Prod": verdicts(...REST_STAGE),
  },
};
