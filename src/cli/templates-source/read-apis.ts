import { ToolError } from "../../core/errors.ts";
import { recordOf } from "../../core/is-record.ts";
import { createPlaceholders } from "../../templates/apis/placeholders.ts";
import { readOpenapiApis } from "../../templates/apis/read-openapi-apis.ts";
import { readPlanApis } from "../../templates/apis/read-plan-apis.ts";
import { readTemplateApis, type TemplateApis } from "../../templates/apis/read-template-apis.ts";
import { settleStages } from "../../templates/apis/settle-stages.ts";
import { applyShortTag } from "../../templates/cloudformation/short-tag.ts";
import { toTemplate } from "../../templates/cloudformation/template.ts";
import { dialectOf } from "../../templates/declared/dialect-of.ts";
import { parseDocument } from "../../templates/document/parse-document.ts";
import { readTemplateText } from "./read-template-text.ts";

export interface ApisQuestion {
  /** A CloudFormation or SAM template, `terraform show -json`, or an OpenAPI document. */
  readonly path: string;
  /** Values of parameters and pseudo parameters by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Names of REST APIs by logical id. */
  readonly names: ReadonlyMap<string, string>;
  /** Of an OpenAPI document, which knows none. */
  readonly stage: string | undefined;
}

/**
 * The stages that a file declares, every dimension of theirs known, and what could not be told.
 *
 * Errors: E_BAD_INPUT for a file that cannot be read or is none of these; E_USAGE for an OpenAPI document without a stage.
 */
export async function readApis(
  { path, parameters, names, stage }: ApisQuestion,
  cwd: string,
): Promise<TemplateApis> {
  const { text } = await readTemplateText(path, cwd);
  const document = parseDocument(text, path, applyShortTag);
  const dialect = dialectOf(document.value);
  if (dialect === "terraform-plan") return readPlanApis(document.value);
  if (dialect === "cloudformation") {
    const template = toTemplate(document);
    const placeholders = createPlaceholders(text);
    return settleStages(readTemplateApis(template, names, placeholders), template, parameters, placeholders);
  }
  const root = recordOf(document.value);
  if (!("openapi" in root || "swagger" in root)) {
    throw new ToolError("E_BAD_INPUT", `${path} declares no API in a form that is known`, {
      hint: "Known are CloudFormation and SAM templates, terraform show -json, and OpenAPI documents.",
    });
  }
  if (stage === undefined) {
    throw new ToolError(
      "E_USAGE",
      `${path} is an OpenAPI document, and does not say to which stage it is deployed`,
      {
        hint: "Name it: --stage prod.",
      },
    );
  }
  return readOpenapiApis(document.value, path, stage);
}
