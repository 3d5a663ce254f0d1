import { describe, expect, it } from "vitest";

import { repairLine } from "../../../../src/logs/records/repair-line.ts";

describe("repairLine", () => {
  it.each([
    [
      "a hyphen without quotes",
      '{"status":404,"latency": -, "x":-}',
      { status: 404, latency: null, x: null },
    ],
    [
      "a text quoted twice",
      '{"message":""Forbidden"","status":"403"}',
      { message: "Forbidden", status: "403" },
    ],
    ["quotes in a value", '{"agent":"a "b" c","status":"200"}', { agent: 'a "b" c', status: "200" }],
    [
      "a quote at the end of a value",
      '{"agent":"say "hi"","status":"200"}',
      { agent: 'say "hi"', status: "200" },
    ],
    ["a lone backslash", '{"path":"C:\\dir","status":"200"}', { path: "C:\\dir", status: "200" }],
    ["a tab", '{"agent":"a\tb","status":"200"}', { agent: "a\tb", status: "200" }],
    [
      "several at once",
      '{"latency":-,"message":""No"","agent":"x "y""}',
      { latency: null, message: "No", agent: 'x "y"' },
    ],
    [
      "quotes in a nested value",
      '{"a":{"agent":"x "y" z"},"status":"200"}',
      { a: { agent: 'x "y" z' }, status: "200" },
    ],
  ])("mends %s", (_, line, expected) => expect(repairLine(line)).toEqual(expected));

  it.each(['{"status":"200"', "hello", '{"route":"/a",~stage":"prod","status":"200"}', "{}x", ""])(
    "leaves %s alone",
    (line) => expect(repairLine(line)).toBeUndefined(),
  );
});
