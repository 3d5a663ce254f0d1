import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { unifiedDiff } from "../../../src/core/unified-diff.ts";

/** What a patch makes of a text, by the definition of the format: context and removed lines have to be there. */
function applyPatch(text: string, patch: string): string {
  const old = text.split(/(?<=\n)/).filter((line) => line !== "");
  const lines = patch.split("\n").slice(2, -1);
  const result: string[] = [];
  let at = 0;
  for (const [index, line] of lines.entries()) {
    const [, start, count = "1"] = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@$/.exec(line) ?? [];
    if (start !== undefined) {
      const from = count === "0" ? Number(start) : Number(start) - 1;
      expect(from).toBeGreaterThanOrEqual(at);
      result.push(...old.slice(at, from));
      at = from;
      continue;
    }
    if (line.startsWith("\\")) continue;
    const end = lines[index + 1]?.startsWith("\\") === true ? "" : "\n";
    if (!line.startsWith("+")) {
      expect(old[at]).toBe(line.slice(1) + end);
      at += 1;
    }
    if (!line.startsWith("-")) result.push(line.slice(1) + end);
  }
  return [...result, ...old.slice(at)].join("");
}

describe("a unified diff", () => {
  it("is what diff -u writes", () => {
    const before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl";
    const after = "a\nb\nC\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n";
    expect(unifiedDiff(before, after, "x.yaml", "x.yaml")).toBe(
      `--- x.yaml
+++ x.yaml
@@ -1,6 +1,6 @@
 a
 b
-c
+C
 d
 e
 f
@@ -9,4 +9,5 @@
 i
 j
 k
-l
\\ No newline at end of file
+l
+m
`,
    );
    expect(unifiedDiff("same", "same", "a", "b")).toBe("");
    expect(unifiedDiff("", "new\n", "a", "b")).toBe("--- a\n+++ b\n@@ -0,0 +1 @@\n+new\n");
  });

  it("says of an inserted block that it was inserted, among lines that are all alike", () => {
    const block = (name: string) => `${name}:\n  Type: x\n  Properties:\n    A: 1\n`;
    const before = block("one") + block("three");
    const patch = unifiedDiff(before, block("one") + block("two") + block("three"), "a", "b");
    expect(patch.split("\n").filter((line) => /^[-+][^-+]/.test(line))).toHaveLength(4);
  });

  it("gives the second text when it is applied to the first", () => {
    const line = fc.constantFrom("a", "b", "c", "d", "", "e\r");
    const text = fc
      .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
      .map(([lines, hasEnd]) => lines.join("\n") + (hasEnd && lines.length > 0 ? "\n" : ""));
    let compared = 0;
    fc.assert(
      fc.property(text, text, (before, after) => {
        compared += 1;
        expect(applyPatch(before, unifiedDiff(before, after, "x", "y"))).toBe(after);
      }),
    );
    expect(compared).toBeGreaterThan(50);
  });
});
