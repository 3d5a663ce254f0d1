import { describe, expect, it } from "vitest";

import { answerS3 } from "../../../src/loopback/s3/answer-s3.ts";
import type { WritableBuckets } from "../../../src/loopback/s3/bucket.ts";
import { bucketAndKey } from "../../../src/loopback/s3/s3-operation.ts";

const BUCKETS: WritableBuckets = new Map([
  ["logs", new Map([["a b/ü&.txt", { body: Buffer.from("0123456789"), writtenMs: Date.UTC(2026, 10, 22) }]])],
]);

const get = (path: string, headers: Record<string, string> = {}, query = "") => ({
  method: "GET",
  path,
  query: new URLSearchParams(query),
  headers,
  body: "",
});

describe("the S3 that is served", () => {
  it.each([
    ["127.0.0.1:9000", "/logs/2026/x", "logs", "2026/x"],
    ["logs.s3.eu-west-1.amazonaws.com", "/2026/x", "logs", "2026/x"],
    ["logs.localhost:9000", "/2026/x", "logs", "2026/x"],
    ["127.0.0.1:9000", "/logs/a%20b/%C3%BC", "logs", "a b/ü"],
  ])("finds bucket and key in %s%s", (host, path, bucket, key) => {
    expect(bucketAndKey(get(path, { host }))).toEqual({ bucket, key });
  });

  it("gives an object from a byte on, of the version that is wanted", () => {
    const path = "/logs/a%20b/%C3%BC&.txt";
    const whole = answerS3(get(path), BUCKETS, "r", 1);
    const etag = whole.headers["etag"] ?? "";
    const rest = answerS3(get(path, { range: "bytes=7-", "if-match": etag }), BUCKETS, "r", 1);
    expect([rest.status, Buffer.from(rest.body).toString()]).toEqual([206, "789"]);
    expect(rest.headers["content-range"]).toBe("bytes 7-9/10");
    expect(() => answerS3(get(path, { "if-match": '"other"' }), BUCKETS, "r", 1)).toThrow("pre-conditions");
    expect(() => answerS3(get(path, { range: "bytes=10-" }), BUCKETS, "r", 1)).toThrow("not satisfiable");
  });

  it("escapes keys, or encodes them where it is asked to", () => {
    const list = (query: string) => String(answerS3(get("/logs", {}, query), BUCKETS, "r", 1).body);
    expect(list("list-type=2")).toContain("<Key>a b/ü&amp;.txt</Key>");
    expect(list("list-type=2&encoding-type=url")).toContain("<Key>a%20b/%C3%BC%26.txt</Key>");
    expect(list("list-type=2&delimiter=/")).toContain(
      "<CommonPrefixes><Prefix>a b/</Prefix></CommonPrefixes>",
    );
    expect(() => answerS3(get("/elsewhere", {}, "list-type=2"), BUCKETS, "r", 1)).toThrow("does not exist");
  });
});

describe("objects that are put", () => {
  const put = (headers: Record<string, string>, text: string) => ({
    ...get("/kept/state", headers),
    method: "PUT",
    body: text,
    bytes: Buffer.from(text),
  });
  const setUp = (): WritableBuckets => new Map([["kept", new Map()]]);

  it("are written only where nobody wrote meanwhile", () => {
    const buckets = setUp();
    const first = answerS3(put({ "if-none-match": "*" }, "one"), buckets, "r", 5);
    const etag = first.headers["etag"] ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(() => answerS3(put({ "if-none-match": "*" }, "two"), buckets, "r", 6)).toThrow("pre-conditions");
    const second = answerS3(put({ "if-match": etag }, "three"), buckets, "r", 7);
    expect(() => answerS3(put({ "if-match": etag }, "four"), buckets, "r", 8)).toThrow("pre-conditions");
    expect(answerS3(get("/kept/state"), buckets, "r", 9)).toMatchObject({
      body: Buffer.from("three"),
      headers: { etag: second.headers["etag"] },
    });
    answerS3(put({}, "five"), buckets, "r", 10);
    expect(buckets.get("kept")?.get("state")).toEqual({ body: Buffer.from("five"), writtenMs: 10 });
  });

  it("replace nothing that is not there, and obey no condition that S3 does not know", () => {
    const missing = () => answerS3(put({ "if-match": '"x"' }, "one"), setUp(), "r", 5);
    expect(missing).toThrow("key does not exist");
    expect(() => answerS3(put({ "if-none-match": '"x"' }, "one"), setUp(), "r", 5)).toThrow(
      "not implemented",
    );
    expect(() => answerS3({ ...put({}, "one"), path: "/other/state" }, setUp(), "r", 5)).toThrow("bucket");
  });
});
