import { z } from "zod";

/**
 * What an OpenAPI document tells its callers of who may call, over what, and how much they may send: all that checks of documents ask.
 * Of OpenAPI 3 and of its predecessor, Swagger 2.
 */
const requirementsSchema = z.array(z.object({ scheme: z.string(), scopes: z.array(z.string()) }));

export const openapiFactsSchema = z.object({
  isSwagger: z.boolean(),
  /** Addresses; of Swagger 2 the schemes, as "http:". */
  servers: z.array(z.string()),
  schemes: z.array(
    z.object({
      name: z.string(),
      /** apiKey, oauth2, http, openIdConnect; of Swagger 2 also basic. */
      type: z.string().nullable(),
      isBasic: z.boolean(),
      /** An authorizer of API Gateway stands behind it, whatever its type says. */
      isAuthorizer: z.boolean(),
      /** OAuth 2: implicit, password, clientCredentials ... */
      flows: z.array(z.string()),
      /** OAuth 2: those that the document lists. */
      scopes: z.array(z.string()),
    }),
  ),
  /** What every operation asks for that says nothing itself; null: nothing is said. */
  security: requirementsSchema.nullable(),
  operations: z.array(
    z.object({
      /** "POST /orders" */
      key: z.string(),
      security: requirementsSchema.nullable(),
      isPlain: z.boolean(),
      /** Media types that it takes or gives are said; always true of OpenAPI 3, where a body has one. */
      saysMedia: z.boolean(),
    }),
  ),
  /** Where arrays without a limit stand in what callers send, "POST /orders body.lines". */
  unboundedArrays: z.array(z.string()),
});
export type OpenapiFacts = z.infer<typeof openapiFactsSchema>;
