import { createHash } from "node:crypto";

import type { BucketObject } from "./bucket.ts";

/** As S3 has it for an object that was put in one piece: the MD5 of its bytes. */
export function etagOf({ body }: BucketObject): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}
