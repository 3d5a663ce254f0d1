import { logGroupOf } from "../../catalog/log-groups.ts";
import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { formatRemedy } from "../log-format/format-remedy.ts";
import { shellWord } from "../remedy.ts";
import { stageField } from "../stage-facts.ts";

export const accessLogs: Check = {
  id: "access-logs",
  control: "OBS-01",
  group: "observability",
  severity: "medium",
  title: "A stage without access logs",
  what: "The stage names a destination for its access log, and the log group it names exists.",
  why: "Metrics say that something fails; only the access log says for whom, on which route, and whether the gateway or the backend was at fault.",
  fix: "Name a log group (or, for a REST API, a Firehose stream) and a Format.",
  exempt: "Nowhere: every flavour has access logs.",
  references: [
    "Security Hub APIGateway.9 (HTTP and WebSocket)",
    "AWS Config apigateway-stage-access-logs-enabled",
    "AWS Config api-gwv2-access-logs-enabled",
    "checkov CKV_AWS_76",
    "checkov CKV_AWS_95",
    "prowler apigatewayv2_api_access_logging_enabled",
    "cfn-nag W45",
    "cfn-nag W69",
    "cfn-nag W46",
    "cdk-nag AwsSolutions-APIG1",
    "cdk-nag Serverless-APIGWAccessLogging",
    "serverless-rules ES2000",
  ],
  feature: "access logs",
  judges: {
    stage: (scene) => {
      const { accessLog } = scene.stage;
      const field = stageField(scene, "accessLogSettings.destinationArn");
      if (accessLog === undefined) return unknown("the access log's settings");
      if (accessLog === null)
        return fail("Nothing is logged of its requests.", [{ field, value: "not set" }]);
      const { destinationArn } = accessLog;
      if (destinationArn === undefined) return pass("An access log is set up.");
      const group = logGroupOf(destinationArn);
      const evidence = [{ field, value: destinationArn }];
      if (group !== null && scene.estate.logGroups?.[group] === null) {
        return fail(`Its log group ${group} does not exist, so nothing is kept.`, evidence);
      }
      return pass("Its requests are logged.", evidence);
    },
  },
  remedy: (names) => {
    const group = logGroupOf(names.logDestination);
    const { cli, cloudformation, terraform } = formatRemedy(names);
    return {
      cli: [
        ...(group === null ? [] : [`aws logs create-log-group --log-group-name ${shellWord(group)}`]),
        ...cli,
      ],
      cloudformation,
      terraform,
    };
  },
};
