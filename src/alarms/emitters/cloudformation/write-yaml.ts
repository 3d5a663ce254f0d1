import { Document, isMap, isScalar, type Pair, Scalar, visit } from "yaml";
import { commentLines } from "../comment-lines.ts";
import { INVISIBLE } from "../json-text.ts";
import type { Template } from "./template.ts";

const WIDTH = 110;
/** Texts that every reader takes for a text; YAML 1.1, which CloudFormation reads, has many that it does not. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._/-]*(?:::[A-Za-z0-9._/-]+)*(?:,? [A-Za-z0-9._/-]+)*$/;
const NOT_PLAIN = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** What has a short form: "!Ref PageTopicArn". */
const SHORT_FORMS = new Map([
  ["Ref", "!Ref"],
  ["Fn::Sub", "!Sub"],
]);

/** Comments hold what each resource is for; intrinsic functions have their short form. */
export function writeYaml(template: Template): string {
  const { description, transform, parameters, resources } = template;
  const document = new Document(
    {
      AWSTemplateFormatVersion: "2010-09-09",
      ...(transform !== null && { Transform: transform }),
      Description: description,
      ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
      Resources: Object.fromEntries(resources.map(({ id, resource }) => [id, resource])),
    },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Map: (_, map) => shortForm(map.items),
    Scalar: (at, scalar) => {
      if (typeof scalar.value !== "string" || at === "key") return;
      const isPlain = PLAIN.test(scalar.value) && !NOT_PLAIN.test(scalar.value);
      scalar.type = isPlain ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
    },
  });
  const comments = new Map(resources.map(({ id, comment }) => [id, commentLines(comment, WIDTH - 4)]));
  const list = document.get("Resources");
  for (const [index, { key }] of (isMap(list) ? list.items : []).entries()) {
    if (!isScalar(key)) continue;
    const lines = comments.get(String(key.value)) ?? [];
    if (lines.length > 0) key.commentBefore = lines.map((line) => ` ${line}`).join("\n");
    key.spaceBefore = index > 0;
  }
  const text = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
  // They can stand only within quotes, and readers of YAML 1.1 refuse some of them there.
  return text.replaceAll(
    INVISIBLE,
    (sign) => `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  );
}

function shortForm(items: readonly Pair[]): Scalar | undefined {
  const [only, ...others] = items;
  if (!only || others.length > 0 || !isScalar(only.key) || !isScalar(only.value)) return undefined;
  const tag = SHORT_FORMS.get(String(only.key.value));
  if (tag === undefined) return undefined;
  const scalar = new Scalar(String(only.value.value));
  scalar.tag = tag;
  return scalar;
}
