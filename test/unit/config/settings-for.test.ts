import { describe, expect, test } from "vitest";

import { DEFAULT_SETTINGS, type Config, type Settings } from "../../../src/model/config.ts";
import { settingsFor } from "../../../src/model/settings-for.ts";
import type { Target } from "../../../src/model/target.ts";

function target(apiName: string | null, stage = "prod", apiId: string | null = null): Target {
  return {
    id: `rest:${apiName}/${stage}`,
    kind: "rest",
    apiId,
    apiName,
    stage,
    region: "eu-west-1",
    accountId: null,
    dimensions: {},
    configuration: null,
  };
}

const orders = target("orders", "prod", "a1b2c3");

/** True where a rule with this pattern applies. */
function applies(pattern: string, name: string): boolean {
  const config: Config = { version: 1, apis: [{ api: pattern, settings: { minErrors: 97 } }] };
  return settingsFor(config)(target(name), null).minErrors === 97;
}

describe("the cascade", () => {
  test("without a configuration everything is at its default", () => {
    expect(settingsFor({ version: 1 })(orders, "GET /x")).toEqual(DEFAULT_SETTINGS);
  });

  test("special wins over general, later over earlier, and what is left out is inherited", () => {
    const rule = (minErrors: number, extra: Settings = {}): Settings => ({ minErrors, ...extra });
    const config: Config = {
      version: 1,
      defaults: { minErrors: 11, minLatencyRise: 0.31, minLatencyRiseMs: 13 },
      apis: [
        {
          api: "ord*",
          settings: rule(17, { minLatencyRise: 0.37 }),
          stages: [
            {
              stage: "prod",
              settings: rule(19),
              routes: [{ route: "POST /orders", settings: rule(23) }],
            },
          ],
        },
        { api: "*", settings: rule(29) },
      ],
    };
    const settings = settingsFor(config);
    expect(settings(target("users"), null)).toMatchObject({ minErrors: 29, minLatencyRise: 0.31 });
    expect(settings(target("orders", "dev"), null)).toMatchObject({ minErrors: 29, minLatencyRise: 0.37 });
    expect(settings(orders, null)).toMatchObject({ minErrors: 19, minLatencyRise: 0.37 });
    expect(settings(orders, "POST /orders")).toMatchObject({ minErrors: 23, minLatencyRiseMs: 13 });
    expect(settings(orders, "GET /orders")).toMatchObject({ minErrors: 19 });
    expect(DEFAULT_SETTINGS.minErrors).toBe(3);
  });

  test("disable adds up, severity is merged by analyzer", () => {
    const settings = settingsFor({
      version: 1,
      defaults: { disable: ["latency/*"], severity: { "errors/a": "info", "errors/b": "warning" } },
      apis: [
        {
          api: "orders",
          settings: { disable: ["cache/c", "latency/*"], severity: { "errors/a": "critical" } },
        },
      ],
    });
    expect(settings(orders, null).disable).toEqual(["latency/*", "cache/c"]);
    expect(settings(orders, null).severity).toEqual({ "errors/a": "critical", "errors/b": "warning" });
    expect(settings(target("users"), null).disable).toEqual(["latency/*"]);
  });

  test("an API is found by name or id; one whose name is unknown by its id alone", () => {
    const config: Config = { version: 1, apis: [{ api: "a1b2*", settings: { minErrors: 41 } }] };
    expect(settingsFor(config)(orders, null).minErrors).toBe(41);
    expect(settingsFor(config)(target(null, "prod", "a1b2c3"), null).minErrors).toBe(41);
    expect(settingsFor(config)(target(null), null).minErrors).toBe(3);
  });
});

describe("patterns", () => {
  test.each([
    ["orders*", "orders/v2"],
    ["*", ".hidden"],
    ["{orders,users}", "users"],
    ["!orders", "users"],
    ["a[b", "a[b"],
    ["ord(ers", "ord(ers"],
    ["$default", "$default"],
    ["über*", "überweisung"],
    ["POST /orders/{id}", "POST /orders/{id}"],
    ["ANY /{proxy+}", "ANY /{proxy+}"],
    ["* /health", "GET /health"],
  ])("%s matches %s", (pattern, name) => {
    expect(applies(pattern, name)).toBe(true);
  });

  test.each([
    ["orders", "orders2"],
    ["orders", "*"],
    ["o?ders", "o*"],
    ["{orders,users}", "others"],
    ["", "orders"],
    ["* /health", "GET /healthy"],
  ])("%s does not match %s", (pattern, name) => {
    expect(applies(pattern, name)).toBe(false);
  });
});
