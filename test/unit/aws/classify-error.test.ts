import { describe, expect, it } from "vitest";

import { classifyError, isCredentialCode } from "../../../src/aws/classify-error.ts";

const CONTEXT = { action: "cloudwatch:ListMetrics", region: "sa-east-1" };

/** An error as an SDK client throws it. */
function sdkError(name: string, message: string, extra: object = {}): Error {
  return Object.assign(new Error(message), { name }, extra);
}

/** A failed system call as Node reports it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code} 10.1.2.3:443`), { code });
}

const PARSER_ADVICE =
  "Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.";

describe("classifyError", () => {
  it.each([
    [sdkError("AccessDeniedException", "User: arn:... is not authorized to perform: x"), "ACCESS_DENIED"],
    [sdkError("AccessDenied", "no"), "ACCESS_DENIED"],
    [sdkError("Throttling", "Rate exceeded"), "THROTTLED"],
    [sdkError("TooManyRequestsException", "Too Many Requests"), "THROTTLED"],
    [sdkError("ThrottledException", "Rate exceeded"), "THROTTLED"],
    [
      sdkError("ExpiredTokenException", "The security token included in the request is expired"),
      "EXPIRED_TOKEN",
    ],
    [sdkError("ExpiredToken", "expired"), "EXPIRED_TOKEN"],
    [
      sdkError(
        "CredentialsProviderError",
        "Token is expired. To refresh this SSO session run 'aws sso login'",
      ),
      "EXPIRED_TOKEN",
    ],
    [sdkError("CredentialsProviderError", "Could not load credentials from any providers"), "NO_CREDENTIALS"],
    [sdkError("UnrecognizedClientException", "The security token is invalid"), "INVALID_CREDENTIALS"],
    [sdkError("InvalidClientTokenId", "The security token is invalid"), "INVALID_CREDENTIALS"],
    [sdkError("SignatureDoesNotMatch", "Signature expired"), "INVALID_CREDENTIALS"],
    [
      sdkError("SignatureDoesNotMatch", "Credential should be scoped to a valid region, not 'us-east-1'."),
      "WRONG_REGION",
    ],
    [systemError("ENOTFOUND"), "WRONG_REGION"],
    [systemError("ECONNREFUSED"), "UNREACHABLE"],
    [systemError("ECONNRESET"), "UNREACHABLE"],
    [new Error("fetch failed", { cause: systemError("EHOSTUNREACH") }), "UNREACHABLE"],
    [systemError("ETIMEDOUT"), "TIMEOUT"],
    [sdkError("TimeoutError", "Connection timed out after 5000 ms"), "TIMEOUT"],
    [sdkError("InternalServiceFault", "x"), "SERVER_ERROR"],
    [sdkError("SomethingNew", "x", { $metadata: { httpStatusCode: 503 } }), "SERVER_ERROR"],
    [sdkError("SomethingNew", "x", { $metadata: { httpStatusCode: 403 } }), "ACCESS_DENIED"],
    [sdkError("SomethingNew", "x", { $metadata: { httpStatusCode: 429 } }), "THROTTLED"],
    [sdkError("NotFoundException", "Invalid API identifier"), "NOT_FOUND"],
    [sdkError("ValidationError", "The parameter StartTime must be less than"), "INVALID_REQUEST"],
    [sdkError("InvalidParameterException", "The specified nextToken is invalid."), "INVALID_REQUEST"],
    [sdkError("SyntaxError", `Unexpected token '<'\n  ${PARSER_ADVICE}`), "BAD_RESPONSE"],
    [
      sdkError("SyntaxError", `Unexpected token '<'\n  ${PARSER_ADVICE}`, { $response: { statusCode: 502 } }),
      "SERVER_ERROR",
    ],
    [sdkError("constructor", "a name that every object has"), "UNKNOWN"],
    ["a text", "UNKNOWN"],
    [undefined, "UNKNOWN"],
    [null, "UNKNOWN"],
  ])("reads %s as %s", (thrown, code) => {
    expect(classifyError(thrown, CONTEXT).code).toBe(code);
  });

  it("gives one line with the action or the next step, whatever the message holds", () => {
    const hostile = sdkError("Odd", `first\nsecond\u001b[31m\u202e${"x".repeat(5_000)}`);
    const { hint } = classifyError(hostile, CONTEXT);
    expect(hint).toContain("cloudwatch:ListMetrics");
    expect(hint).toContain("first second");
    expect(hint).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(hint.length).toBeLessThan(400);
  });

  it("does not repeat the SDK's advice to its developers", () => {
    const { hint } = classifyError(sdkError("SyntaxError", `Unexpected token\n  ${PARSER_ADVICE}`), CONTEXT);
    expect(hint).toContain("Unexpected token");
    expect(hint).not.toContain("hidden field");
  });

  it("names what it has where an error has no message", () => {
    const refused = Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" });
    expect(classifyError(refused, CONTEXT)).toMatchObject({ code: "UNREACHABLE" });
    expect(classifyError(refused, CONTEXT).hint).toContain("ECONNREFUSED");
  });
});

describe("isCredentialCode", () => {
  it("tells missing, dead and wrong credentials from everything else", () => {
    expect(
      ["NO_CREDENTIALS", "EXPIRED_TOKEN", "INVALID_CREDENTIALS", "ROLE_REFUSED"].every(isCredentialCode),
    ).toBe(true);
    expect(["ACCESS_DENIED", "WRONG_REGION", "THROTTLED"].some(isCredentialCode)).toBe(false);
  });
});
