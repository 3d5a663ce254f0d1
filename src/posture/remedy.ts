import type { AuditFragment, AuditRemedy } from "../model/audit-result.ts";
import type { RemedyNames } from "./check.ts";

type Properties = AuditFragment["properties"];

/** A text as one word of a POSIX shell that nothing is expanded in. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A remedy in which each tool has at most one thing to write. */
export function remedy(
  cli: string | readonly string[],
  cloudformation: readonly [type: string, properties: Properties] | null,
  terraform: readonly [type: string, properties: Properties] | null,
): AuditRemedy {
  const fragments = (one: readonly [string, Properties] | null): AuditFragment[] =>
    one === null ? [] : [{ type: one[0], properties: one[1] }];
  return {
    cli: [cli].flat(),
    cloudformation: fragments(cloudformation),
    terraform: fragments(terraform),
  };
}

/** Patch operations of a REST stage: path and value. */
export function patchStage(names: RemedyNames, operations: Readonly<Record<string, string>>): string {
  const words = Object.entries(operations).map(([path, value]) =>
    patchWord(`op=replace,path=${path},value=${value}`),
  );
  return `aws apigateway update-stage --rest-api-id ${shellWord(names.api)} --stage-name ${shellWord(names.stage)} --patch-operations ${words.join(" ")}`;
}

export function patchRestApi(names: RemedyNames, path: string, value: string): string {
  return `aws apigateway update-rest-api --rest-api-id ${shellWord(names.api)} --patch-operations ${patchWord(`op=replace,path=${path},value=${value}`)}`;
}

/** The shorthand of the AWS CLI has a comma between members, and a star is the shell's. */
function patchWord(word: string): string {
  return /[*'"$ ]/.test(word) ? `'${word.replaceAll("'", String.raw`'\''`)}'` : word;
}

/** @param words options behind the API's id and the stage's name, quoted already. */
export function updateV2Stage(names: RemedyNames, words: string): string {
  return `aws apigatewayv2 update-stage --api-id ${shellWord(names.api)} --stage-name ${shellWord(names.stage)} ${words}`;
}

export function updateV2Api(names: RemedyNames, words: string): string {
  return `aws apigatewayv2 update-api --api-id ${shellWord(names.api)} ${words}`;
}

/** One setting of all methods of a REST stage, or of all routes of the others. */
export function everyRoute(
  names: RemedyNames,
  setting: {
    /** Below "/*", in the patch path of version 1. */
    readonly path: string;
    /** The member of CloudFormation's MethodSettings, and of version 2's DefaultRouteSettings where that has it. */
    readonly member: string;
    readonly v2Member?: string;
    readonly argument: string;
    readonly v2Argument?: string;
    readonly value: string | number | boolean;
  },
): AuditRemedy {
  const { path, member, argument, value } = setting;
  if (names.kind === "rest") {
    return remedy(
      patchStage(names, { [`/*/*/${path}`]: String(value) }),
      [
        "AWS::ApiGateway::Stage",
        { MethodSettings: [{ ResourcePath: "/*", HttpMethod: "*", [member]: value }] },
      ],
      ["aws_api_gateway_method_settings", { method_path: "*/*", settings: { [argument]: value } }],
    );
  }
  const v2Member = setting.v2Member ?? member;
  return remedy(
    updateV2Stage(names, `--default-route-settings ${v2Member}=${value}`),
    ["AWS::ApiGatewayV2::Stage", { DefaultRouteSettings: { [v2Member]: value } }],
    ["aws_apigatewayv2_stage", { default_route_settings: { [setting.v2Argument ?? argument]: value } }],
  );
}
