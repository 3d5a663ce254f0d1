import type { Route } from "../model/target.ts";
import type { JsonObject } from "./operation.ts";

const ANY = "x-amazon-apigateway-any-method";

/** An export of an API as OpenAPI 3: its paths, its server, and a security scheme for each authorization in use. */
export function openapiOf(title: string, url: string, routes: readonly Route[]): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  const schemes = new Set<string>();
  for (const { key, authorization } of routes) {
    const [verb = "", path = `/${key}`] = key === "$default" ? ["ANY", "/$default"] : key.split(" ");
    const method = verb === "ANY" ? ANY : verb.toLowerCase();
    const isOpen = authorization === null || authorization === "NONE";
    if (!isOpen) schemes.add(authorization);
    const operation = { responses: {}, ...(isOpen ? {} : { security: [{ [authorization]: [] }] }) };
    paths[path] = { ...paths[path], [method]: operation };
  }
  const securitySchemes = Object.fromEntries(
    [...schemes].map((scheme) => [scheme, { type: "apiKey", name: "Authorization", in: "header" }]),
  );
  return {
    openapi: "3.0.1",
    info: { title, version: "1" },
    servers: [{ url }],
    paths,
    components: { securitySchemes },
  };
}
