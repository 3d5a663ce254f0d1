import { apiNameDimensions } from "../../catalog/dimensions.ts";
import { isRecord, recordOf } from "../../core/is-record.ts";
import { functionOf } from "../cloudformation/function-of.ts";
import type { FoundApi } from "./found-api.ts";
import type { Placeholders } from "./placeholders.ts";
import { valueText } from "./value-text.ts";

/** Where a REST API may take its OpenAPI document from, besides one that is written out. */
const ELSEWHERE = ["BodyS3Location", "DefinitionUri"] as const;

/**
 * The value of ApiName, which is the API's name and not its id: what Name says, else the title of its OpenAPI document, else, for
 * an API that SAM describes by itself, the stack's name. A text, or why it cannot be told.
 *
 * Source: facts of the dimensions in catalog/dimensions; SAM's own translation of templates without a name gives the
 * document the title `{Ref: AWS::StackName}`.
 */
export function restName(
  { id, origin, properties }: FoundApi,
  given: string | undefined,
  placeholders: Placeholders,
): { readonly text: string } | { readonly unknown: string } {
  const named = (value: unknown, unknown: string) => {
    const text = dimensionText(value, id, placeholders);
    return text === undefined ? { unknown } : { text };
  };
  if (given !== undefined) return named(given, "the name that was given for it is empty");
  if (properties["Name"] !== undefined) {
    return named(properties["Name"], "its Name may be missing or is put in by a macro");
  }
  const body = properties["Body"] ?? properties["DefinitionBody"];
  if (body !== undefined) {
    if (functionOf(body) !== null || (isRecord(body) && "Fn::Transform" in body)) {
      return { unknown: "its OpenAPI document, whose title is its name, is put in when it is deployed" };
    }
    return named(
      recordOf(recordOf(body)["info"])["title"],
      "it has no Name, and its OpenAPI document no title that can be read here",
    );
  }
  const elsewhere = ELSEWHERE.find((property) => properties[property] !== undefined);
  if (elsewhere !== undefined) {
    return {
      unknown: `its name is the title of the OpenAPI document of its ${elsewhere}, which is not read here`,
    };
  }
  if (origin === "cloudformation") return { unknown: "it has neither a Name nor an OpenAPI document" };
  return { text: placeholders.of({ Ref: "AWS::StackName" }) };
}

/** CloudWatch leaves out what is not ASCII, and names by its id an API of which nothing is left. */
function dimensionText(value: unknown, id: string, placeholders: Placeholders): string | undefined {
  if (typeof value !== "string") return valueText(asciiOf(value), placeholders);
  const ascii = value === "" ? undefined : apiNameDimensions(value, "")[0];
  return ascii === "" ? placeholders.of({ Ref: id }) : valueText(ascii, placeholders);
}

function asciiOf(value: unknown): unknown {
  if (typeof value === "string") return apiNameDimensions(value, "")[0];
  if (Array.isArray(value)) return value.map(asciiOf);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asciiOf(member)]));
}
