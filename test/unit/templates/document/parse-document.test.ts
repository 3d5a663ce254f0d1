import { describe, expect, it } from "vitest";

import { ToolError } from "../../../../src/core/errors.ts";
import { applyShortTag } from "../../../../src/templates/cloudformation/short-tag.ts";
import { parseDocument } from "../../../../src/templates/document/parse-document.ts";

const parse = (text: string) => parseDocument(text, "t.yaml", applyShortTag);

function messageOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ToolError && error.code === "E_BAD_INPUT") return error.message;
    throw error;
  }
  throw new Error("it was parsed");
}

describe("documents", () => {
  it("reads functions in their short form as those in their long form", () => {
    const { value } = parse(
      'a: !Ref X\nb: !GetAtt R.Outputs.Y\nc: !Sub "${X}-y"\nd: !Join ["", [!Ref X, !If [C, a, !Ref AWS::NoValue]]]\ne: !Condition C\nf: !Unknown 7\n',
    );
    expect(value).toEqual({
      a: { Ref: "X" },
      b: { "Fn::GetAtt": ["R", "Outputs.Y"] },
      c: { "Fn::Sub": "${X}-y" },
      d: { "Fn::Join": ["", [{ Ref: "X" }, { "Fn::If": ["C", "a", { Ref: "AWS::NoValue" }] }]] },
      e: { Condition: "C" },
      f: "7",
    });
  });

  it("keeps what reads as a number and is an account id, follows anchors, merges maps", () => {
    const { value } = parse(
      "a: 012345678901\nb: 0.50\nc: 1.5\n012: x\nd: &d {e: 1, f: 2}\ng: {<<: *d, f: 3}\nh: *d\n",
    );
    expect(value).toEqual({
      a: "012345678901",
      b: "0.50",
      c: 1.5,
      "012": "x",
      d: { e: 1, f: 2 },
      g: { e: 1, f: 3 },
      h: { e: 1, f: 2 },
    });
  });

  it.each([
    ["YAML", "a: 1\nb:\n  c:\n    - x: 1\n    - y: 2\n", 5],
    ["JSON with tabs", '{\n\t"a": 1,\n\t"b": {"c": [\n\t{"x": 1},\n\t{"y": 2}]}}', 5],
  ])("finds the line of a path in %s", (_name, text, line) => {
    const document = parse(text);
    expect(document.lineOf(["b", "c", 1])).toBe(line);
    expect(document.lineOf(["nowhere"])).toBeNull();
  });
});

describe("texts that cannot be read", () => {
  it.each([
    ["a: [1, 2\nb: 3\n", /^t\.yaml:2:1: /],
    ['{"a": 1,\n "b" 2}', /^t\.yaml:2:\d+: /],
    ["a: 1\nb: 2\na: 3\n", /^t\.yaml:3:1: the same key stands twice/],
    ["a:\n\t- b\n", /^t\.yaml:2:1: a tab is used as indentation/],
    ["a: 1\n---\nb: 2\n", /^t\.yaml:\d:1: a second document starts here/],
    ["a: *b\n", /^t\.yaml:1:4: there is no &b before this/],
    ["? [a]\n: 1\n", /^t\.yaml:1:3: a key is no text/],
    ["", /^t\.yaml: the file is empty/],
  ])("%j is refused where it is wrong", (text, message) => {
    expect(messageOf(text)).toMatch(message);
  });

  it("says of JSON which key stands twice as soon as somebody asks for a line", () => {
    const document = parse('{"a": 1,\n "a": 2}');
    expect(() => document.lineOf(["a"])).toThrow("t.yaml:2:2: the same key stands twice");
  });

  it.each([
    ["lists in JSON", `${"[".repeat(30_000)}${"]".repeat(30_000)}`],
    ["objects in JSON", `${'{"a":'.repeat(30_000)}1${"}".repeat(30_000)}`],
    ["lists in YAML", `a: ${"[".repeat(700)}${"]".repeat(700)}`],
  ])("%s by the thousand within each other are refused", (_name, text) => {
    expect(messageOf(text)).toMatch(/deep|cannot be parsed/);
  });

  it("a bomb of aliases is refused before it fills the memory", () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const inner = level === 0 ? "x" : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 10 }, () => inner).join(", ")}]`;
    });
    expect(messageOf(`${levels.join("\n")}\n`)).toContain("aliases unfold to more than");
    expect(messageOf("a: &a [*a]\n")).toMatch(/deep/);
  });
});
