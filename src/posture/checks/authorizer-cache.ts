import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchOption, remedy, shellWord } from "../remedy.ts";
import { fieldOf, someOf } from "../stage-facts.ts";

/** What AWS chooses where nobody does. */
const DEFAULT_TTL_SECONDS = 300;

export const authorizerCache: Check = {
  id: "authorizer-cache",
  control: "SEC-15",
  group: "security",
  severity: "medium",
  title: "An authorizer's answer that is used for too long, or for somebody else",
  what: "No authorizer's answer is cached for longer than the default of 300 seconds, and a REQUEST authorizer that is cached names the parts of the request that its answer depends on.",
  why: "A revoked token works on until the cache forgets it. A cached answer without identity sources belongs to nobody, and so to everybody.",
  fix: "Shorten the time, and name every header, query string and variable that the authorizer reads as an identity source.",
  exempt:
    "APIs without a Lambda or Cognito authorizer; WebSocket APIs, whose authorizers are asked once a connection.",
  references: ['API Gateway Developer Guide, "Use API Gateway Lambda authorizers"'],
  feature: "authorizers with a cache",
  judges: {
    api: ({ api }) => {
      if (api.authorizers === undefined) return unknown("its authorizers");
      const cached = api.authorizers.filter(({ type }) => type !== "JWT");
      if (cached.length === 0) return notApplicable("It has no authorizer with a cache.");
      const long = cached.filter(({ ttlSeconds }) => (ttlSeconds ?? 0) > DEFAULT_TTL_SECONDS);
      const blind = cached.filter(
        ({ type, ttlSeconds, identitySources }) =>
          type === "REQUEST" && (ttlSeconds ?? 0) > 0 && identitySources?.length === 0,
      );
      const field = (id: string, member: string) => fieldOf(api.kind, `authorizers[${id}]`, member);
      const evidence = [
        ...long.map(({ id, ttlSeconds }) => ({
          field: field(id, "authorizerResultTtlInSeconds"),
          value: String(ttlSeconds),
        })),
        ...blind.map(({ id }) => ({ field: field(id, "identitySource"), value: "empty" })),
      ];
      if (evidence.length > 0) {
        const named = (list: typeof cached) => someOf(list.map(({ name, id }) => name ?? id));
        const judgement = fail(
          [
            ...(long.length === 0
              ? []
              : [`${named(long)} is cached for longer than ${DEFAULT_TTL_SECONDS} seconds.`]),
            ...(blind.length === 0 ? [] : [`${named(blind)} is cached without an identity source.`]),
          ].join(" "),
          evidence,
          blind.length > 0 ? "high" : "medium",
        );
        const first = [...blind, ...long][0];
        if (first === undefined) return judgement;
        const faults = [
          ...(long.includes(first) ? (["ttl"] as const) : []),
          ...(blind.includes(first) ? (["sources"] as const) : []),
        ];
        return { ...judgement, names: { authorizer: first.id, authorizerFaults: faults } };
      }
      return cached.some(({ ttlSeconds }) => ttlSeconds === undefined)
        ? unknown("for how long some authorizers are cached")
        : pass("Its authorizers' answers are cached for a short time at most.");
    },
  },
  remedy: ({ kind, api, authorizer, authorizerFaults }) => {
    const [ttl, sources] = [authorizerFaults.includes("ttl"), authorizerFaults.includes("sources")];
    const source = kind === "rest" ? "method.request.header.Authorization" : "$request.header.Authorization";
    const sourceOrList = kind === "rest" ? source : [source];
    const own = {
      ...(ttl ? { AuthorizerResultTtlInSeconds: DEFAULT_TTL_SECONDS } : {}),
      ...(sources ? { IdentitySource: sourceOrList } : {}),
    };
    const argumentsOf = {
      ...(ttl ? { authorizer_result_ttl_in_seconds: DEFAULT_TTL_SECONDS } : {}),
      ...(sources ? { [kind === "rest" ? "identity_source" : "identity_sources"]: sourceOrList } : {}),
    };
    if (kind === "rest") {
      const patches = [
        ...(ttl ? [{ path: "/authorizerResultTtlInSeconds", value: String(DEFAULT_TTL_SECONDS) }] : []),
        ...(sources ? [{ path: "/identitySource", value: source }] : []),
      ];
      return remedy(
        `aws apigateway update-authorizer --rest-api-id ${shellWord(api)} --authorizer-id ${shellWord(authorizer)} ${patchOption(patches)}`,
        ["AWS::ApiGateway::Authorizer", own],
        ["aws_api_gateway_authorizer", argumentsOf],
      );
    }
    const options = [
      ...(ttl ? [`--authorizer-result-ttl-in-seconds ${DEFAULT_TTL_SECONDS}`] : []),
      ...(sources ? [`--identity-source ${shellWord(source)}`] : []),
    ];
    return remedy(
      `aws apigatewayv2 update-authorizer --api-id ${shellWord(api)} --authorizer-id ${shellWord(authorizer)} ${options.join(" ")}`,
      ["AWS::ApiGatewayV2::Authorizer", own],
      ["aws_apigatewayv2_authorizer", argumentsOf],
    );
  },
};
