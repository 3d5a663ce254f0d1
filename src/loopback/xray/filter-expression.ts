import { ServiceError } from "../service-error.ts";
import { comparison, parseCondition, TokenReader, type Predicate } from "../token-reader.ts";
import type { TraceFacts } from "./trace-summary.ts";

/**
 * The filter expressions that are understood: ok, error, fault, throttle, partial; responsetime, duration and
 * http.status with a comparison; service("name") and service(id(name: "name", type: "type")); annotation.key and
 * annotation[key] = "text"; AND, OR, ! and parentheses.
 *
 * Errors: InvalidRequestException for anything else.
 *
 * Source: X-Ray Developer Guide, "Use filter expressions".
 */
export function parseFilterExpression(text: string): Predicate<TraceFacts> {
  if (text.trim() === "") return () => true;
  const token = /"(?:\\.|[^"\\])*"|!=|<=|>=|[=<>!():,[\]]|\d+(?:\.\d+)?|aws:\w+|[A-Za-z][\w.]*/;
  const reader = new TokenReader(text, token, invalid);
  const condition = parseCondition<TraceFacts>(reader, { or: "OR", and: "AND", not: "!" }, () =>
    parsePrimary(reader),
  );
  if (reader.peek() !== undefined) throw reader.unexpected();
  return condition;
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidRequestException", `Invalid filter expression: ${message}`);
}

const FLAGS: Readonly<Record<string, Predicate<TraceFacts>>> = {
  ok: ({ hasFault, hasError, hasThrottle }) => !hasFault && !hasError && !hasThrottle,
  error: ({ hasError }) => hasError,
  fault: ({ hasFault }) => hasFault,
  throttle: ({ hasThrottle }) => hasThrottle,
  partial: ({ isPartial }) => isPartial,
};

const NUMBERS: Readonly<Record<string, (facts: TraceFacts) => number | undefined>> = {
  responsetime: ({ responseSeconds }) => responseSeconds,
  duration: ({ durationSeconds }) => durationSeconds,
  "http.status": ({ root }) => statusOf(root),
};

function parsePrimary(reader: TokenReader): Predicate<TraceFacts> {
  const word = reader.take();
  if (word === "service") return parseService(reader);
  if (word === "annotation" || word.startsWith("annotation.")) return parseAnnotation(word, reader);
  if (Object.hasOwn(FLAGS, word)) return FLAGS[word] ?? (() => false);
  const numberOf = Object.hasOwn(NUMBERS, word) ? NUMBERS[word] : undefined;
  if (!numberOf) throw invalid(`unexpected "${word}"`);
  const compare = comparison(reader.take());
  const wanted = Number(reader.take());
  if (!compare || !Number.isFinite(wanted)) throw invalid(`${word} takes a comparison with a number`);
  return (facts) => {
    const value = numberOf(facts);
    return value !== undefined && compare(value, wanted);
  };
}

function parseService(reader: TokenReader): Predicate<TraceFacts> {
  reader.expect("(");
  let name: string | undefined;
  let type: string | undefined;
  if (reader.accept("id")) {
    reader.expect("(");
    do {
      const member = reader.take();
      reader.expect(":");
      const value = textLiteral(reader);
      if (member === "name") name = value;
      else if (member === "type") type = value;
      else throw invalid(`unexpected "${member}"`);
    } while (reader.accept(","));
    reader.expect(")");
  } else name = textLiteral(reader);
  reader.expect(")");
  return ({ services }) =>
    services.some(
      (service) =>
        (name === undefined || service.name === name) && (type === undefined || service.type === type),
    );
}

/** Colons in a key need the brackets. */
function parseAnnotation(word: string, reader: TokenReader): Predicate<TraceFacts> {
  let key = word.slice("annotation.".length);
  if (word === "annotation") {
    reader.expect("[");
    key = reader.take();
    reader.expect("]");
  }
  reader.expect("=");
  const wanted = textLiteral(reader);
  return ({ annotations }) => annotations[key] === wanted;
}

function textLiteral(reader: TokenReader): string {
  const token = reader.take();
  if (!token.startsWith('"')) throw invalid(`unexpected "${token}"`);
  return token.slice(1, -1).replace(/\\(.)/g, "$1");
}

function statusOf(root: TraceFacts["root"]): number | undefined {
  const http = root["http"];
  if (typeof http !== "object" || http === null || !("response" in http)) return undefined;
  const { response } = http;
  if (typeof response !== "object" || response === null || !("status" in response)) return undefined;
  return typeof response.status === "number" ? response.status : undefined;
}
