import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import type { GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";

import { SECOND_MS } from "../../../core/window.ts";

/** Times that a broken stream is taken up again without a byte having come in between. */
const MOST_FRUITLESS = 3;
/** A stream without a byte for so long has broken. */
const STALL_MS = 30 * SECOND_MS;

/**
 * An object's bytes. A stream that breaks is taken up where it broke, of the same version of the object.
 *
 * @param onRequest told before each request; what it throws ends the reading, and is thrown.
 *
 * Errors: those of the SDK, which has retried what is worth it; the stream's own where it keeps breaking.
 */
export async function* objectChunks(
  client: S3Client,
  bucket: string,
  key: string,
  signal: AbortSignal,
  onRequest: () => void,
  stallMs = STALL_MS,
): AsyncGenerator<Buffer> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  let [at, total, fruitless] = [0, Infinity, 0];
  let version: string | undefined;
  while (at < total) {
    const resumed = at === 0 ? {} : { Range: `bytes=${at}-` };
    const same = at === 0 || version === undefined ? {} : { IfMatch: version };
    onRequest();
    const answer = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, ...resumed, ...same }),
      {
        abortSignal: signal,
      },
    );
    if (at === 0) {
      version = answer.ETag;
      total = answer.ContentLength ?? Infinity;
    }
    const before = at;
    try {
      for await (const chunk of bytesOf(answer, stallMs)) {
        at += chunk.length;
        yield chunk;
      }
      if (total === Infinity) return;
      if (at < total) throw new Error(`the answer ended after ${at} of ${total} bytes`);
    } catch (thrown) {
      fruitless = at > before ? 0 : fruitless + 1;
      if (signal.aborted || total === Infinity || fruitless >= MOST_FRUITLESS) throw thrown;
      await sleep(SECOND_MS * fruitless, undefined, { signal });
    }
  }
}

/** Errors: where no byte comes for so long; the SDK watches over a request only until its answer begins. */
async function* bytesOf({ Body }: GetObjectCommandOutput, stallMs: number): AsyncGenerator<Buffer> {
  if (Body === undefined) return;
  if (!(Body instanceof Readable)) throw new TypeError("GetObject answered with something that is no stream");
  const timer = setTimeout(() => Body.destroy(new Error(`no byte came for ${stallMs} ms`)), stallMs);
  try {
    const chunks: AsyncIterable<Uint8Array> = Body;
    for await (const chunk of chunks) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}
