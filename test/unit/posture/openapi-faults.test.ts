import { describe, expect, test } from "vitest";

import { OPENAPI_RULES, openapiFaults } from "../../../src/posture/openapi-faults.ts";
import { openapiFacts } from "../../../src/templates/estate/openapi-facts.ts";

type Json = Readonly<Record<string, unknown>>;

const swagger = (root: Json, operation: Json = {}, verb = "post"): Json => ({
  swagger: "2.0",
  paths: {
    "/orders": { [verb]: { consumes: ["application/json"], produces: ["text/plain"], ...operation } },
  },
  ...root,
});
const openapi = (root: Json, operation: Json = {}): Json => ({
  openapi: "3.0.3",
  paths: { "/orders": { post: operation } },
  ...root,
});
const definitions = (scheme: Json): Json => ({ securityDefinitions: { shop: scheme } });
const schemes = (scheme: Json): Json => ({ components: { securitySchemes: { shop: scheme } } });
const oauth = (flow: string): Json => ({ type: "oauth2", flow, scopes: { "orders:write": "may order" } });
const body = (schema: Json): Json => ({ requestBody: { content: { "application/json": { schema } } } });
const asking = (...scopes: readonly string[]): Json => ({ security: [{ shop: scopes }] });
const header = { type: "apiKey", in: "header", name: "Authorization" };
const PLAIN = /TLS/;

/** checkov's number, what has the fault, what has not, and what is said. Written down from checkov's own descriptions. */
const CASES: readonly (readonly [control: number, faulty: Json, good: Json, says: RegExp])[] = [
  [1, swagger({}), swagger(definitions(header)), /prove who they are/],
  [
    2,
    swagger(definitions(header), asking("admin")),
    swagger(definitions(header), asking()),
    /scheme that has none/,
  ],
  [
    3,
    openapi(schemes({ type: "http", scheme: "Basic" })),
    openapi(schemes({ type: "http", scheme: "bearer" })),
    /password with each request/,
  ],
  [6, swagger({}, asking()), swagger(definitions(header), asking()), /does not define/],
  [
    7,
    swagger(definitions(header), { schemes: ["http"] }),
    swagger(definitions(header), { schemes: ["https"] }),
    PLAIN,
  ],
  [
    8,
    swagger({ ...definitions(oauth("password")), ...asking("orders:write") }),
    swagger(definitions(oauth("accessCode"))),
    /handle passwords/,
  ],
  [
    9,
    swagger(definitions(oauth("accessCode")), asking("orders:read")),
    swagger(definitions(oauth("accessCode")), asking("orders:write")),
    /scopes that it does not define/,
  ],
  [
    10,
    swagger(definitions(oauth("password")), asking("orders:write")),
    swagger(definitions(oauth("accessCode"))),
    /handle passwords/,
  ],
  [
    11,
    swagger(definitions(oauth("password"))),
    swagger(definitions(oauth("application"))),
    /handle passwords/,
  ],
  [12, swagger(definitions(oauth("implicit"))), swagger(definitions(oauth("accessCode"))), /deprecated/],
  [13, swagger(definitions({ type: "basic" })), swagger(definitions(header)), /password with each request/],
  [
    14,
    swagger(definitions(oauth("implicit")), asking("orders:write")),
    swagger(definitions(oauth("accessCode"))),
    /deprecated/,
  ],
  [
    15,
    swagger(definitions({ type: "basic" }), asking()),
    swagger(definitions(header)),
    /password with each request/,
  ],
  [
    16,
    swagger(definitions(header), { produces: undefined }, "get"),
    swagger({ ...definitions(header), produces: ["text/csv"] }, { produces: undefined }, "get"),
    /media types/,
  ],
  [
    17,
    swagger(definitions(header), { consumes: [] }),
    swagger(definitions(header), { consumes: undefined }, "delete"),
    /media types/,
  ],
  [
    18,
    swagger({ ...definitions(header), schemes: ["http", "https"] }),
    swagger({ ...definitions(header), schemes: ["https"] }),
    PLAIN,
  ],
  [
    19,
    swagger({ ...definitions(oauth("accessCode")), ...asking("orders:read") }),
    swagger({ ...definitions(oauth("accessCode")), ...asking("orders:write") }),
    /scopes that it does not define/,
  ],
  [
    20,
    openapi({ ...schemes(header), servers: [{ url: "http://shop.example.com" }] }, asking()),
    openapi(
      {
        ...schemes(header),
        servers: [{ url: "https://shop.example.com" }, { url: "http://localhost:8080" }],
      },
      asking(),
    ),
    PLAIN,
  ],
  [
    21,
    openapi(schemes(header), body({ type: "object", properties: { lines: { type: "array", items: {} } } })),
    openapi(
      schemes(header),
      body({ type: "object", properties: { lines: { type: "array", maxItems: 40, items: {} } } }),
    ),
    /any length/,
  ],
];

describe("faults of OpenAPI documents", () => {
  test.each(CASES)("CKV_OPENAPI_%i", (control, faulty, good, says) => {
    expect(openapiFaults(openapiFacts(good), true)).toEqual([]);
    const found = openapiFaults(openapiFacts(faulty), true).find(({ evidence }) =>
      evidence.some(({ value }) => new RegExp(`CKV_OPENAPI_(?:\\d+, )*${control}[,)]`).test(value)),
    );
    expect(found?.message).toMatch(says);
    expect(found?.isAdvice).toBe([16, 17, 21].includes(control));
  });

  test("every one of checkov's 21 rules is decided, but the two that other checks decide", () => {
    const decided = new Set(OPENAPI_RULES.flatMap(({ controls }) => controls));
    const missing = Array.from({ length: 21 }, (_, index) => index + 1).filter((one) => !decided.has(one));
    // Whether each operation, and the document as a whole, ask who calls: method-authorization, route-authorization.
    expect(missing).toEqual([4, 5]);
    expect(CASES.map(([control]) => control)).toEqual([...decided].sort((left, right) => left - right));
  });

  test("what API Gateway itself writes has no fault: authorizers are API keys with scopes", () => {
    const cognito = { ...header, "x-amazon-apigateway-authtype": "cognito_user_pools" };
    expect(openapiFaults(openapiFacts(openapi(schemes(cognito), asking("orders/write"))), true)).toEqual([]);
  });

  test("a public API needs no scheme", () => {
    expect(openapiFaults(openapiFacts(openapi({})), false)).toEqual([]);
  });

  test("arrays are found behind references, in parameters and in compositions, once, and only where they are sent", () => {
    const tree = {
      type: "object",
      properties: { children: { type: "array", items: { $ref: "#/definitions/tree" } } },
    };
    const { unboundedArrays } = openapiFacts(
      swagger(
        { definitions: { tree, list: { allOf: [{ type: "array" }] } } },
        {
          parameters: [
            { in: "query", name: "ids", type: "array" },
            { in: "query", name: "tags", type: "array", maxItems: 7 },
            { in: "body", name: "payload", schema: { $ref: "#/definitions/tree" } },
            { in: "header", name: "elsewhere", schema: { $ref: "other.yaml#/list" } },
            { $ref: "#/parameters/nowhere" },
          ],
          responses: { 200: { schema: { $ref: "#/definitions/list" } } },
        },
      ),
    );
    expect(unboundedArrays).toEqual(["POST /orders ids", "POST /orders body.children"]);
  });

  const tags = { type: "array", items: {} };
  test.each<[what: string, schema: Json, unbounded: string[]]>([
    ["one part", { allOf: [tags, { maxItems: 7 }] }, []],
    ["itself", { maxItems: 7, allOf: [tags] }, []],
    ["a part of a part", { ...tags, allOf: [{ allOf: [{}, { maxItems: 7 }] }] }, []],
    ["each alternative", { ...tags, oneOf: [{ maxItems: 7 }, { maxItems: 9 }] }, []],
    ["one alternative alone", { ...tags, anyOf: [{ maxItems: 7 }, {}] }, ["POST /orders body"]],
    ["no alternative", { ...tags, anyOf: [] }, ["POST /orders body"]],
    [
      "the outer array alone",
      { allOf: [{ type: "array", items: { type: "array" } }, { maxItems: 7 }] },
      ["POST /orders body[]"],
    ],
    [
      "one place alone",
      {
        properties: {
          few: { allOf: [{ $ref: "#/components/schemas/tags" }, { maxItems: 7 }] },
          many: { $ref: "#/components/schemas/tags" },
        },
      },
      ["POST /orders body.many"],
    ],
    ["itself, by going round", { allOf: [{ $ref: "#/components/schemas/round" }] }, ["POST /orders body"]],
  ])("an array is bounded where %s says how many", (_what, schema, unbounded) => {
    const round = { type: "array", allOf: [{ $ref: "#/components/schemas/round" }] };
    const facts = openapiFacts(openapi({ components: { schemas: { tags, round } } }, body(schema)));
    expect(facts.unboundedArrays).toEqual(unbounded);
  });

  test.each([
    null,
    7,
    "text",
    [],
    { paths: 3 },
    { paths: { "/x": { get: null, post: { security: 9, parameters: {} } } } },
  ])("%j is no document, and no error", (value) => {
    expect(() => openapiFaults(openapiFacts(value), true)).not.toThrow();
  });
});
