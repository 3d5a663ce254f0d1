import { recommendedLogFormat } from "../../catalog/recommended-log-format.ts";
import type { ApiKind } from "../../model/target.ts";

export const LOG_FORMAT_DIALECTS = ["cloudformation", "sam", "terraform", "cdk", "cli"] as const;
export type LogFormatDialect = (typeof LOG_FORMAT_DIALECTS)[number];

/** Whose Format it is to be; words in capitals where it is nobody's in particular. */
export interface FormatOwner {
  readonly kind: ApiKind;
  readonly api: string;
  readonly stage: string;
}

/**
 * The best Format of a flavour as each tool writes it: numbers quoted, no secret, no variable that the flavour lacks. Only what belongs to
 * the Format is written; where the log goes stays as it is.
 */
export function emitLogFormat(owner: FormatOwner, dialect: LogFormatDialect): string[] {
  const format = recommendedLogFormat(owner.kind);
  if (dialect === "cloudformation") return cloudformation(owner.kind, format);
  if (dialect === "sam") return sam(owner.kind, format);
  if (dialect === "terraform") return terraform(owner.kind, format);
  return dialect === "cdk" ? cdk(owner.kind, format) : cli(owner, format);
}

function cloudformation(kind: ApiKind, format: string): string[] {
  const [type, property] =
    kind === "rest"
      ? ["AWS::ApiGateway::Stage", "AccessLogSetting"]
      : ["AWS::ApiGatewayV2::Stage", "AccessLogSettings"];
  return [`Type: ${type}`, "Properties:", `  ${property}:`, `    Format: ${yamlText(format)}`];
}

const SAM_TYPES = {
  rest: ["AWS::Serverless::Api", "AccessLogSetting"],
  http: ["AWS::Serverless::HttpApi", "AccessLogSettings"],
  websocket: ["AWS::Serverless::WebSocketApi", "AccessLogSettings"],
} as const;

function sam(kind: ApiKind, format: string): string[] {
  const [type, property] = SAM_TYPES[kind];
  return [`Type: ${type}`, "Properties:", `  ${property}:`, `    Format: ${yamlText(format)}`];
}

/** Within single quotes YAML knows no escape but a doubled quote. */
function yamlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function terraform(kind: ApiKind, format: string): string[] {
  const type = kind === "rest" ? "aws_api_gateway_stage" : "aws_apigatewayv2_stage";
  const widest = Math.max(...entriesOf(format).map(([key]) => key.length));
  return [
    `resource "${type}" "..." {`,
    "  access_log_settings {",
    "    format = jsonencode({",
    ...entriesOf(format).map(([key, value]) => `      ${key.padEnd(widest)} = ${JSON.stringify(value)}`),
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
      "// of the stage's options (deployOptions of a RestApi):",
      "accessLogFormat: AccessLogFormat.custom(JSON.stringify(accessLog)),",
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

function cli({ kind, api, stage }: FormatOwner, format: string): string[] {
  if (kind === "rest") {
    const operations = JSON.stringify([{ op: "replace", path: "/accessLogSettings/format", value: format }]);
    return [
      `aws apigateway update-stage --rest-api-id ${shellText(api)} --stage-name ${shellText(stage)} --patch-operations ${shellText(operations)}`,
    ];
  }
  const settings = JSON.stringify({ DestinationArn: "LOG_GROUP_ARN", Format: format });
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
