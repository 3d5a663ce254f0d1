import { partitionOfRegion } from "../catalog/partitions.ts";
import type { AuditFragment, AuditRemedy } from "../model/audit-result.ts";
import type { RemedyNames } from "./check.ts";

type Properties = AuditFragment["properties"];
type Fragment = readonly [type: string, properties: Properties];
/** None, one, or several. */
type Fragments = Fragment | readonly Fragment[] | null;

/** A text as one word of a POSIX shell that nothing is expanded in. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export function remedy(
  cli: string | readonly string[],
  cloudformation: Fragments,
  terraform: Fragments,
): AuditRemedy {
  return { cli: [cli].flat(), cloudformation: fragments(cloudformation), terraform: fragments(terraform) };
}

function fragments(written: Fragments): AuditFragment[] {
  if (written === null) return [];
  const list: readonly Fragment[] = isOne(written) ? [written] : written;
  return list.map(([type, properties]) => ({ type, properties }));
}

function isOne(written: Fragment | readonly Fragment[]): written is Fragment {
  return typeof written[0] === "string";
}

/** A patch of a REST API's configuration; `value` is left out where `op` needs none. */
export interface Patch {
  readonly op?: "replace" | "remove" | "copy" | "add";
  readonly path: string;
  readonly value?: string;
  readonly from?: string;
}

/** Sets where `op` is left out. */
export function patchOption(patches: readonly Patch[]): string {
  return structuresOption(
    "--patch-operations",
    patches.map(({ op = "replace", ...rest }) => ({ op, ...rest })),
  );
}

/**
 * An option that takes structures: in the shorthand of the AWS CLI where that can say it, else as JSON.
 *
 * Source: AWS CLI User Guide, "Using shorthand syntax": commas, quotes and brackets end or open a value there.
 */
export function structuresOption(
  option: string,
  structures: readonly Readonly<Record<string, string>>[],
): string {
  const texts = structures.flatMap((one) => Object.values(one));
  if (!texts.every((text) => /^[\w./:*~+-]+$/.test(text))) {
    return `${option} ${shellWord(JSON.stringify(structures))}`;
  }
  const words = structures.map((one) =>
    shellWord(
      Object.entries(one)
        .map(([name, value]) => `${name}=${value}`)
        .join(","),
    ),
  );
  return `${option} ${words.join(" ")}`;
}

/** Paths and their new values. */
export function patchStage(names: RemedyNames, values: Readonly<Record<string, string>>): string {
  const patches = Object.entries(values).map(([path, value]) => ({ path, value }));
  return updateStage(names, patches);
}

export function updateStage(names: RemedyNames, patches: readonly Patch[]): string {
  return `aws apigateway update-stage --rest-api-id ${shellWord(names.api)} --stage-name ${shellWord(names.stage)} ${patchOption(patches)}`;
}

export function patchRestApi(names: RemedyNames, values: Readonly<Record<string, string>>): string {
  const patches = Object.entries(values).map(([path, value]) => ({ path, value }));
  return `aws apigateway update-rest-api --rest-api-id ${shellWord(names.api)} ${patchOption(patches)}`;
}

/** @param words options behind the API's id and the stage's name, quoted already. */
export function updateV2Stage(names: RemedyNames, words: string): string {
  return `aws apigatewayv2 update-stage --api-id ${shellWord(names.api)} --stage-name ${shellWord(names.stage)} ${words}`;
}

export function updateV2Api(names: RemedyNames, words: string): string {
  return `aws apigatewayv2 update-api --api-id ${shellWord(names.api)} ${words}`;
}

/** @param path "/restapis/a1b2c3/stages/prod" */
export function apiGatewayArn({ region }: RemedyNames, path: string): string {
  return `arn:${partitionOfRegion(region).id}:apigateway:${region}::${path}`;
}
