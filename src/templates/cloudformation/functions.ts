import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import { knownValue, type Evaluation } from "./evaluation.ts";
import { referenceValue } from "./reference-value.ts";
import { subPieces } from "./sub-pieces.ts";
import { textOf } from "./text-of.ts";

/*
 * Functions that make text of texts keep what they know: of "${AWS::StackName}-5xx" the end is known, and the rest stands
 * there by its name. Each gives undefined where its arguments are not what it takes or where nothing can be said.
 */

/** Fn::Sub, with and without a map of its own names. */
export function substituted(argument: unknown, evaluation: Evaluation): string | undefined {
  const [text, given] = Array.isArray(argument) ? listOf(argument) : [argument];
  if (typeof text !== "string") return undefined;
  const own = recordOf(given);
  return subPieces(text)
    .map((piece) => {
      if ("text" in piece) return piece.text;
      const { name } = piece;
      if (Object.hasOwn(own, name)) return textOf(evaluation.scope.resolve(own[name], evaluation));
      const dot = name.indexOf(".");
      const reference =
        dot < 0 ? { id: name, attribute: null } : { id: name.slice(0, dot), attribute: name.slice(dot + 1) };
      return textOf(referenceValue(reference, evaluation));
    })
    .join("");
}

/** Fn::Join. */
export function joined(argument: unknown, evaluation: Evaluation): string | undefined {
  const [separator, items] = listOf(argument);
  const resolved = evaluation.scope.resolve(items, evaluation);
  if (typeof separator !== "string" || !Array.isArray(resolved)) return undefined;
  return resolved.map(textOf).join(separator);
}

/** Fn::Split; a text with an unknown part could hold the separator there. */
export function split(argument: unknown, { scope }: Evaluation): string[] | undefined {
  const [separator, text] = listOf(argument).map((item) => knownValue(item, scope));
  if (typeof separator !== "string" || separator === "" || typeof text !== "string") return undefined;
  return text.split(separator);
}

/** Fn::Select; of a list that is written out, only the item that is asked for needs to be known. */
export function selected(argument: unknown, evaluation: Evaluation): unknown {
  const [index, list] = listOf(argument);
  const number = Number(knownValue(index, evaluation.scope));
  if (!Number.isInteger(number)) return undefined;
  const items = Array.isArray(list) ? listOf(list) : knownValue(list, evaluation.scope);
  if (!Array.isArray(items) || number < 0 || number >= items.length) return undefined;
  return evaluation.scope.resolve(items[number], evaluation);
}

/** Fn::FindInMap, with the default that AWS::LanguageExtensions adds. */
export function findInMap(argument: unknown, evaluation: Evaluation): unknown {
  const { scope } = evaluation;
  const list = listOf(argument);
  const [map, first, second] = list.slice(0, 3).map((item) => knownValue(item, scope));
  const keys = [map, first, second];
  if (keys.some((key) => key === undefined)) return undefined;
  let found: unknown = scope.template.mappings;
  for (const key of keys) {
    const name = textOf(key);
    found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found ?? evaluation.scope.resolve(recordOf(list[3])["DefaultValue"], evaluation);
}
