import { createHash } from "node:crypto";

import { expect, it } from "vitest";

import { htmlPage } from "../../../../src/report/html/html-page.ts";
import { markup } from "../../../../src/report/html/markup.ts";

it("allows its own style and nothing else", () => {
  const page = htmlPage("a <title>", [markup`<p>one</p>`, markup`<p>two</p>`]);
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? "";
  expect(style.length).toBeGreaterThan(500);
  const hash = `sha256-${createHash("sha256").update(style).digest("base64")}`;
  expect(page).toContain(
    `content="default-src 'none'; style-src '${hash}'; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).toContain("<title>a &lt;title&gt;</title>");
  expect(page).toMatch(/<p>one<\/p>\n<p>two<\/p>/);
  expect(page).not.toMatch(/<script|https?:|style="|url\(|@import/);
  expect(page).toMatch(/[^\n]\n$/);
});
