/**
 * Resource types whose Ref is one of their own properties, where the template sets it. Of all others, APIs among them, Ref is
 * an id or an ARN that exists only after deployment.
 *
 * Source: CloudFormation Template Reference, "Return values" of each type (2026).
 */
export const REF_IS_PROPERTY: Readonly<Record<string, string>> = Object.freeze({
  "AWS::ApiGateway::Stage": "StageName",
  "AWS::ApiGatewayV2::Stage": "StageName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::CloudWatch::CompositeAlarm": "AlarmName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Serverless::Function": "FunctionName",
});

/**
 * SAM names the stage that it makes of an API as "OrdersApi.Stage"; its name is the API's StageName, and without one it is
 * $default for an HTTP API and default for a WebSocket API. Source: SAM Developer Guide, "Generated CloudFormation resources" and
 * AWS::Serverless::HttpApi (2026).
 */
export const SAM_STAGE_NAMES: Readonly<Record<string, string | null>> = Object.freeze({
  "AWS::Serverless::Api": null,
  "AWS::Serverless::HttpApi": "$default",
  "AWS::Serverless::WebSocketApi": "default",
});

/**
 * The APIs that SAM makes of the events of functions, and the names of their stages under the names that SAM gives those.
 * Source: SAM Developer Guide, "Generated CloudFormation resources", for events of the types Api and HttpApi.
 */
export const SAM_IMPLICIT_APIS: Readonly<Record<string, string>> = Object.freeze({
  ServerlessRestApi: "AWS::ApiGateway::RestApi",
  ServerlessHttpApi: "AWS::ApiGatewayV2::Api",
});
export const SAM_IMPLICIT_STAGES: Readonly<Record<string, string>> = Object.freeze({
  "ServerlessRestApi.Stage": "Prod",
  ServerlessRestApiProdStage: "Prod",
  "ServerlessHttpApi.Stage": "$default",
  ServerlessHttpApiApiGatewayDefaultStage: "$default",
});

/** Transforms that neither add alarms nor change them. Every other is a macro, whose effect nobody can know from the template. */
export const HARMLESS_TRANSFORMS: readonly RegExp[] = [
  /^AWS::Serverless-/,
  /^AWS::LanguageExtensions$/,
  /^AWS::CodeDeployBlueGreen$/,
  /^AWS::SecretsManager-/,
];
