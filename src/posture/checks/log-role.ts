import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy } from "../remedy.ts";
import { someOf } from "../stage-facts.ts";

export const logRole: Check = {
  id: "log-role",
  control: "OBS-08",
  group: "observability",
  severity: "medium",
  title: "Stages that shall log, and no role to do it with",
  what: "The account names a role for API Gateway's logs in this Region, if any stage of a REST or WebSocket API is to log.",
  why: "Without the role API Gateway writes nothing and says nothing: the settings look right and the log groups stay empty.",
  fix: "Make a role that apigateway.amazonaws.com may assume, with the policy AmazonAPIGatewayPushToCloudWatchLogs, and name it in the account's settings.",
  exempt: "Where no REST or WebSocket stage is to log; HTTP APIs need no role.",
  references: ['API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs"'],
  feature: "every flavour",
  judges: {
    account: ({ estate }) => {
      const stages = estate.apis
        .filter(({ kind }) => kind !== "http")
        .flatMap(({ name, id, stages: all }) =>
          all.map((stage) => ({ stage, label: `${name ?? id}/${stage.name}` })),
        );
      const logging = stages.filter(
        ({ stage }) => stage.accessLog || !["OFF", null, undefined].includes(stage.every?.loggingLevel),
      );
      if (logging.length === 0) return notApplicable("No REST or WebSocket stage is to log.");
      const role = estate.account?.logRoleArn;
      if (role === undefined) return unknown("the account's settings");
      const field = "account.cloudwatchRoleArn";
      return role === null
        ? fail(
            `${someOf(logging.map(({ label }) => label))} ${logging.length === 1 ? "writes" : "write"} no log, since there is no role.`,
            [{ field, value: "not set" }],
          )
        : pass("The account has a role for logs.", [{ field, value: role }]);
    },
  },
  remedy: () =>
    remedy(
      "aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=arn:aws:iam::ACCOUNT:role/ROLE",
      ["AWS::ApiGateway::Account", { CloudWatchRoleArn: "arn:aws:iam::ACCOUNT:role/ROLE" }],
      ["aws_api_gateway_account", { cloudwatch_role_arn: "arn:aws:iam::ACCOUNT:role/ROLE" }],
    ),
};
