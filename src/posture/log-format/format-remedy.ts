import { recommendedLogFormat } from "../../catalog/recommended-log-format.ts";
import type { AuditRemedy } from "../../model/audit-result.ts";
import type { RemedyNames } from "../check.ts";
import { remedy, shellWord, updateV2Stage } from "../remedy.ts";

/** The best Format of the flavour, put where the stage's own stands. */
export function formatRemedy(names: RemedyNames): AuditRemedy {
  const Format = recommendedLogFormat(names.kind);
  if (names.kind === "rest") {
    const operations = JSON.stringify([{ op: "replace", path: "/accessLogSettings/format", value: Format }]);
    return remedy(
      `aws apigateway update-stage --rest-api-id ${shellWord(names.api)} --stage-name ${shellWord(names.stage)} --patch-operations ${shellWord(operations)}`,
      ["AWS::ApiGateway::Stage", { AccessLogSetting: { Format } }],
      ["aws_api_gateway_stage", { access_log_settings: { format: Format } }],
    );
  }
  return remedy(
    updateV2Stage(names, `--access-log-settings ${shellWord(JSON.stringify({ Format }))}`),
    ["AWS::ApiGatewayV2::Stage", { AccessLogSettings: { Format } }],
    ["aws_apigatewayv2_stage", { access_log_settings: { format: Format } }],
  );
}
