import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";

import { ServiceError } from "./service-error.ts";

/** Larger than any question to the operations served: 500 queries with 30 long dimensions each stay below. */
const MAX_BODY_BYTES = 8 * 1_048_576;

/**
 * The body as it came, and as text, unpacked where it came as gzip.
 *
 * Errors: ServiceError where it is too large or not what its content-encoding says.
 */
export async function readBody(
  request: IncomingMessage,
): Promise<{ readonly text: string; readonly bytes: Uint8Array }> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // What is too much is read to its end without being kept, so that the caller is there to hear of it.
    if (size > MAX_BODY_BYTES) parts.length = 0;
    else parts.push(part);
  }
  if (size > MAX_BODY_BYTES) throw tooLarge();
  const raw = Buffer.concat(parts);
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined || encoding === "identity") return { text: raw.toString("utf8"), bytes: raw };
  if (encoding !== "gzip") {
    throw new ServiceError("SerializationException", `Content-Encoding ${encoding} is not supported`, 415);
  }
  try {
    const text = gunzipSync(raw, { maxOutputLength: MAX_BODY_BYTES }).toString("utf8");
    return { text, bytes: raw };
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new ServiceError("SerializationException", "The body is not gzip");
  }
}

function tooLarge(): ServiceError {
  return new ServiceError("RequestEntityTooLarge", `The body is larger than ${MAX_BODY_BYTES} bytes`, 413);
}
