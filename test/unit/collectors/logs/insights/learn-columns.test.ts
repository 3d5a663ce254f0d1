import { describe, expect, it } from "vitest";

import { columnsOfFormat } from "../../../../../src/collectors/logs/insights/learn-columns.ts";

describe("the columns of a Format", () => {
  it("are keys as they are where their names are plain, else renamed", () => {
    const { columns } = columnsOfFormat(
      '{"status":"$context.status","a":{"ip":"$context.identity.sourceIp"},"b-c":{"d":"$context.stage"},"error.message":"$context.error.message"}',
    );
    expect((["status", "ip", "stage", "errorMessage", "latency"] as const).map(columns.of)).toEqual([
      "status",
      "a.ip",
      "gwStage",
      "gwErrorMessage",
      undefined,
    ]);
    expect(columns.prelude("stats count(gwStage)")).toEqual(["fields `b-c.d` as gwStage"]);
    expect(columns.prelude("stats count(status)")).toEqual([]);
  });

  it("lack a key that cannot be named", () => {
    const { columns } = columnsOfFormat('{"a`b":"$context.status","requestId":"$context.requestId"}');
    expect([columns.of("status"), columns.known]).toEqual([undefined, "requestId"]);
  });

  it("are the last of several keys of one meaning", () => {
    const { columns } = columnsOfFormat(
      '{"id":"$context.requestId","data":"$context.dataProcessed","length":"$context.responseLength"}',
    );
    expect(columns.of("bytes")).toBe("length");
  });

  it("are cut out of lines of text, with every sign of the pattern language as itself", () => {
    const { columns } = columnsOfFormat(
      '($context.status) "$context.httpMethod/$context.stage"+[$context.requestId]',
    );
    expect(columns.prelude("")).toEqual([
      String.raw`parse @message /^\((?<gwStatus>.*?)\) "(?<gwMethod>[^\/]*)\/(?<gwStage>.*?)"\+\[(?<gwRequestId>[^\]]*)\]$/`,
    ]);
  });

  it("are an error where there are none", () => {
    expect(() => columnsOfFormat("$context.tlsVersion")).toThrow(/names no known field/);
    expect(() => columnsOfFormat("nothing")).toThrow(/not an access-log Format/);
  });
});
