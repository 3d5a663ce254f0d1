import { errorMessage } from "../core/errors.ts";
import { CODE_BY_NAME, CODE_BY_SYSTEM_ERROR, type AwsErrorCode } from "./error-codes.ts";
import { ERROR_HINTS, type CallContext } from "./error-hints.ts";

export interface ClassifiedError {
  readonly code: AwsErrorCode;
  /** What happened and the next step: one line, no secret. */
  readonly hint: string;
}

/** Codes that mean: with these credentials no question has an answer. */
const CREDENTIAL_CODES: readonly string[] = [
  "NO_CREDENTIALS",
  "EXPIRED_TOKEN",
  "INVALID_CREDENTIALS",
  "ROLE_REFUSED",
];

export function isCredentialCode(code: string): boolean {
  return CREDENTIAL_CODES.includes(code);
}

/** What a thrown error of an SDK client means for the user. Does not throw. */
export function classifyError(thrown: unknown, context: CallContext): ClassifiedError {
  const code = codeOf(thrown);
  return { code, hint: ERROR_HINTS[code](whatWasSaid(thrown), context) };
}

function codeOf(thrown: unknown): AwsErrorCode {
  const named = CODE_BY_NAME.get(textOf(thrown, "name"));
  const message = errorMessage(thrown);
  if (/scoped to a valid region/i.test(message)) return "WRONG_REGION";
  // An SSO session that ended reaches us as a failure of the credential provider.
  if (/expired/i.test(message) && named === "NO_CREDENTIALS") return "EXPIRED_TOKEN";
  const status = statusOf(thrown);
  // Where a body is not what the protocol says, the error is of the parser: the status tells more than its name.
  if (message.includes(PARSER_ADVICE)) return byStatus(status) ?? "BAD_RESPONSE";
  const system =
    CODE_BY_SYSTEM_ERROR.get(textOf(thrown, "code")) ??
    CODE_BY_SYSTEM_ERROR.get(textOf(fieldOf(thrown, "cause"), "code"));
  return named ?? system ?? byStatus(status) ?? "UNKNOWN";
}

function byStatus(status: number): AwsErrorCode | undefined {
  if (status === 429) return "THROTTLED";
  if (status === 401 || status === 403) return "ACCESS_DENIED";
  if (status === 404) return "NOT_FOUND";
  if (status === 400) return "INVALID_REQUEST";
  return status >= 500 ? "SERVER_ERROR" : undefined;
}

function statusOf(thrown: unknown): number {
  const status =
    fieldOf(fieldOf(thrown, "$metadata"), "httpStatusCode") ??
    fieldOf(fieldOf(thrown, "$response"), "statusCode");
  return typeof status === "number" ? status : 0;
}

function textOf(value: unknown, name: string): string {
  const text = fieldOf(value, name);
  return typeof text === "string" ? text : "";
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const field: unknown = Reflect.get(value, name);
  return field;
}

/** What the SDK adds to the parser's message, for people with a debugger. */
const PARSER_ADVICE = "Deserialization error: to see the raw response, inspect the hidden field";

function whatWasSaid(thrown: unknown): string {
  const [said = ""] = errorMessage(thrown).split(PARSER_ADVICE);
  // A connection refused on all addresses of a host comes without a message.
  return oneLine(said) || textOf(thrown, "code") || textOf(thrown, "name") || "no reason given";
}

/** Longest part of a foreign message that is repeated to the user. */
const MAX_SAID = 200;

/** Control characters end a line or move a cursor; a foreign message may hold any. */
function oneLine(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return flat.length > MAX_SAID ? `${flat.slice(0, MAX_SAID)}…` : flat;
}
