import { describe, expect, it } from "vitest";

import { matchesApi, matchesStage } from "../../../src/collectors/match-filter.ts";

describe("matchesApi", () => {
  it.each([
    [null, ["anything", null], true],
    ["orders*", ["orders-v2", "id1"], true],
    ["orders*", ["preorders", "id1"], false],
    ["id1", ["orders", "id1"], true],
    ["{orders,users}", ["users"], true],
    ["*", [null], false],
    ["team/*", ["team/a/b"], true],
    ["[prod] orders", ["[prod] orders"], true],
    ["a(b", ["a(b"], true],
    ["*", [".hidden"], true],
    ["ord?rs", ["orders"], true],
  ] as const)("%s on %j is %s", (api, names, expected) => {
    expect(matchesApi({ api, stage: null }, ...names)).toBe(expected);
  });
});

describe("matchesStage", () => {
  it("takes $default by name and by glob", () => {
    expect(matchesStage({ api: null, stage: "$default" }, "$default")).toBe(true);
    expect(matchesStage({ api: null, stage: "$*" }, "$default")).toBe(true);
    expect(matchesStage({ api: null, stage: "prod" }, "production")).toBe(false);
  });
});
