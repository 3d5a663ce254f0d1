import { expect, test } from "vitest";

import { escapeText } from "../../../../src/report/text/escape.ts";

test.each([
  ["a cursor movement", "orders\u001b[2J", String.raw`orders\x1b[2J`],
  ["a C1 control that starts a sequence", "a\u009b31mb", String.raw`a\x9b31mb`],
  ["line breaks and tabs", "a\nb\rc\td", String.raw`a\nb\rc\td`],
  ["a bidi override", "user\u202egpj.exe", String.raw`user\u{202e}gpj.exe`],
  ["a zero-width space", "pay\u200bments", String.raw`pay\u{200b}ments`],
  ["a soft hyphen", "pay\u00adments", String.raw`pay\xadments`],
  ["an invisible tag character", "a\u{e0041}b", String.raw`a\u{e0041}b`],
  ["a lone surrogate", "a\ud83db", String.raw`a\u{d83d}b`],
  ["a filler that looks like nothing", "a\u3164b", String.raw`a\u{3164}b`],
  ["a no-break space", "a\u00a0b", "a b"],
])("%s is spelled out", (_name, text, expected) => {
  expect(escapeText(text)).toBe(expected);
});

test.each(["orders-api/prod", "Bestellungen für Größen", "注文サービス", "заказы", "😀"])(
  "%s stays as it is",
  (text) => {
    expect(escapeText(text)).toBe(text);
  },
);
