import { ServiceError } from "../service-error.ts";
import type { WireRequest } from "../wire-request.ts";
import type { BucketObject } from "./bucket.ts";
import { etagOf } from "./etag.ts";
import { preconditionFailed } from "./precondition-failed.ts";
import { headerOf } from "./s3-operation.ts";

/**
 * Takes an object: over any other, only over the one that is named (If-Match), or only where there is none (If-None-Match).
 *
 * Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes" (conditional-writes.html).
 * Errors: PreconditionFailed; NoSuchKey where the object to be replaced is not there; NotImplemented for another condition.
 * @returns its ETag.
 */
export function putObject(
  request: WireRequest,
  objects: Map<string, BucketObject>,
  key: string,
  nowMs: number,
): string {
  const before = objects.get(key);
  const wanted = headerOf(request, "if-match");
  const unwanted = headerOf(request, "if-none-match");
  if (unwanted !== undefined && unwanted !== "*") {
    throw new ServiceError(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
      501,
    );
  }
  if (wanted !== undefined) {
    if (before === undefined) throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404);
    if (wanted !== etagOf(before)) throw preconditionFailed();
  }
  if (unwanted !== undefined && before !== undefined) throw preconditionFailed();
  const object: BucketObject = { body: request.bytes ?? Buffer.from(request.body), writtenMs: nowMs };
  objects.set(key, object);
  return etagOf(object);
}
