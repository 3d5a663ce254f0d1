import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { isRestricting, isWideOpen, readPolicy } from "../read-policy.ts";
import { patchRestApi, remedy } from "../remedy.ts";

export const resourcePolicy: Check = {
  id: "resource-policy",
  control: "SEC-04",
  group: "security",
  severity: "medium",
  title: "A private API that everybody inside may call",
  what: "A private API has a resource policy, and none of its statements allows everybody without a condition, unless another one denies by a condition.",
  why: "Without a condition on the VPC or its endpoint, every account's VPC endpoint leads to it.",
  fix: "Allow execute-api:Invoke under a condition on aws:SourceVpce or aws:SourceVpc, and deploy the API again.",
  exempt: "APIs that are not private; HTTP and WebSocket APIs, which have no resource policy.",
  references: [
    'API Gateway Developer Guide, "Control access to a REST API with resource policies"',
    "Well-Architected Serverless Applications Lens, identity-and-access-management",
  ],
  feature: "a resource policy",
  judges: {
    api: ({ api }) => {
      if (api.endpointType === undefined) return unknown("its endpoint type");
      if (api.endpointType !== "PRIVATE") return notApplicable("It is not private.");
      const policy = readPolicy(api.policy);
      if (policy === undefined) return unknown("its resource policy");
      if (policy === null) return fail("It has no resource policy.", [{ field: "policy", value: "not set" }]);
      const evidence = [{ field: "policy", value: api.policy ?? "" }];
      return isRestricting(policy)
        ? pass("Its resource policy says who may call.", evidence)
        : fail(
            policy.some(isWideOpen)
              ? "Its resource policy allows everybody without a condition."
              : "Its resource policy keeps nobody out.",
            evidence,
          );
    },
  },
  remedy: (names) => {
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "execute-api:Invoke",
          Resource: "execute-api:/*",
          Condition: { StringEquals: { "aws:SourceVpce": "VPC_ENDPOINT" } },
        },
      ],
    };
    return remedy(
      patchRestApi(names, { "/policy": JSON.stringify(policy) }),
      ["AWS::ApiGateway::RestApi", { Policy: policy }],
      ["aws_api_gateway_rest_api_policy", { rest_api_id: names.api, policy: JSON.stringify(policy) }],
    );
  },
};
