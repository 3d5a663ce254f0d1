import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";

export const unused: Check = {
  id: "unused",
  control: "DOC-04",
  group: "documentation",
  severity: "low",
  title: "A stage that nobody calls",
  what: "CloudWatch lists metrics of the stage, which it does for two weeks after the last request.",
  why: "What nobody calls nobody watches: it keeps old code, old permissions and a way in.",
  fix: "Take the stage away, or snooze this with the reason for which it waits.",
  exempt: "Nowhere; a template cannot tell.",
  references: [
    "Amazon CloudWatch API Reference, ListMetrics (metrics without data for two weeks are not listed)",
  ],
  feature: "every flavour",
  needsAccount: true,
  judges: {
    stage: ({ stage }) => {
      if (stage.hasTraffic === undefined) return unknown("its traffic");
      const evidence = [
        {
          field: "ListMetrics",
          value: stage.hasTraffic ? "its metrics are listed" : "none of its metrics is listed",
        },
      ];
      return stage.hasTraffic
        ? pass("It is called.", evidence)
        : fail("Nobody has called it for two weeks.", evidence);
    },
  },
  remedy: ({ kind, api, stage }) =>
    remedy(
      kind === "rest"
        ? `aws apigateway delete-stage --rest-api-id ${shellWord(api)} --stage-name ${shellWord(stage)}`
        : `aws apigatewayv2 delete-stage --api-id ${shellWord(api)} --stage-name ${shellWord(stage)}`,
      null,
      null,
    ),
};
