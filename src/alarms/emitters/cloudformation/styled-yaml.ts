import { Document, isMap, isScalar, type Pair, Scalar, visit } from "yaml";
import { commentLines } from "../comment-lines.ts";
import { INVISIBLE } from "../json-text.ts";

const WIDTH = 110;
/** Texts that every reader takes for a text; YAML 1.1, which CloudFormation reads, has many that it does not. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._/-]*(?:::[A-Za-z0-9._/-]+)*(?:,? [A-Za-z0-9._/-]+)*$/;
const NOT_PLAIN = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** What has a short form: "!Ref PageTopicArn". */
const SHORT_FORMS = new Map([
  ["Ref", "!Ref"],
  ["Fn::Sub", "!Sub"],
]);

/**
 * YAML as CloudFormation reads it: intrinsic functions have their short form, and every text that a reader of YAML 1.1 might take for
 * something else is quoted.
 */
export function styledDocument(value: unknown): Document {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Map: (_, map) => shortForm(map.items),
    Scalar: (at, scalar) => {
      if (typeof scalar.value !== "string" || at === "key") return;
      const isPlain = PLAIN.test(scalar.value) && !NOT_PLAIN.test(scalar.value);
      scalar.type = isPlain ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
    },
  });
  return document;
}

/** Writes a comment above each member of a map, and a blank line between them. */
export function commentMembers(map: unknown, comments: ReadonlyMap<string, string>): void {
  for (const [index, { key }] of (isMap(map) ? map.items : []).entries()) {
    if (!isScalar(key)) continue;
    const lines = commentLines(comments.get(String(key.value)) ?? "", WIDTH - 4);
    if (lines.length > 0) key.commentBefore = lines.map((line) => ` ${line}`).join("\n");
    key.spaceBefore = index > 0;
  }
}

/** @param indent spaces. */
export function styledText(document: Document, indent = 2): string {
  const text = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true, indent });
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
