import { Readable } from "node:stream";

import type { GetObjectCommandInput, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";

import { objectChunks } from "../../../src/collectors/logs/s3/object-chunks.ts";

const TEXT = "0123456789abcdefghij";

/** A client whose answers are streams: some end, break or stop in the middle. */
function clientOf(endings: readonly ("end" | "break" | "stall" | "short")[]) {
  const asked: GetObjectCommandInput[] = [];
  const send = async ({ input }: { input: GetObjectCommandInput }) => {
    const ending = endings[asked.length] ?? "end";
    asked.push(input);
    const from = Number(/^bytes=(\d+)-$/.exec(input.Range ?? "")?.[1] ?? 0);
    const rest = TEXT.slice(from);
    const Body = new Readable({ read: () => undefined });
    Body.push(Buffer.from(ending === "end" ? rest : rest.slice(0, 7)));
    if (ending === "end" || ending === "short") Body.push(null);
    if (ending === "break") setTimeout(() => Body.destroy(new Error("socket hang up")), 5);
    return { Body, ContentLength: rest.length, ETag: '"v1"' };
  };
  return { client: { send } as unknown as S3Client, asked };
}

async function read(endings: Parameters<typeof clientOf>[0]) {
  const { client, asked } = clientOf(endings);
  const parts: Buffer[] = [];
  const signal = new AbortController().signal;
  for await (const part of objectChunks(client, "bucket", "key", signal, () => undefined, 20))
    parts.push(part);
  return { text: Buffer.concat(parts).toString(), asked };
}

describe("objectChunks", () => {
  it.each([
    ["breaks", "break"],
    ["stops without a word", "stall"],
    ["ends too early", "short"],
  ] as const)(
    "goes on behind the last byte where a stream %s, of the same version",
    async (_name, ending) => {
      const { text, asked } = await read([ending, ending]);
      expect(text).toBe(TEXT);
      expect(asked.map(({ Range }) => Range)).toEqual([undefined, "bytes=7-", "bytes=14-"]);
      expect(asked.map(({ IfMatch }) => IfMatch)).toEqual([undefined, '"v1"', '"v1"']);
    },
  );

  it("asks once where nothing goes wrong", async () => {
    const { text, asked } = await read([]);
    expect([text, asked.length]).toEqual([TEXT, 1]);
  });
});
