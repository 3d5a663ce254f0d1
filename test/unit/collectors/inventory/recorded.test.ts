import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import type { z } from "zod";

import {
  resourceSchema,
  restApiSchema,
  restDeploymentSchema,
  restStageSchema,
  usagePlanSchema,
} from "../../../../src/collectors/inventory/rest-schemas.ts";
import { toRestRoutes } from "../../../../src/collectors/inventory/rest-routes.ts";
import { toIntegration } from "../../../../src/collectors/inventory/to-integration.ts";

const DATA = join(process.env["GATEWATCH_DATA"] ?? "../shared/data", "aws-recorded");

/** Answers recorded from AWS name a date "datetime", and hold a policy unfolded; the SDK hands over a Date, and the policy as text. */
function asHandedOver(value: unknown): unknown {
  if (value === "datetime") return new Date(0);
  if (Array.isArray(value)) return value.map(asHandedOver);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === "policy" && typeof one === "object" ? JSON.stringify(one) : asHandedOver(one),
    ]),
  );
}

/** Every object in the recordings that has these fields. */
function recorded(...fields: readonly string[]): unknown[] {
  const found: unknown[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (fields.every((field) => field in value)) found.push(asHandedOver(value));
    for (const one of Object.values(value)) walk(one);
  };
  for (const name of readdirSync(DATA, { recursive: true, encoding: "utf8" })) {
    if (/apigateway.*\.snapshot\.json$/.test(name)) walk(JSON.parse(readFileSync(join(DATA, name), "utf8")));
  }
  return found;
}

describe.skipIf(!existsSync(DATA))(
  "answers recorded from AWS (skipped where the recordings are absent)",
  () => {
    it.each([
      ["REST APIs", restApiSchema, ["apiKeySource", "id"], 20],
      ["stages", restStageSchema, ["stageName", "cacheClusterStatus"], 30],
      ["resources", resourceSchema, ["path", "id"], 50],
      ["usage plans", usagePlanSchema, ["apiStages", "id"], 5],
      ["deployments", restDeploymentSchema, ["createdDate", "id"], 50],
    ] as const)("%s have the shape that is asked of them", (_, schema: z.ZodType, fields, atLeast) => {
      const all = recorded(...fields);
      expect(all.length).toBeGreaterThanOrEqual(atLeast);
      for (const one of all) expect(schema.safeParse(one)).toMatchObject({ success: true });
    });

    it("settings of every recorded stage fit the methods they name", () => {
      const stages = recorded("stageName", "cacheClusterStatus").map((one) => restStageSchema.parse(one));
      const withOwn = stages.filter(({ methodSettings }) => methodSettings && "test/GET" in methodSettings);
      expect(withOwn.length).toBeGreaterThan(0);
      for (const stage of withOwn) {
        const own = stage.methodSettings?.["test/GET"];
        const [route] = toRestRoutes([{ path: "/test", resourceMethods: { GET: {} } }], stage, "us-east-1");
        expect(route?.detailedMetrics).toBe(own?.metricsEnabled ?? false);
        // The account's own limits stand in every recorded entry that nobody throttled.
        const isNobodys = own?.throttlingRateLimit === 10_000 && own.throttlingBurstLimit === 5_000;
        expect(route?.throttle === null).toBe(isNobodys);
      }
    });

    it("integrations are all of a known kind", () => {
      const integrations = recorded("timeoutInMillis", "type");
      expect(integrations.length).toBeGreaterThan(50);
      const kinds = new Set(
        integrations.map((one) => {
          const { type, uri, connectionType } = one as Record<string, string | undefined>;
          return toIntegration({ type, uri, connectionType, connectionId: null }, {}).kind;
        }),
      );
      expect([...kinds].sort()).toEqual([
        "aws-service",
        "http",
        "lambda",
        "lambda-proxy",
        "mock",
        "vpc-link",
      ]);
    });
  },
);
