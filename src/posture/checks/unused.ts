import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";

export const unused: Check = {
  id: "unused",
  control: "DOC-04",
  group: "documentation",
  severity: "low",
  title: "A stage that nobody calls",
  what: "Somebody called the stage within 30 days: CloudWatch lists its metrics, which it does for two weeks after the last request, or holds counts of an earlier day.",
  why: "What nobody calls nobody watches: it keeps old code, old permissions and a way in.",
  fix: "Take the stage away, or snooze this with the reason for which it waits.",
  exempt: "Nowhere; a template cannot tell.",
  references: [
    "Amazon CloudWatch API Reference, ListMetrics (metrics without data for two weeks are not listed) and GetMetricData",
  ],
  feature: "every flavour",
  needsAccount: true,
  judges: {
    stage: ({ stage }) => {
      if (stage.hasTraffic === undefined) return unknown("its traffic");
      const evidence = [
        {
          field: "Count",
          value: stage.hasTraffic ? "there are datapoints" : "no datapoint in 30 days",
        },
      ];
      return stage.hasTraffic
        ? pass("It is called.", evidence)
        : fail("Nobody has called it for 30 days.", evidence);
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
