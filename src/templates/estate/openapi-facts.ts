import { listOf, recordOf } from "../../core/is-record.ts";
import type { OpenapiFacts } from "../../model/openapi-facts.ts";
import { openapiOperations, type OpenapiOperation } from "./openapi-operations.ts";
import { unboundedArrays } from "./unbounded-arrays.ts";

type Members = Readonly<Record<string, unknown>>;
type Scheme = OpenapiFacts["schemes"][number];

/** Flows as Swagger 2 calls them, in the words of OpenAPI 3. */
const FLOWS: Readonly<Record<string, string>> = {
  accessCode: "authorizationCode",
  application: "clientCredentials",
};

/**
 * Reads an OpenAPI document as its callers read it. Does not throw: what is not as the specification has it is taken for absent.
 *
 * Source: OpenAPI Specification 2.0 and 3.0.3, Security Scheme, Security Requirement, Operation and Schema objects.
 */
export function openapiFacts(document: unknown): OpenapiFacts {
  const root = recordOf(document);
  const isSwagger = "swagger" in root;
  const operations = openapiOperations(root);
  const schemes = {
    ...recordOf(root["securityDefinitions"]),
    ...recordOf(recordOf(root["components"])["securitySchemes"]),
  };
  return {
    isSwagger,
    servers: isSwagger ? textsOf(root["schemes"]).map((scheme) => `${scheme}:`) : serversOf(root["servers"]),
    schemes: Object.entries(schemes).map(([name, scheme]) => schemeOf(name, recordOf(scheme))),
    security: requirementsOf(root["security"]),
    operations: operations.map(({ key, verb, operation }) => ({
      key,
      security: requirementsOf(operation["security"]),
      isPlain: textsOf(operation["schemes"]).includes("http"),
      saysMedia: !isSwagger || saysMedia(verb, operation, root),
    })),
    unboundedArrays: operations.flatMap((operation: OpenapiOperation) => unboundedArrays(operation, root)),
  };
}

function schemeOf(name: string, scheme: Members): Scheme {
  const { type } = scheme;
  const flows = recordOf(scheme["flows"]);
  const own = scheme["flow"];
  return {
    name,
    type: typeof type === "string" ? type : null,
    isBasic: type === "basic" || String(scheme["scheme"]).toLowerCase() === "basic",
    isAuthorizer: ["x-amazon-apigateway-authtype", "x-amazon-apigateway-authorizer"].some(
      (member) => member in scheme,
    ),
    flows: [...Object.keys(flows), ...(typeof own === "string" ? [FLOWS[own] ?? own] : [])],
    scopes: [...Object.values(flows).map((flow) => recordOf(flow)["scopes"]), scheme["scopes"]].flatMap(
      (scopes) => Object.keys(recordOf(scopes)),
    ),
  };
}

/** Null where nothing is said; an empty list says that nobody is asked. */
function requirementsOf(security: unknown): OpenapiFacts["security"] {
  if (!Array.isArray(security)) return null;
  return security.flatMap((alternative) =>
    Object.entries(recordOf(alternative)).map(([scheme, scopes]) => ({ scheme, scopes: textsOf(scopes) })),
  );
}

/** What a body is written in may be said once for all operations. */
function saysMedia(verb: string, operation: Members, root: Members): boolean {
  const member = verb === "GET" ? "produces" : ["POST", "PUT", "PATCH"].includes(verb) ? "consumes" : null;
  return member === null || textsOf(operation[member] ?? root[member]).length > 0;
}

function serversOf(servers: unknown): string[] {
  return listOf(servers).flatMap((server) => {
    const { url } = recordOf(server);
    return typeof url === "string" ? [url] : [];
  });
}

function textsOf(list: unknown): string[] {
  return listOf(list).filter((one): one is string => typeof one === "string");
}
