import type { TraceSpan } from "../../model/trace.ts";

/** What Lambda's Invoke answers where it did not run the function; 200 where the function raised. */
const NOT_INVOKED: readonly number[] = [403, 429];
const THROTTLED = 429;

/**
 * What a failed span says, in the words of an exception or of the execution log; null: nothing that tells failures apart.
 *
 * Edge cases: a throttled call of anything but a function says its exception alone, since no limit of Lambda is meant.
 *
 * Source: Lambda API Reference, Common Errors (AccessDeniedException, 403) and Invoke (TooManyRequestsException, 429); API Gateway Developer Guide, "Understand
 * X-Ray trace views" (a call of the integration has its HTTP status).
 *
 * @param integrated the functions that the API's routes integrate; empty: not known. Of others a refused call is an authorizer's.
 */
export function spanText(span: TraceSpan, integrated: ReadonlySet<string>): string | null {
  const { name, origin, namespace, cause, isFault, isError, isThrottle, resource, operation } = span;
  const isCall = namespace === "aws" && name === "Lambda" && (operation ?? "Invoke") === "Invoke";
  const isFunction = origin === "AWS::Lambda" || isCall;
  const called = isCall ? resource : name;
  const status = isThrottle === true ? THROTTLED : span.status;
  const isOwn = integrated.size === 0 || (called !== undefined && integrated.has(called));
  if (isFunction && isOwn && status !== undefined && NOT_INVOKED.includes(status))
    return `Lambda invocation failed with status: ${status}`;
  const isFailed = isFault === true || isError === true || isThrottle === true;
  return isFailed ? (cause ?? null) : null;
}
