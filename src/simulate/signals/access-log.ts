import { ABSENT_LOG_VALUE, LOG_VARIABLES } from "../../catalog/log-variables.ts";
import type { ApiKind } from "../../model/target.ts";
import type { SimulatedRequest } from "../request.ts";
import { logValues } from "./log-values.ts";
import type { SignalContext } from "./signal-context.ts";

/** A variable; override variables name a header, which may hold hyphens. Longest match, as the gateway reads it. */
const VARIABLE = /\$context\.((?:request|response)Override\.[\w.-]*\w|\w+(?:\.\w+)*)/g;

const FILLED: Readonly<Record<ApiKind, ReadonlySet<string>>> = {
  rest: namesOf("rest"),
  http: namesOf("http"),
  websocket: namesOf("websocket"),
};

/**
 * The line that API Gateway writes for a request: the Format with its variables replaced textually. Nothing
 * is escaped or quoted but error.messageString, so the line is JSON, CLF or neither as the Format has it;
 * a variable without a value is a hyphen.
 */
export function accessLogLine(format: string, request: SimulatedRequest, context: SignalContext): string {
  const valueOf = logValues(request, context);
  let line = "";
  for (const { literal, variable } of partsOf(format, context.stage.kind)) {
    line += literal;
    if (variable !== null) line += valueOf(variable) ?? ABSENT_LOG_VALUE;
  }
  return line;
}

/** A text, and the variable behind it; null: none, or one that the flavour does not fill. */
interface FormatPart {
  readonly literal: string;
  readonly variable: string | null;
}

const known = new Map<string, readonly FormatPart[]>();

function partsOf(format: string, kind: ApiKind): readonly FormatPart[] {
  const name = `${kind} ${format}`;
  const parts = known.get(name) ?? splitFormat(format.trimEnd(), kind);
  known.set(name, parts);
  return parts;
}

function splitFormat(format: string, kind: ApiKind): FormatPart[] {
  const parts: FormatPart[] = [];
  let literal = "";
  let endAt = 0;
  for (const found of format.matchAll(VARIABLE)) {
    literal += format.slice(endAt, found.index);
    endAt = found.index + found[0].length;
    const variable = found[1] ?? "";
    if (FILLED[kind].has(variable)) {
      parts.push({ literal, variable });
      literal = "";
    } else literal += ABSENT_LOG_VALUE;
  }
  return [...parts, { literal: literal + format.slice(endAt), variable: null }];
}

function namesOf(kind: ApiKind): ReadonlySet<string> {
  return new Set(LOG_VARIABLES.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name));
}
