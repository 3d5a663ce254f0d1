/**
 * Lines that every request writes, or that hold what callers and backends sent: they tell nothing of a failure, and must
 * not be kept.
 *
 * Source: execution logs published by their owners, 2018 to 2026, and set-up-logging.html.
 */
const USUAL =
  /^(?:Extended Request Id|Verifying Usage Plan|API Key\b.*authorized because|Usage Plan check succeeded|X-[Rr]ay Tracing ID|Starting (?:execution|authorizer)|HTTP Method:|Method (?:request|response|completed)|Endpoint (?:request|response)|Sending request to|Received response|AWS Integration Endpoint RequestId|Incoming identity|Using valid authorizer policy|Successfully completed|Authorizer result body|Request validation succeeded|Cache (?:hit|miss)|Response (?:body|headers))/;
/** Says only which answer the gateway gave: the line before it says why, where there is one. */
const ANSWER = /^Gateway response type:/;
const LONGEST = 240;

/** How much a line tells of a failure: 0 nothing, 1 which answer was given, 2 why. */
export function tellingRank(message: string): 0 | 1 | 2 {
  if (message === "" || USUAL.test(message)) return 0;
  return ANSWER.test(message) ? 1 : 2;
}

/** The line without what differs from request to request, so that equal failures read alike. */
export function failureText(message: string): string {
  const text = message
    .replace(/\.?\s*Lambda request id: \S+$/, "")
    .replace(/\barn:[^\s"']+/g, "ARN")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "ID")
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?\b/g, "TIME")
    .replace(/, Resource \S+,/, ", Resource ID,")
    .trim();
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
