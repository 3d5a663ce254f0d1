import { describe, expect, it } from "vitest";

import { renderJunit } from "../../../../src/report/junit/render-junit.ts";
import { readXml } from "../../../support/read-xml.ts";

const passed = { name: "quiet night", className: "orders", failure: null, skipped: null };
const failed = {
  name: "outage",
  className: "orders",
  failure: { message: "orders-5xx at 12m: expected ALARM, it was OK", text: "one\n  two & <three>" },
  skipped: null,
};
const skipped = { name: "band", className: "users", failure: null, skipped: "the history has no Latency" };

describe("a JUnit report", () => {
  it("is the elements that CI systems read", () => {
    expect(renderJunit([{ name: "cases.yaml", cases: [passed, failed, skipped] }])).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gatewatch" tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="cases.yaml" tests="3" failures="1" errors="0" skipped="1">
    <testcase name="quiet night" classname="orders"/>
    <testcase name="outage" classname="orders">
      <failure message="orders-5xx at 12m: expected ALARM, it was OK" type="failure">one
  two &amp; &lt;three&gt;</failure>
    </testcase>
    <testcase name="band" classname="users">
      <skipped message="the history has no Latency"/>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it("is a document without suites and without cases too", () => {
    expect(readXml(renderJunit([])).attributes).toMatchObject({ tests: "0", failures: "0" });
    expect(readXml(renderJunit([{ name: "none", cases: [] }])).children).toHaveLength(1);
  });

  it("counts what failed and was skipped once, as failed", () => {
    const both = { ...failed, skipped: "later" };
    expect(readXml(renderJunit([{ name: "a", cases: [both] }])).attributes).toMatchObject({
      failures: "1",
      skipped: "0",
    });
  });

  it("shows what XML cannot hold", () => {
    const name = "\x1b[31mred\0\u009b\ud800\uffff \u{1f600}";
    const [suite] = readXml(renderJunit([{ name, cases: [] }])).children;
    expect(suite?.attributes["name"]).toBe(String.raw`\x1b[31mred\x00\x9b\u{d800}\u{ffff}` + " \u{1f600}");
  });
});
