import { describe, expect, it } from "vitest";

import { RENDERERS } from "../../../../src/report/renderers/registry.ts";
import { renderLogCsv } from "../../../../src/report/logs/render-log-csv.ts";
import { ATTACKS, hostileView } from "../../../support/hostile-report.ts";
import { logGroup, logReport } from "../logs/log-report-fixture.ts";

const OPTIONS = { colour: false, width: 80, timeZone: "UTC", verbose: true };
// Everything that moves a cursor, reorders or hides text.
const STEERING = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\u00ad\ufeff]/u;

const render = (format: string): string =>
  RENDERERS.find((renderer) => renderer.format === format)?.render(hostileView(), OPTIONS) ?? "";

describe("a report full of attacks", () => {
  it.each(RENDERERS.map(({ format }) => format))("steers nobody who looks at it: %s", (format) => {
    const text = render(format);
    expect(text.length).toBeGreaterThan(5_000);
    expect(STEERING.exec(text.replace(/<script>[^]*<\/script>/, ""))).toBeNull();
    // Nothing was dropped for it.
    expect(text).toContain("gnp.exe");
    expect(text).toContain("owned");
  });

  it("has no element and no attribute in its page but the page's own", () => {
    const page = render("html");
    const body = page.slice(page.indexOf("<body>"));
    const tags = new Set(
      [...body.replace(/<script>[^]*<\/script>/, "").matchAll(/<([a-z][a-z0-9]*)/g)].map((m) => m[1]),
    );
    for (const tag of ["iframe", "img", "base", "meta", "form", "style", "object"])
      expect(tags).not.toContain(tag);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    expect(page.match(/<!--/g)).toBeNull();
    expect(body.replaceAll(/"[^"]*"/g, "")).not.toMatch(/<[^>]*\son[a-z]+=/);
    const links = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !/^#|^https:\/\//.test(link))).toEqual([]);
    expect(links.some((link) => link.startsWith("https://"))).toBe(true);
    expect(page).not.toMatch(/\sstyle="/);
  });

  it("inlines its data so that they read back as they were", () => {
    const page = render("html");
    const json = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(page)?.[1] ?? "";
    expect(json).not.toMatch(/[<>&]/);
    const data = JSON.parse(json) as { targets: unknown[] };
    expect(data.targets).toHaveLength(ATTACKS.length);
    expect(JSON.stringify(data)).toContain("<script>window.hacked=1</script>");
  });

  it("is no Markdown but ours, and no HTML", () => {
    const text = render("markdown");
    // What opens an element without a backslash before it: ours, and comments that break up words.
    const tags = new Set(text.match(/(?<!\\)<(?!!-- -->)[^>]*>/g));
    expect(tags).toEqual(new Set(["<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>"]));
    expect(text).not.toMatch(/(?<!\\)\]\((?!https:)/);
    expect(text).not.toMatch(/@(?=everyone)/);
    for (const line of text.split("\n").filter((one) => one.startsWith("# "))) expect(line).toBe("");
  });

  it("makes a path of SARIF that leads nowhere", () => {
    const uris = [...render("sarif").matchAll(/"uri": "([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(uris).toHaveLength(ATTACKS.length);
    for (const uri of uris) {
      expect(uri).toMatch(/^api-gateway\/[^/]+\/(rest|http)\/[^/]+\/[^/]+$/);
      expect(uri.split("/")).not.toContain("..");
    }
  });

  it("is no formula where a table of requests is opened as a sheet", () => {
    const csv = renderLogCsv(logReport({ groups: ATTACKS.map((attack) => logGroup({ route: attack })) }));
    expect(csv).toContain("HYPERLINK");
    expect(csv).not.toMatch(/(^|[,"])=HYPERLINK/m);
    expect(STEERING.exec(csv.replaceAll("\r", ""))).toBeNull();
  });
});
