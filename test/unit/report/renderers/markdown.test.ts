import { describe, expect, it } from "vitest";

import { markdownRenderer } from "../../../../src/report/renderers/markdown/markdown.ts";
import { toView } from "../../../../src/report/view/to-view.ts";
import { aFinding, aSeries, aSnapshot, aTarget } from "../../../support/report-fixtures.ts";

const OPTIONS = { colour: false, width: 80, timeZone: "UTC", verbose: false };

describe("the Markdown report", () => {
  it("has the table, the finding, and its proof folded away", () => {
    const series = ["Count", "5XXError"].map((metric) => aSeries(metric, "Sum", [900, 870, 30, 61]));
    const text = markdownRenderer.render(toView(aSnapshot({ series }), [aFinding()], "0.1.0"), OPTIONS);
    expect(text).toContain("**1 target: 1 critical. 1 finding, worst first below.**");
    expect(text).toMatch(/\| rest:orders\/prod \| critical \| [▁-█ ]+ \| 1.86k \| - \| 100% \|/);
    expect(text).toContain("#### 1. critical: Server errors on POST /orders");
    expect(text).toContain("1. Look at the function's log since 16:20.\n2. Roll back deployment d7.");
    expect(text).toContain("<details><summary>Proof</summary>");
    expect(text).toContain("| 5XX ratio | 8.4 % | 0.11 % | metrics |");
    expect(text).toContain("[Metrics](https://console.aws.amazon.com/x)");
    expect(text).toMatch(/[^\n]\n$/);
  });

  it("fits into a comment whatever there is, and says what it leaves out", () => {
    const targets = Array.from({ length: 240 }, (_, index) => aTarget({ apiName: `api-${index}` }));
    const findings = targets.map(({ id }, index) =>
      aFinding({ id: `f-${index}`, target: id, summary: `${index} requests failed. `.repeat(12) }),
    );
    const text = markdownRenderer.render(toView(aSnapshot({ targets }), findings, "0.1.0"), OPTIONS);
    expect(text.length).toBeGreaterThan(20_000);
    expect(text.length).toBeLessThan(60_000);
    const shown = text.match(/^#### /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(10);
    expect(text).toContain(`${240 - shown} more findings are cut here; --format json has all.`);
    expect(text).toContain(`${240 - shown} more targets are cut here; --format json has all.`);
    // Whole: what is opened is closed.
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? -1);
  });

  it("is cut hard, and says so, where one text alone is too long", () => {
    const finding = aFinding({ summary: "x".repeat(70_000) });
    const text = markdownRenderer.render(toView(aSnapshot(), [finding], "0.1.0"), OPTIONS);
    expect(text.length).toBeLessThan(60_000);
    expect(text).toMatch(/\.\.\.cut here: a comment holds no more; --format json has all\.\n$/);
  });
});
