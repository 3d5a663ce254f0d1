import type { Reply } from "../encode-reply.ts";
import { ServiceError } from "../service-error.ts";
import type { WireRequest } from "../wire-request.ts";
import type { BucketObject, WritableBuckets } from "./bucket.ts";
import { etagOf } from "./etag.ts";
import { listObjects } from "./list-objects.ts";
import { putObject } from "./put-object.ts";
import { preconditionFailed } from "./precondition-failed.ts";
import { bucketAndKey, headerOf, s3OperationOf } from "./s3-operation.ts";

/**
 * Answers a list or an object, whole or from a byte on, and takes objects.
 *
 * Errors: ServiceError with S3's codes.
 */
export function answerS3(
  request: WireRequest,
  buckets: WritableBuckets,
  requestId: string,
  nowMs: number,
): Reply {
  const { bucket, key } = bucketAndKey(request);
  const objects = buckets.get(bucket);
  if (objects === undefined) {
    throw new ServiceError("NoSuchBucket", "The specified bucket does not exist", 404);
  }
  const headers = { "x-amz-request-id": requestId };
  if (s3OperationOf(request) === "ListObjectsV2") {
    const body = listObjects(bucket, objects, request.query);
    return { status: 200, headers: { ...headers, "content-type": "application/xml" }, body };
  }
  if (s3OperationOf(request) === "PutObject") {
    const etag = putObject(request, objects, key, nowMs);
    return { status: 200, headers: { ...headers, etag }, body: "" };
  }
  const object = objects.get(key);
  if (object === undefined) throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404);
  return getObject(request, object, headers);
}

function getObject(request: WireRequest, object: BucketObject, common: Record<string, string>): Reply {
  if (object.storageClass === "GLACIER" || object.storageClass === "DEEP_ARCHIVE") {
    throw new ServiceError(
      "InvalidObjectState",
      "The operation is not valid for the object's storage class",
      403,
    );
  }
  const etag = etagOf(object);
  const wanted = headerOf(request, "if-match");
  if (wanted !== undefined && wanted !== etag) {
    throw preconditionFailed();
  }
  const headers = {
    ...common,
    "content-type": "binary/octet-stream",
    "accept-ranges": "bytes",
    etag,
    "last-modified": new Date(object.writtenMs).toUTCString(),
  };
  const range = /^bytes=(\d+)-$/.exec(headerOf(request, "range") ?? "");
  if (!range) return { status: 200, headers, body: object.body };
  const from = Number(range[1]);
  const { length } = object.body;
  if (from >= length) throw new ServiceError("InvalidRange", "The requested range is not satisfiable", 416);
  const contentRange = `bytes ${from}-${length - 1}/${length}`;
  return {
    status: 206,
    headers: { ...headers, "content-range": contentRange },
    body: object.body.subarray(from),
  };
}
