import type { CauseKind } from "../../model/finding.ts";
import type { OutcomeRise } from "./outcomes.ts";

/** Who answered with an error, what that means, and what to do. */
export interface Verdict {
  readonly kind: CauseKind;
  /** A clause without a full stop: "the stage's web ACL blocked them". */
  readonly what: string;
  readonly actions: readonly string[];
}

/**
 * What each answer of the gateway itself says of the phase that refused the request. The phases come in the order firewall,
 * authentication, authorizer, authorization, limits, integration, and the first that fails answers.
 *
 * Source: API Gateway Developer Guide, "Gateway response types" (April 2026); see catalog/response-types.ts.
 */
const BY_TYPE: Readonly<Record<string, Verdict>> = {
  THROTTLED: {
    kind: "throttle",
    what: "API Gateway turned them away because a rate limit was reached",
    actions: ["Compare the request rate with the limits of the stage, its usage plans and the account."],
  },
  QUOTA_EXCEEDED: {
    kind: "quota",
    what: "a usage plan's quota was used up",
    actions: [
      "Raise the quota of the usage plan, or agree with its caller on fewer requests until it starts anew.",
    ],
  },
  WAF_FILTERED: {
    kind: "waf",
    what: "the stage's web ACL blocked them",
    actions: [
      "Look at the sampled requests of the web ACL: which rule blocks, and whether they are callers or attackers.",
      "Where callers are blocked, set that rule to count until it is corrected.",
    ],
  },
  AUTHORIZER_FAILURE: {
    kind: "authorizer",
    what: "the authorizer failed, and the integration was never called",
    actions: [
      "Look at errors, throttles and timeouts of the authorizer function, and at recent changes of it.",
    ],
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    kind: "authorizer",
    what: "the authorizer is not configured right or answered what cannot be used",
    actions: [
      "Look at the authorizer's latest change: its answer, its permission to be invoked, its identity source.",
    ],
  },
  UNAUTHORIZED: {
    kind: "authorizer",
    what: "the authorizer or the missing credentials turned callers away",
    actions: [
      "Check whether tokens expired or their issuer changed its keys, then the latest change of the authorizer.",
    ],
  },
  ACCESS_DENIED: {
    kind: "authorizer",
    what: "a policy (of the authorizer, of IAM or of the API) denied them",
    actions: ["Look at the latest change of the authorizer's policy and of the API's resource policy."],
  },
  EXPIRED_TOKEN: {
    kind: "client",
    what: "callers came with expired tokens",
    actions: ["Ask the callers to renew their credentials; check the clock and the token's lifetime."],
  },
  INVALID_SIGNATURE: {
    kind: "client",
    what: "callers signed their requests wrongly",
    actions: ["Ask the callers which credentials and which signing code they changed."],
  },
  INVALID_API_KEY: {
    kind: "client",
    what: "callers came without a valid API key",
    actions: ["Check whether an API key was removed, disabled or taken out of its usage plan."],
  },
  MISSING_AUTHENTICATION_TOKEN: {
    kind: "client",
    what: "they asked for paths or methods that do not exist, or came without credentials",
    actions: [
      "Look at the paths in the access log: a scanner tries many, a client's release uses one that was renamed.",
      "Block a scanner in the web ACL, for instance by a rate-based rule.",
    ],
  },
  RESOURCE_NOT_FOUND: {
    kind: "client",
    what: "they asked for paths that do not exist",
    actions: [
      "Look at the paths in the access log: a scanner tries many, a client's release uses one that was renamed.",
    ],
  },
  BAD_REQUEST_BODY: {
    kind: "client",
    what: "their bodies did not pass the request validation",
    actions: [
      "Compare the callers' release with the model that the route validates against, and its latest change.",
    ],
  },
  BAD_REQUEST_PARAMETERS: {
    kind: "client",
    what: "required parameters were missing",
    actions: [
      "Compare the callers' release with the parameters that the route requires, and their latest change.",
    ],
  },
  REQUEST_TOO_LARGE: {
    kind: "client",
    what: "their bodies were too large",
    actions: ["Ask the callers what they send, or let them upload elsewhere (a presigned URL)."],
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: "client",
    what: "they came with a content type that the route does not take",
    actions: [
      "Compare the callers' Content-Type with the route's mapping templates and their latest change.",
    ],
  },
  API_CONFIGURATION_ERROR: {
    kind: "configuration",
    what: "the API's configuration did not let the gateway call its integration",
    actions: [
      "Check the permission of API Gateway to invoke the function (its resource policy), and the latest change of the API.",
    ],
  },
  INTEGRATION_TIMEOUT: {
    kind: "integration",
    what: "the backend did not answer within the integration timeout",
    actions: ["Look at duration and saturation of what stands behind the route; then at the timeout itself."],
  },
  INTEGRATION_FAILURE: {
    kind: "integration",
    what: "the integration failed before it gave a usable answer",
    actions: [
      "Look at the errors of the function or service behind the route, and whether it can be reached.",
    ],
  },
};

/** A backend that is asked too often says so in these words, whatever status the gateway makes of it. */
const LAMBDA_THROTTLE = /rate exceeded|too ?many ?requests|concurren|throttl/i;
/** The gateway's own text for a function that it may not invoke, or that is configured wrongly. */
const CONFIGURATION = /permission|configuration error|not authorized to perform/i;
const MALFORMED = /malformed/i;

/**
 * What an added outcome means. `knowsTypes`: whether the lines carry the response type, without which nobody can tell the gateway's answer
 * from the backend's. `message`: the error message that was added with it, if one was logged.
 */
export function verdictOf(
  { status, responseType }: OutcomeRise,
  knowsTypes: boolean,
  message: string | null,
): Verdict {
  if (status >= 500 && message !== null) {
    if (LAMBDA_THROTTLE.test(message)) {
      return {
        kind: "downstream",
        what: "what stands behind the integration throttled the gateway's calls (no limit of API Gateway)",
        actions: [
          "Look at throttles and concurrency of the function: its reserved concurrency, and the account's.",
        ],
      };
    }
    if (MALFORMED.test(message)) {
      return {
        kind: "integration",
        what: "the function returned something that is not a valid proxy response",
        actions: [
          "Look at what the function's latest version returns: statusCode as a number, body as a text.",
        ],
      };
    }
    if (CONFIGURATION.test(message)) {
      return {
        kind: "configuration",
        what: "the API's configuration did not let the gateway call its integration",
        actions: [
          "Check the permission of API Gateway to invoke the function (its resource policy), and the latest change of the API.",
        ],
      };
    }
  }
  const ofType = responseType === null ? undefined : BY_TYPE[responseType];
  if (ofType !== undefined) return ofType;
  if (!knowsTypes) return ofStatusAlone(status);
  if (responseType !== null) {
    return status >= 500
      ? {
          kind: status === 500 ? "configuration" : "integration",
          what: "API Gateway answered itself, since it could not use or reach the integration",
          actions: ["Look at the integration's latest change and at the execution log of a failed request."],
        }
      : {
          kind: "client",
          what: "API Gateway refused them itself",
          actions: ["Look at the error message of the lines and at the latest change of the API."],
        };
  }
  return ofBackend(status);
}

function ofBackend(status: number): Verdict {
  if (status >= 500) {
    return {
      kind: "integration",
      what: "the backend itself answered with them",
      actions: [
        "Look at the logs of the function or service behind the route, at the time of the first error.",
      ],
    };
  }
  if (status === 429) {
    return {
      kind: "downstream",
      what: "the backend itself answered 429 (no limit of API Gateway)",
      actions: ["Look at the backend's own rate limiting."],
    };
  }
  return {
    kind: "client",
    what: "the backend itself refused the requests",
    actions: [
      "Compare what these callers send with what the backend accepts, and with the latest change of either.",
    ],
  };
}

function ofStatusAlone(status: number): Verdict {
  const hint =
    "Add $context.error.responseType to the access log: it tells the gateway's answers from the backend's.";
  if (status === 429) {
    return { kind: "throttle", what: "a rate limit or a quota was reached", actions: [hint] };
  }
  return status >= 500
    ? { kind: "integration", what: "the lines do not tell who answered", actions: [hint] }
    : { kind: "client", what: "the lines do not tell who answered", actions: [hint] };
}
