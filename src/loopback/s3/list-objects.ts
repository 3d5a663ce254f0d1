import { compareText } from "../../core/order.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { escapeXml } from "../escape-xml.ts";
import { etagOf } from "./etag.ts";
import type { BucketObject } from "./bucket.ts";

const MOST_KEYS = 1_000;

/**
 * The XML of one page. Keys that share what lies between the prefix and the next delimiter are one row, as a folder.
 *
 * Source: Amazon S3 API reference, ListObjectsV2.
 */
export function listObjects(
  bucket: string,
  objects: ReadonlyMap<string, BucketObject>,
  query: URLSearchParams,
): string {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const size = Math.min(MOST_KEYS, Number(query.get("max-keys") ?? MOST_KEYS));
  const rows = new Map<string, BucketObject | null>();
  for (const [key, object] of [...objects].sort(([left], [right]) => compareText(left, right))) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) rows.set(key, object);
    else rows.set(key.slice(0, end + delimiter.length), null);
  }
  const question = [bucket, prefix, delimiter];
  const token = query.get("continuation-token") ?? undefined;
  const page = takePage(
    [...rows],
    size,
    question,
    token,
    () => new ServiceError("InvalidArgument", "The continuation token provided is incorrect", 400),
  );
  // Keys can hold what XML cannot; the SDK asks for this where a caller does.
  const encode = (key: string): string =>
    query.get("encoding-type") === "url" ? encodeURIComponent(key).replaceAll("%2F", "/") : escapeXml(key);
  const contents = page.items.map(([key, object]) =>
    object === null
      ? `<CommonPrefixes><Prefix>${encode(key)}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${encode(key)}</Key><LastModified>${new Date(object.writtenMs).toISOString()}</LastModified><ETag>${escapeXml(etagOf(object))}</ETag><Size>${object.body.length}</Size><StorageClass>${object.storageClass ?? "STANDARD"}</StorageClass></Contents>`,
  );
  const next = page.next === undefined ? "" : `<NextContinuationToken>${page.next}</NextContinuationToken>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${encode(prefix)}</Prefix><KeyCount>${page.items.length}</KeyCount><MaxKeys>${size}</MaxKeys><IsTruncated>${page.next !== undefined}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`;
}
