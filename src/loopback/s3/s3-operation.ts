import type { WireRequest } from "../wire-request.ts";

/**
 * What a request asks of S3: ListObjectsV2, GetObject or PutObject; null for anything else. Buckets stand first in the path, or, where
 * the caller names them there, first in the host.
 */
export function s3OperationOf(request: WireRequest): "ListObjectsV2" | "GetObject" | "PutObject" | null {
  if (request.method === "PUT") return bucketAndKey(request).key === "" ? null : "PutObject";
  if (request.method !== "GET") return null;
  if (request.query.get("list-type") === "2") return "ListObjectsV2";
  return bucketAndKey(request).key === "" ? null : "GetObject";
}

export function bucketAndKey(request: WireRequest): { bucket: string; key: string } {
  const path = request.path.slice(1).split("/").map(decodeURIComponent).join("/");
  const host = /^([^.:]+)\.s3[.-]|^([^.:]+)\.localhost(?::|$)/.exec(headerOf(request, "host") ?? "");
  const named = host?.[1] ?? host?.[2];
  if (named !== undefined) return { bucket: named, key: path };
  const slash = path.indexOf("/");
  return slash < 0 ? { bucket: path, key: "" } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

export function headerOf({ headers }: Pick<WireRequest, "headers">, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
