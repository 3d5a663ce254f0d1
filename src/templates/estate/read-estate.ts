import { ToolError } from "../../core/errors.ts";
import { recordOf } from "../../core/is-record.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { Estate } from "../../model/estate.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { readTemplateAlarms } from "../cloudformation/read-template-alarms.ts";
import { applyShortTag } from "../cloudformation/short-tag.ts";
import { toTemplate } from "../cloudformation/template.ts";
import { dialectOf } from "../declared/dialect-of.ts";
import { parseDocument } from "../document/parse-document.ts";
import { readPlanAlarms } from "../terraform/read-plan-alarms.ts";
import { declaredEstateAlarms } from "./declared-estate-alarms.ts";
import { openapiEstate } from "./openapi-estate.ts";
import { planEstate } from "./plan-estate.ts";
import { templateEstate } from "./template-estate.ts";

export interface EstateQuestion {
  /** Values of parameters and pseudo parameters by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Of an OpenAPI document, which knows none. */
  readonly stage: string | null;
  readonly takenMs: number;
}

export interface DeclaredEstate {
  readonly estate: Estate;
  /** What cannot be told offline. */
  readonly blindSpots: readonly BlindSpot[];
}

/**
 * What a file says of the set-up of its APIs, as far as it can be told before deployment.
 *
 * @param file names it in what is told of it.
 * Errors: E_BAD_INPUT for a text that cannot be read, or is none of CloudFormation, SAM, a Terraform plan and OpenAPI.
 */
export function readEstate(text: string, file: string, question: EstateQuestion): DeclaredEstate {
  const document = parseDocument(text, file, applyShortTag);
  const dialect = dialectOf(document.value);
  if (dialect === "cloudformation") {
    const { alarms } = readTemplateAlarms(document, file, question.parameters);
    return withAlarms(templateEstate(toTemplate(document), file, question), alarms);
  }
  if (dialect === "terraform-plan") {
    return withAlarms(
      planEstate(document.value, file, question),
      readPlanAlarms(document.value, file).alarms,
    );
  }
  const root = recordOf(document.value);
  if (!("openapi" in root || "swagger" in root)) {
    throw new ToolError("E_BAD_INPUT", `${file} declares no API in a form that is known`, {
      hint: "Known are CloudFormation and SAM templates, terraform show -json, and OpenAPI documents.",
    });
  }
  return openapiEstate(document, file, question);
}

function withAlarms(
  { estate, blindSpots }: DeclaredEstate,
  alarms: readonly DeclaredAlarm[],
): DeclaredEstate {
  const told = declaredEstateAlarms(alarms, estate.apis);
  return { estate: told === undefined ? estate : { ...estate, alarms: told }, blindSpots };
}
