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
  const values = logValues(request, context);
  const filled = FILLED[context.stage.kind];
  return format.trimEnd().replace(VARIABLE, (_whole, name: string) => {
    const value = filled.has(name) ? values[name] : undefined;
    return value === undefined || value === null ? ABSENT_LOG_VALUE : String(value);
  });
}

function namesOf(kind: ApiKind): ReadonlySet<string> {
  return new Set(LOG_VARIABLES.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name));
}
