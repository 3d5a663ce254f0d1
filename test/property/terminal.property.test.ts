import fc from "fast-check";
import { expect, test } from "vitest";

import { createTarget, hostileText } from "../support/report-arbitraries.ts";
import { terminalRenderer } from "../../src/report/renderers/terminal/terminal.ts";
import { displayWidth, graphemes } from "../../src/report/text/width.ts";
import { escapeText } from "../../src/report/text/escape.ts";
import { wrapText } from "../../src/report/text/wrap.ts";
import { toView } from "../../src/report/view/to-view.ts";
import { aFinding, aSnapshot } from "../support/report-fixtures.ts";

// What a terminal obeys or hides, except the newline between lines.
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
// oxlint-disable-next-line no-control-regex -- the escape sequence is what is looked for
const COLOUR = /\u001b\[[0-9;]*m/g;

// A page is a thousand lines' work where others are one.
const PAGES = { numRuns: 20 };

const view = fc.record({ names: fc.array(hostileText, { minLength: 1, maxLength: 3 }), text: hostileText });

function page(names: readonly string[], text: string, colour: boolean): string {
  const targets = names.map((name, index) => createTarget(name, index));
  const findings = targets.map(({ id }) =>
    aFinding({
      target: id,
      route: text,
      title: text,
      summary: `${text} ${text}`,
      cause: { kind: "unknown", detail: text },
      actions: [text],
      links: [{ label: text, url: text }],
      evidence: [{ label: text, baseline: 1, observed: 2, unit: "count", source: "metrics" }],
    }),
  );
  const blindSpots = [{ source: text, target: names[0] ?? null, code: text, hint: text }];
  const snapshot = aSnapshot({ targets, blindSpots });
  return terminalRenderer.render(toView(snapshot, findings, "0.1.0"), {
    colour,
    width: 80,
    timeZone: "UTC",
    verbose: false,
  });
}

test("whatever the names, nothing but newlines and colours steers the terminal", () => {
  fc.assert(
    fc.property(view, fc.boolean(), ({ names, text }, colour) => {
      const printed = page(names, text, colour);
      expect(printed.length).toBeGreaterThan(100);
      expect(printed.replaceAll(COLOUR, "")).not.toMatch(STEERING);
    }),
    PAGES,
  );
});

test("no line is wider than the terminal, and none ends in spaces", () => {
  fc.assert(
    fc.property(view, ({ names, text }) => {
      for (const line of page(names, text, false).split("\n")) {
        expect(displayWidth(line)).toBeLessThanOrEqual(80);
        expect(line).toBe(line.trimEnd());
      }
    }),
    PAGES,
  );
});

test("escaping twice is escaping once", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(escapeText(escapeText(text))).toBe(escapeText(text));
    }),
  );
});

test("wrapping loses no character but spaces, and keeps to the width", () => {
  fc.assert(
    fc.property(hostileText.map(escapeText), fc.integer({ min: 2, max: 90 }), (text, width) => {
      const lines = wrapText(text, width);
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      for (const line of lines) {
        expect(displayWidth(line) <= width || graphemes(line).length === 1).toBe(true);
      }
    }),
  );
});
