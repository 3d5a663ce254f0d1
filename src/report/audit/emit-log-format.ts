import { stringify } from "yaml";

import { recommendedLogFormat } from "../../catalog/recommended-log-format.ts";
import { hclText } from "../../core/hcl-text.ts";
import type { ApiKind } from "../../model/target.ts";

export const LOG_FORMAT_DIALECTS = [
  "cloudformation",
  "sam",
  "terraform",
  "cdk",
  "serverless",
  "cli",
] as const;
export type LogFormatDialect = (typeof LOG_FORMAT_DIALECTS)[number];

/** Whose Format it is to be; words in capitals where it is nobody's in particular. */
export interface FormatOwner {
  readonly kind: ApiKind;
  readonly api: string;
  readonly stage: string;
  /** Where its log goes; null where it logs nothing, or nobody knows. */
  readonly destinationArn: string | null;
}

/**
 * The best Format of a flavour as each tool writes it: numbers quoted, no secret, no variable that the flavour lacks. Only what belongs to
 * the Format is written; where the log goes stays as it is, unless a command of the AWS CLI has to say both.
 */
export function emitLogFormat(owner: FormatOwner, dialect: LogFormatDialect): string[] {
  return WRITERS[dialect](recommendedLogFormat(owner.kind), owner);
}

const WRITERS: Readonly<Record<LogFormatDialect, (format: string, owner: FormatOwner) => string[]>> = {
  cloudformation: (format, { kind }) => fragment(CLOUDFORMATION_TYPES[kind], kind, format),
  sam: (format, { kind }) => fragment(SAM_TYPES[kind], kind, format),
  terraform: (format, { kind }) => terraform(kind, format),
  cdk: (format, { kind }) => cdk(kind, format),
  serverless: (format, { kind }) => serverless(kind, format),
  cli: (format, owner) => cli(owner, format),
};

const CLOUDFORMATION_TYPES: Readonly<Record<ApiKind, string>> = {
  rest: "AWS::ApiGateway::Stage",
  http: "AWS::ApiGatewayV2::Stage",
  websocket: "AWS::ApiGatewayV2::Stage",
};
const SAM_TYPES: Readonly<Record<ApiKind, string>> = {
  rest: "AWS::Serverless::Api",
  http: "AWS::Serverless::HttpApi",
  websocket: "AWS::Serverless::WebSocketApi",
};

function fragment(type: string, kind: ApiKind, format: string): string[] {
  const property = kind === "rest" ? "AccessLogSetting" : "AccessLogSettings";
  return yamlLines({ Type: type, Properties: { [property]: { Format: format } } });
}

/** Source: Serverless Framework 3, "Serverless.yml Reference", logs. */
const SERVERLESS_LOGS: Readonly<Record<ApiKind, string>> = {
  rest: "restApi",
  http: "httpApi",
  websocket: "websocket",
};

function serverless(kind: ApiKind, format: string): string[] {
  return yamlLines({ provider: { logs: { [SERVERLESS_LOGS[kind]]: { format } } } });
}

/** Single quotes, in which YAML knows no escape but a doubled one: what stands there is the Format itself. */
function yamlLines(value: object): string[] {
  return stringify(value, { lineWidth: 0, singleQuote: true }).trimEnd().split("\n");
}

function terraform(kind: ApiKind, format: string): string[] {
  const type = kind === "rest" ? "aws_api_gateway_stage" : "aws_apigatewayv2_stage";
  const widest = Math.max(...entriesOf(format).map(([key]) => key.length));
  return [
    `resource "${type}" "..." {`,
    "  access_log_settings {",
    "    # destination_arn stays as it is",
    "    format = jsonencode({",
    ...entriesOf(format).map(([key, value]) => `      ${key.padEnd(widest)} = ${hclText(value)}`),
    "    })",
    "  }",
    "}",
  ];
}

function cdk(kind: ApiKind, format: string): string[] {
  const members = entriesOf(format).map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`);
  const object = ["const accessLog = {", ...members, "};"];
  if (kind === "rest") {
    return [
      'import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";',
      "",
      ...object,
      "// Among the stage's options: deployOptions of a RestApi, or the properties of a Stage.",
      "const stageOptions = { accessLogFormat: AccessLogFormat.custom(JSON.stringify(accessLog)) };",
    ];
  }
  return [
    'import type { CfnStage } from "aws-cdk-lib/aws-apigatewayv2";',
    "",
    ...object,
    "(stage.node.defaultChild as CfnStage).accessLogSettings = {",
    "  destinationArn: logGroup.logGroupArn,",
    "  format: JSON.stringify(accessLog),",
    "};",
  ];
}

function cli({ kind, api, stage, destinationArn }: FormatOwner, format: string): string[] {
  const destination = destinationArn ?? "LOG_GROUP_ARN";
  if (kind === "rest") {
    const operations = [
      { op: "replace", path: "/accessLogSettings/destinationArn", value: destination },
      { op: "replace", path: "/accessLogSettings/format", value: format },
    ];
    return [
      `aws apigateway update-stage --rest-api-id ${shellText(api)} --stage-name ${shellText(stage)} --patch-operations ${shellText(JSON.stringify(operations))}`,
    ];
  }
  const settings = JSON.stringify({ DestinationArn: destination, Format: format });
  return [
    `aws apigatewayv2 update-stage --api-id ${shellText(api)} --stage-name ${shellText(stage)} --access-log-settings ${shellText(settings)}`,
  ];
}

function shellText(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function entriesOf(format: string): [string, string][] {
  const parsed: unknown = JSON.parse(format);
  return typeof parsed === "object" && parsed !== null
    ? Object.entries(parsed).map(([key, value]) => [key, String(value)])
    : [];
}
