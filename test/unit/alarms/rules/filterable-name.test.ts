import { describe, expect, it } from "vitest";
import { filterableName } from "../../../../src/alarms/rules/filterable-name.ts";
import { hashText } from "../../../../src/core/hash.ts";

describe("a target's id in the name of a metric filter", () => {
  it("is readable, and holds nothing that a filter's name may not", () => {
    expect(filterableName("rest:orders/prod")).toBe("rest/orders/prod");
    expect(filterableName("http:a1b2/$default")).toBe("http/a1b2/(default)");
    expect(filterableName("http:a1b2/default")).toBe("http/a1b2/default");
    const odd = "rest:a:b*c/prod";
    expect(filterableName(odd)).toBe(`rest/a_b_c/prod ${hashText(odd).toString(16).padStart(8, "0")}`);
  });

  it("differs where the ids do", () => {
    const ids = [
      "rest:a:b/x",
      "rest:a*b/x",
      "rest:a_b/x",
      "rest:a$b/x",
      "rest:a/b/x",
      "http:a/$default",
      "http:a/default",
    ];
    expect(new Set(ids.map(filterableName)).size).toBe(ids.length);
  });
});
