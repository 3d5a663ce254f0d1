import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { describe, expect, test } from "vitest";
import { z } from "zod";

import { responseTypeFact } from "../../../src/catalog/response-types.ts";

const recorded = resolve(
  process.env["GATEWATCH_DATA"] ?? "../shared/data",
  "aws-recorded/localstack+localstack/tests/aws/services/apigateway",
);

function contentOf(file: string, testName: string): unknown {
  const all = z
    .record(z.string(), z.object({ "recorded-content": z.unknown() }))
    .parse(JSON.parse(readFileSync(join(recorded, file), "utf8")));
  return Object.entries(all).find(([name]) => name.endsWith(`::${testName}`))?.[1]["recorded-content"];
}

test("a name that is none has no fact", () => {
  expect(responseTypeFact("TEAPOT")).toBeUndefined();
});

// Skipped where the answers recorded from AWS are not on this machine.
describe.skipIf(!existsSync(recorded))("as recorded from AWS", () => {
  test("the types of an API and their default statuses", () => {
    const items = z
      .object({
        "get-gateway-responses": z.object({
          items: z.array(
            z.object({
              responseType: z.string(),
              statusCode: z.string().optional(),
              defaultResponse: z.boolean(),
            }),
          ),
        }),
      })
      .parse(contentOf("test_apigateway_api.snapshot.json", "test_gateway_response_crud"))[
      "get-gateway-responses"
    ].items;
    // The test that was recorded had customised one of them.
    const defaults = items.filter(({ defaultResponse }) => defaultResponse);
    expect(defaults.length).toBeGreaterThan(15);
    for (const { responseType, statusCode } of defaults) {
      const status = statusCode === undefined ? null : Number(statusCode);
      expect(responseTypeFact(responseType)).toMatchObject({ type: responseType, status });
    }
  });

  test.each([
    ["MISSING_AUTHENTICATION_TOKEN", "test_routing_not_found", "not-found"],
    ["BAD_REQUEST_BODY", "test_api_gateway_request_validator", "invalid-request-body"],
  ])("the message of %s", (type, testName, step) => {
    const content = z
      .record(z.string(), z.unknown())
      .parse(contentOf("test_apigateway_common.snapshot.json", testName));
    expect(JSON.stringify(content[step])).toContain(`"message":"${responseTypeFact(type)?.message}"`);
  });
});
