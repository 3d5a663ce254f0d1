import { logFieldOfKey, type LogField } from "../../catalog/log-fields.ts";
import { compileTextParts } from "./compile-format.ts";
import { KNOWN_TEXT_FORMATS } from "./known-formats.ts";
import { JSON_LAYOUT, type Layout, type TextPart } from "./layout.ts";
import { matchText } from "./match-text.ts";

/** How values look; a Format whose values look otherwise is not the one. */
const LOOKS: Partial<Record<LogField, RegExp>> = {
  status: /^(\d{3}|-)?$/,
  time: /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/,
  protocol: /^(HTTP\/[\d.]+|-)$/,
  method: /^[A-Z]+$|^-$/,
  bytes: /^(\d+|-)?$/,
  ip: /^[\d.:a-fA-F]+$|^-$/,
  requestId: /^([\w=-]{15,40}|UUID_REPLACED_INVALID_REQUEST_ID|-)$/,
  extendedRequestId: /^([\w=-]{10,40}|-)$/,
  eventType: /^(CONNECT|MESSAGE|DISCONNECT|-)$/,
};

/** The layout of lines that are not JSON, from the lines themselves; undefined where they look like no access log. */
export function learnText(lines: readonly string[]): Layout | undefined {
  const known = KNOWN_TEXT_FORMATS.map(({ name, format }) => ({ name, variants: variantsOf(format) }));
  const labelled = labelledParts(lines[0] ?? "");
  const xml = elementParts(lines[0] ?? "");
  const candidates = [
    ...(labelled ? [{ name: "labelled text", variants: [labelled] }] : []),
    ...(xml ? [{ name: "XML", variants: [xml] }] : []),
    ...known,
  ];
  // Half the lines must fit, since what is sampled may hold the damage that the tool is asked about.
  const best = candidates.find(({ variants }) => fits(variants, lines) * 2 > lines.length);
  if (!best) return undefined;
  const fields = (best.variants[0] ?? []).flatMap(({ field }) => field ?? []);
  const description = `${best.name}, learned from the lines: ${fields.join(", ")}`;
  return { ...JSON_LAYOUT, kind: "text", variants: best.variants, fields, description };
}

function variantsOf(format: string): readonly (readonly TextPart[])[] {
  const variants = compileTextParts(format);
  const unspaced = format.replaceAll("> <", "><");
  return unspaced === format ? variants : [...variants, ...compileTextParts(unspaced)];
}

function fits(variants: readonly (readonly TextPart[])[], lines: readonly string[]): number {
  return lines.filter((line) => variants.some((parts) => looksRight(matchText(parts, line)))).length;
}

function looksRight(values: ReadonlyMap<LogField, string> | undefined): boolean {
  return values !== undefined && [...values].every(([field, value]) => LOOKS[field]?.test(value) ?? true);
}

/** "requestId: 8f.., ip: 203.0.113.9, status: 200": names, colons, commas. */
function labelledParts(line: string): readonly TextPart[] | undefined {
  const labels = [...line.matchAll(/(?:^|, )([A-Za-z][\w.-]*): /g)];
  const fields = labels.map(([, name = ""]) => logFieldOfKey(name) ?? null);
  if (labels[0]?.index !== 0 || fields.filter((field) => field !== null).length < 2) return undefined;
  return labels.map(([literal], index) => ({
    literal,
    until: index + 1 === labels.length ? "line" : "literal",
    field: fields[index] ?? null,
  }));
}

/** "<request id="8f.."><ip>203.0.113.9</ip>...": one element a value. */
function elementParts(line: string): readonly TextPart[] | undefined {
  if (!/^<\w/.test(line)) return undefined;
  const found = [...line.matchAll(/ (\w+)="([^"]*)"|<([\w.-]+)>([^<]*)<\/\3>/g)];
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of found) {
    const [whole, attribute, , element = "", value = ""] = match;
    const from = match.index + (attribute === undefined ? element.length + 2 : attribute.length + 3);
    const length = attribute === undefined ? value.length : whole.length - attribute.length - 4;
    const name = attribute ?? element;
    const field = name === "id" ? "requestId" : (logFieldOfKey(name) ?? null);
    parts.push({ literal: line.slice(at, from), until: "literal", field });
    at = from + length;
  }
  if (parts.filter(({ field }) => field !== null).length < 2) return undefined;
  return [...parts, { literal: line.slice(at), until: "end", field: null }];
}
