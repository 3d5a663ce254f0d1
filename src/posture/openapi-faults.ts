import type { AuditEvidence } from "../model/audit-result.ts";
import type { OpenapiFacts } from "../model/openapi-facts.ts";

interface Question {
  readonly facts: OpenapiFacts;
  /** Some route asks who calls. */
  readonly asks: boolean;
}

/** One fault that an OpenAPI document may have. */
interface OpenapiRule {
  /** checkov's ids, without "CKV_OPENAPI_". */
  readonly controls: readonly number[];
  /** True: good to know, and no failure. */
  readonly isAdvice?: true;
  readonly message: string;
  readonly find: (question: Question) => readonly AuditEvidence[];
}

export interface OpenapiFault {
  readonly message: string;
  readonly isAdvice: boolean;
  readonly evidence: readonly AuditEvidence[];
}

/**
 * The rules of checkov for OpenAPI documents, decided by what they are for. Where checkov looks at Swagger 2 alone OpenAPI 3 is looked
 * at in the same way. Differences on purpose: a scheme behind which an authorizer of API Gateway stands may have scopes and may
 * be called apiKey, since that is how API Gateway writes it; media types may be said once for all operations; arrays count
 * where callers send them. Rules 4 and 5, whether each operation asks who calls, are those of method-authorization and route-authorization.
 *
 * Source: checkov, docs/5.Policy Index/openapi.md and checkov/openapi/checks/resource (20 and 21).
 */
export const OPENAPI_RULES: readonly OpenapiRule[] = [
  {
    controls: [3, 7, 18, 20],
    message: "It names servers without TLS.",
    find: ({ facts }) => [
      ...facts.servers
        .filter(isPlain)
        .map((value) => ({ field: facts.isSwagger ? "schemes" : "servers", value })),
      ...facts.operations
        .filter((operation) => operation.isPlain)
        .map(({ key }) => ({ field: `${key} schemes`, value: "http" })),
    ],
  },
  {
    controls: [1],
    message: "It does not say how callers prove who they are.",
    find: ({ facts, asks }) =>
      asks && facts.schemes.length === 0 ? [{ field: schemesField(facts), value: "none" }] : [],
  },
  {
    controls: [6],
    message: "It asks for a security scheme that it does not define.",
    find: ({ facts }) => {
      const known = new Set(facts.schemes.map(({ name }) => name));
      return requirements(facts)
        .filter(({ scheme }) => !known.has(scheme))
        .map(({ place, scheme }) => ({ field: `${place} security`, value: scheme }));
    },
  },
  {
    controls: [2],
    message: "It asks for scopes of a scheme that has none.",
    find: ({ facts }) =>
      scoped(facts)
        .filter(
          ({ scheme }) => scheme.type !== "oauth2" && scheme.type !== "openIdConnect" && !scheme.isAuthorizer,
        )
        .map(({ place, scope, scheme }) => ({ field: `${place} security.${scheme.name}`, value: scope })),
  },
  {
    controls: [9, 19],
    message: "It asks for scopes that it does not define.",
    find: ({ facts }) =>
      scoped(facts)
        .filter(
          ({ scheme, scope }) =>
            scheme.type === "oauth2" && !scheme.isAuthorizer && !scheme.scopes.includes(scope),
        )
        .map(({ place, scope, scheme }) => ({ field: `${place} security.${scheme.name}`, value: scope })),
  },
  {
    controls: [8, 10, 11],
    message: "Its OAuth 2 has clients handle passwords (flow password).",
    find: ({ facts }) => withFlow(facts, "password"),
  },
  {
    controls: [12, 14],
    message: "Its OAuth 2 has a flow that is deprecated (implicit).",
    find: ({ facts }) => withFlow(facts, "implicit"),
  },
  {
    controls: [3, 13, 15],
    message: "Its callers send a password with each request (basic).",
    find: ({ facts }) =>
      facts.schemes
        .filter(({ isBasic, isAuthorizer }) => isBasic && !isAuthorizer)
        .map(({ name }) => ({ field: `${schemesField(facts)}.${name}`, value: "basic" })),
  },
  {
    controls: [16, 17],
    isAdvice: true,
    message: "Some operations do not say in which media types they talk.",
    find: ({ facts }) =>
      facts.operations
        .filter(({ saysMedia }) => !saysMedia)
        .map(({ key }) => ({
          field: `${key} ${key.startsWith("GET ") ? "produces" : "consumes"}`,
          value: "not set",
        })),
  },
  {
    controls: [21],
    isAdvice: true,
    message: "Callers may send arrays of any length.",
    find: ({ facts }) => facts.unboundedArrays.map((field) => ({ field, value: "no maxItems" })),
  },
];

/** What is wrong with a document; evidence names checkov's rules. */
export function openapiFaults(facts: OpenapiFacts, asks: boolean): OpenapiFault[] {
  return OPENAPI_RULES.flatMap(({ controls, isAdvice, message, find }) => {
    const ids = `CKV_OPENAPI_${controls.join(", ")}`;
    const evidence = find({ facts, asks }).map(({ field, value }) => ({ field, value: `${value} (${ids})` }));
    return evidence.length === 0 ? [] : [{ message, isAdvice: isAdvice === true, evidence }];
  });
}

/** A server on the reader's own machine is no server of the API. */
function isPlain(server: string): boolean {
  return /^http:/i.test(server) && !/^http:\/\/(?:localhost|127\.0\.0\.1)(?:[:/]|$)/i.test(server);
}

function schemesField({ isSwagger }: OpenapiFacts): string {
  return isSwagger ? "securityDefinitions" : "components.securitySchemes";
}

/** All that is asked for, by the document and by its operations. */
function requirements({ security, operations }: OpenapiFacts) {
  return [
    ...(security ?? []).map((one) => ({ ...one, place: "document" })),
    ...operations.flatMap((operation) =>
      (operation.security ?? []).map((one) => ({ ...one, place: operation.key })),
    ),
  ];
}

function scoped(facts: OpenapiFacts) {
  return requirements(facts).flatMap(({ place, scheme: name, scopes }) => {
    const scheme = facts.schemes.find((one) => one.name === name);
    return scheme === undefined ? [] : scopes.map((scope) => ({ place, scheme, scope }));
  });
}

function withFlow(facts: OpenapiFacts, flow: string): AuditEvidence[] {
  return facts.schemes
    .filter(({ flows }) => flows.includes(flow))
    .map(({ name }) => ({ field: `${schemesField(facts)}.${name}.flow`, value: flow }));
}
