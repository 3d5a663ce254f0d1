import { isCredentialCode, type ClassifiedError } from "../../aws/classify-error.ts";
import { ToolError, type ErrorCode } from "../../core/errors.ts";

/** The error that ends a run which cannot read anything because of it. @param what "the log group x". */
export function readFailure(what: string, { code, hint }: ClassifiedError): ToolError {
  return new ToolError(errorCodeOf(code), `cannot read ${what}: ${code}`, { hint });
}

/** What a failed call comes to for a run. */
export function errorCodeOf(code: ClassifiedError["code"]): ErrorCode {
  if (isCredentialCode(code)) return "E_CREDENTIALS";
  if (code === "ACCESS_DENIED") return "E_ACCESS_DENIED";
  const isAway = code === "UNREACHABLE" || code === "WRONG_REGION" || code === "TIMEOUT";
  return isAway ? "E_UNREACHABLE" : "E_NOTHING_READABLE";
}
