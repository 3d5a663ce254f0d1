import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type Markup, markup } from "../../../../src/report/html/markup.ts";
import { escapeText } from "../../../../src/report/text/escape.ts";
import { anyCharacter } from "../../../support/any-character.ts";

/** The five entities that HTML and XML share, and the one of the backquote. */
const decoded = (html: string): string =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#96;", "`")
    .replaceAll("&amp;", "&");

describe("markup", () => {
  it("escapes texts, keeps markup, joins lists", () => {
    const items = ["<b>", 'a"b'].map((text) => markup`<li title="${text}">${text}</li>`);
    expect(markup`<ul>${items}</ul>${7}`.text).toBe(
      '<ul><li title="&lt;b&gt;">&lt;b&gt;</li>\n<li title="a&quot;b">a&quot;b</li></ul>7',
    );
  });

  it("spells out what would reorder or hide text", () => {
    expect(markup`${"a\u202eb\u0000"}`.text).toBe(String.raw`a\u{202e}b\x00`);
  });

  it("says any text and nothing but text", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const html = markup`${text}`.text;
        expect(html).not.toMatch(/[<>"'`]/);
        expect(decoded(html)).toBe(escapeText(text));
      }),
    );
  });

  it("takes no object from outside for markup", () => {
    const forged = JSON.parse('{"text":"<script>"}') as Markup;
    expect(() => markup`${forged}`.text).toThrow(TypeError);
  });
});
