import { accountThrottle } from "../catalog/account-throttle.ts";
import type { AuditRemedy } from "../model/audit-result.ts";
import type { RemedyNames } from "./check.ts";
import { patchStage, remedy, shellWord, updateV2Stage } from "./remedy.ts";

/** A setting of methods as each tool spells it. */
export interface MethodSetting {
  /** Below the method, in the patch path of version 1. */
  readonly path: string;
  /** The member of CloudFormation's MethodSettings (null where it has none), and of version 2's route settings where that has it. */
  readonly member: string | null;
  readonly v2Member?: string;
  readonly argument: string;
  readonly v2Argument?: string;
  readonly value: string | number | boolean;
}

const EVERY = "*/*";

/** For what a check says of its remedy; see withLimits. */
export const KEEP_LIMITS =
  "In Terraform, for HTTP and WebSocket APIs, a block of route settings needs both throttling limits, those that hold now: left out, they can be sent as 0, which answers 429 to everybody.";

/** Settings of all methods (or routes), and of each one among `names.routes` that has its own. */
export function everyRoute(names: RemedyNames, ...settings: readonly MethodSetting[]): AuditRemedy {
  return names.kind === "rest" ? ofRest(names, settings) : ofV2(names, settings);
}

/**
 * Source: API Gateway API Reference, "Patch operations": the resource's path has its slashes as "~1"; CloudFormation's MethodSetting
 * has the same with one slash in front, the provider of Terraform has the path without its first slash.
 */
function ofRest(names: RemedyNames, settings: readonly MethodSetting[]): AuditRemedy {
  const methods = names.routes.map((key) => {
    const [verb, ...rest] = key === EVERY ? ["*", "/*"] : key.split(" ");
    const path = rest.join(" ");
    return { verb: verb ?? "*", path, escaped: path === "/*" ? "*" : path.replaceAll("/", "~1") };
  });
  return remedy(
    patchStage(
      names,
      Object.fromEntries(
        methods.flatMap(({ verb, escaped }) =>
          settings.map(({ path, value }) => [`/${escaped}/${verb}/${path}`, String(value)]),
        ),
      ),
    ),
    settings.every(({ member }) => member === null)
      ? null
      : [
          "AWS::ApiGateway::Stage",
          {
            MethodSettings: methods.map(({ verb, escaped }) => ({
              ResourcePath: `/${escaped}`,
              HttpMethod: verb,
              ...members(settings, ({ member }) => member),
            })),
          },
        ],
    methods.map(({ verb, path, escaped }) => [
      "aws_api_gateway_method_settings",
      {
        method_path: `${path === "/" ? escaped : path.slice(1)}/${verb}`,
        settings: members(settings, ({ argument }) => argument),
      },
    ]),
  );
}

function ofV2(names: RemedyNames, settings: readonly MethodSetting[]): AuditRemedy {
  const own = names.routes.filter((key) => key !== EVERY);
  const isEvery = own.length < names.routes.length;
  const spelt = members(settings, ({ member, v2Member }) => v2Member ?? member);
  const argued = members(settings, ({ argument, v2Argument }) => v2Argument ?? argument);
  const byKey = Object.fromEntries(own.map((key) => [key, spelt]));
  const shorthand = Object.entries(spelt).map(([name, value]) => `${name}=${String(value)}`);
  return remedy(
    updateV2Stage(
      names,
      [
        ...(isEvery ? [`--default-route-settings ${shorthand.join(",")}`] : []),
        ...(own.length === 0 ? [] : [`--route-settings ${shellWord(JSON.stringify(byKey))}`]),
      ].join(" "),
    ),
    [
      "AWS::ApiGatewayV2::Stage",
      {
        ...(isEvery ? { DefaultRouteSettings: spelt } : {}),
        ...(own.length === 0 ? {} : { RouteSettings: byKey }),
      },
    ],
    [
      "aws_apigatewayv2_stage",
      {
        ...(isEvery ? { default_route_settings: withLimits(argued, names, EVERY) } : {}),
        ...(own.length === 0
          ? {}
          : { route_settings: own.map((key) => ({ route_key: key, ...withLimits(argued, names, key) })) }),
      },
    ],
  );
}

/**
 * Settings of routes in Terraform, with limits where the check asks for none: what holds there now is the route's own, else the
 * stage's, else the account's. Where nobody can tell, words in capitals: a number could raise a limit.
 *
 * Source: hashicorp/terraform-provider-aws issue 14742 and pull request 43307 (read 2026-11).
 */
function withLimits(
  argued: ReturnType<typeof members>,
  { region, limits }: RemedyNames,
  key: string,
): ReturnType<typeof members> {
  const known = [limits.get(key), limits.get(EVERY), accountThrottle(region)];
  const held = known.find((limit) => limit !== undefined);
  return {
    throttling_rate_limit: held?.rateLimit ?? "RATE_LIMIT",
    throttling_burst_limit: held?.burstLimit ?? "BURST_LIMIT",
    ...argued,
  };
}

function members(
  settings: readonly MethodSetting[],
  nameOf: (setting: MethodSetting) => string | null,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    settings.flatMap((setting) => {
      const name = nameOf(setting);
      return name === null ? [] : [[name, setting.value]];
    }),
  );
}
