import { isMap, isNode, isScalar, parseDocument, type Pair, type YAMLMap } from "yaml";

/** A member of a map in a template's text. */
export interface MapMember {
  readonly name: string;
  /** Of the key. */
  readonly start: number;
  readonly value: unknown;
}

/** The outermost map of a template's text with its positions; null where it is none. The text has been parsed before without errors. */
export function templateMap(text: string): YAMLMap | null {
  const { contents } = parseDocument(text, { prettyErrors: false, logLevel: "silent", version: "1.2" });
  return isMap(contents) ? contents : null;
}

export function membersOf(map: YAMLMap): readonly MapMember[] {
  return map.items.flatMap(({ key, value }: Pair): MapMember[] =>
    isScalar(key) && key.range ? [{ name: String(key.source ?? key.value), start: key.range[0], value }] : [],
  );
}

/** Of its value, or of the key where there is none. */
export function endOfMember(member: MapMember | undefined): number {
  const { value } = member ?? {};
  return isNode(value) ? (value.range?.[1] ?? 0) : (member?.start ?? 0);
}

/** As the text breaks its first line. */
export function newlineOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

export function lineStartOf(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Behind the line's end; the text's own where no line follows. */
export function lineEndOf(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}
