/**
 * The resources of infrastructure as code that are an API, and which of their values is CloudWatch's key of it.
 *
 * Source: CloudFormation's resource schemas as aws-cdk-lib has them (AWS::ApiGateway::RestApi: RestApiId;
 * AWS::ApiGatewayV2::Api: ApiId); SAM Developer Guide, "Return values" of AWS::Serverless::Api, HttpApi and WebSocketApi (Ref
 * gives the id) and "Generated CloudFormation resources" (the API that SAM makes keeps the logical id, so its attributes are
 * there too); Terraform AWS provider, website/docs r/api_gateway_rest_api, r/apigatewayv2_api (id, name) and the data sources
 * of the same names (d/apigatewayv2_api: api_id). Read November 2026.
 */
interface ApiResource {
  readonly type: string;
  readonly family: "rest" | "v2";
  /** What a reference gives that names no attribute; null where a reference always names one. */
  readonly bare: "id" | null;
  /** Attributes that are the API's id. */
  readonly ids: readonly string[];
}

const API_RESOURCES: readonly ApiResource[] = [
  { type: "AWS::ApiGateway::RestApi", family: "rest", bare: "id", ids: ["RestApiId"] },
  { type: "AWS::Serverless::Api", family: "rest", bare: "id", ids: ["RestApiId"] },
  { type: "AWS::ApiGatewayV2::Api", family: "v2", bare: "id", ids: ["ApiId"] },
  { type: "AWS::Serverless::HttpApi", family: "v2", bare: "id", ids: ["ApiId"] },
  { type: "AWS::Serverless::WebSocketApi", family: "v2", bare: "id", ids: ["ApiId"] },
  { type: "aws_api_gateway_rest_api", family: "rest", bare: null, ids: ["id"] },
  { type: "aws_apigatewayv2_api", family: "v2", bare: null, ids: ["id", "api_id"] },
];

/** Which kind of API a reference to `attribute` of a resource names, and by what; undefined where it is no API. */
export function apiReference(
  type: string,
  attribute: string | null,
): { readonly family: "rest" | "v2"; readonly by: "id" | "name" | null } | undefined {
  const found = API_RESOURCES.find((resource) => resource.type === type);
  if (!found) return undefined;
  // Ref itself may be told as an attribute.
  const isBare = attribute === null || attribute === "Ref";
  if (isBare) return { family: found.family, by: found.bare };
  const isName = attribute.toLowerCase() === "name";
  return { family: found.family, by: found.ids.includes(attribute) ? "id" : isName ? "name" : null };
}
