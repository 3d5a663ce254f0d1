import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { SourceDocument } from "../document/document.ts";
import { openapiAuthorizers } from "./openapi-authorizers.ts";
import { openapiFacts } from "./openapi-facts.ts";
import { openapiEstateRoutes, openapiValidators } from "./openapi-routes.ts";
import type { DeclaredEstate, EstateQuestion } from "./read-estate.ts";

/**
 * The REST API that API Gateway makes of an OpenAPI document; one whose integrations have a payload version, or with CORS settings of
 * HTTP APIs, becomes an HTTP API. A document says nothing of stages: the name that was given stands for one of which nothing is known.
 */
export function openapiEstate(
  document: SourceDocument,
  file: string,
  { stage, takenMs }: EstateQuestion,
): DeclaredEstate {
  const root = recordOf(document.value);
  const { title, description } = recordOf(root["info"]);
  const cors = root["x-amazon-apigateway-cors"];
  const place = (path: readonly (string | number)[]) => ({ file, line: document.lineOf(path) });
  const routes = openapiEstateRoutes(root, functionOfArn, place);
  const isHttp = isRecord(cors) || holdsPayloadVersion(root);
  const types = recordOf(root["x-amazon-apigateway-endpoint-configuration"])["disableExecuteApiEndpoint"];
  const policy = root["x-amazon-apigateway-policy"];
  const compression = root["x-amazon-apigateway-minimum-compression-size"];
  const name = typeof title === "string" ? title : file;
  return {
    estate: {
      schemaVersion: 1,
      origin: "template",
      takenMs,
      region: "",
      accountId: null,
      file,
      apis: [
        {
          kind: isHttp ? "http" : "rest",
          id: name,
          name,
          place: place(["info"]),
          description: typeof description === "string" ? description : null,
          ...(typeof types === "boolean" ? { isDefaultEndpointOff: types } : {}),
          document: openapiFacts(root),
          authorizers: openapiAuthorizers(root, isHttp ? 0 : 300),
          routes,
          ...(isHttp
            ? { cors: isRecord(cors) ? corsOf(cors) : null }
            : {
                policy: policy === undefined ? null : JSON.stringify(policy),
                minimumCompressionBytes: typeof compression === "number" ? compression : null,
                validators: openapiValidators(root),
                gatewayResponses: gatewayResponses(root),
              }),
          stages: stage === null ? [] : [{ name: stage }],
        },
      ],
    },
    blindSpots: [],
  };
}

function holdsPayloadVersion(root: Readonly<Record<string, unknown>>): boolean {
  return Object.values(recordOf(root["paths"])).some((item) =>
    Object.values(recordOf(item)).some((operation) => {
      const { payloadFormatVersion } = recordOf(recordOf(operation)["x-amazon-apigateway-integration"]);
      return payloadFormatVersion !== undefined;
    }),
  );
}

function corsOf(cors: Readonly<Record<string, unknown>>) {
  const origins = listOf(cors["allowOrigins"]).filter(
    (origin): origin is string => typeof origin === "string",
  );
  return { origins, allowCredentials: cors["allowCredentials"] === true };
}

/** Those that the document customises, with the headers that they set. */
export function gatewayResponses(document: unknown): { type: string; headers: string[] }[] {
  return Object.entries(recordOf(recordOf(document)["x-amazon-apigateway-gateway-responses"])).map(
    ([type, response]) => ({
      type,
      headers: Object.keys(recordOf(recordOf(response)["responseParameters"])).flatMap(
        (name) => /^gatewayresponse\.header\.(.+)$/.exec(name)?.[1]?.toLowerCase() ?? [],
      ),
    }),
  );
}
