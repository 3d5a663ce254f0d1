import { ACCOUNT_RATE_QUOTA } from "../../catalog/account-throttle.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy } from "../remedy.ts";

/** Twice what an account has by default. */
const DESIRED_RATE = 20_000;

export const throttleSum: Check = {
  id: "throttle-sum",
  control: "REL-03",
  group: "reliability",
  severity: "info",
  title: "Limits that promise more than the account has",
  what: "The throttles of all stages together are not above the account's limit in the Region.",
  why: "Stages that are busy at once meet the account's limit before their own.",
  fix: "Lower the stages' limits, or ask for a higher one of the account (Service Quotas).",
  exempt: "Where no stage has a throttle of its own.",
  references: ['API Gateway Developer Guide, "Throttle requests to your REST APIs"'],
  feature: "every flavour",
  judges: {
    account: ({ estate }) => {
      const own = estate.apis.flatMap(({ name, id, stages }) =>
        stages.flatMap((stage) =>
          stage.every?.throttle
            ? [{ label: `${name ?? id}/${stage.name}`, rate: stage.every.throttle.rateLimit }]
            : [],
        ),
      );
      if (own.length === 0) return notApplicable("No stage has a throttle of its own.");
      const limit = estate.account?.throttle?.rateLimit;
      if (limit === undefined) return unknown("the account's limit");
      const sum = own.reduce((total, { rate }) => total + rate, 0);
      const evidence = [
        { field: "account.throttleSettings.rateLimit", value: String(limit) },
        ...own.map(({ label, rate }) => ({
          field: `stages[${label}].throttlingRateLimit`,
          value: String(rate),
        })),
      ];
      return sum > limit
        ? fail(`The stages may have ${sum} requests a second together, the account ${limit}.`, evidence)
        : pass(`The stages may have ${sum} of the account's ${limit} requests a second.`, evidence);
    },
  },
  remedy: () =>
    remedy(
      `aws service-quotas request-service-quota-increase --service-code ${ACCOUNT_RATE_QUOTA.serviceCode} --quota-code ${ACCOUNT_RATE_QUOTA.quotaCode} --desired-value ${DESIRED_RATE}`,
      null,
      [
        "aws_servicequotas_service_quota",
        {
          service_code: ACCOUNT_RATE_QUOTA.serviceCode,
          quota_code: ACCOUNT_RATE_QUOTA.quotaCode,
          value: DESIRED_RATE,
        },
      ],
    ),
};
