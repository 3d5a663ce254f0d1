import { recommendedLogFormat } from "../../catalog/recommended-log-format.ts";
import type { AuditRemedy } from "../../model/audit-result.ts";
import type { RemedyNames } from "../check.ts";
import { remedy, shellWord, updateStage, updateV2Stage } from "../remedy.ts";

/** The best Format of the flavour, and where the stage's log goes already, since tools set both together. */
export function formatRemedy(names: RemedyNames): AuditRemedy {
  const Format = recommendedLogFormat(names.kind);
  const DestinationArn = names.logDestination;
  const settings = { DestinationArn, Format };
  const block = { access_log_settings: { destination_arn: DestinationArn, format: Format } };
  if (names.kind === "rest") {
    return remedy(
      updateStage(names, [
        { path: "/accessLogSettings/destinationArn", value: DestinationArn },
        { path: "/accessLogSettings/format", value: Format },
      ]),
      ["AWS::ApiGateway::Stage", { AccessLogSetting: settings }],
      ["aws_api_gateway_stage", block],
    );
  }
  return remedy(
    updateV2Stage(names, `--access-log-settings ${shellWord(JSON.stringify(settings))}`),
    ["AWS::ApiGatewayV2::Stage", { AccessLogSettings: settings }],
    ["aws_apigatewayv2_stage", block],
  );
}
