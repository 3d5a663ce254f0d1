import picomatch from "picomatch";

import { ToolError } from "../../../core/errors.ts";

export interface S3Location {
  readonly bucket: string;
  /** What every key begins with; any text, as S3 has it, and not always the name of a folder. */
  readonly prefix: string;
  /** A glob over whole keys; null: all keys with the prefix. */
  readonly glob: string | null;
}

/**
 * "s3://bucket", "s3://bucket/prefix" or "s3://bucket/logs/2026/**\/*.gz".
 *
 * Errors: E_USAGE for anything else.
 */
export function parseS3Uri(uri: string): S3Location {
  // Source: Amazon S3 User Guide, "General purpose bucket naming rules".
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(uri);
  if (!found) {
    throw new ToolError("E_USAGE", `"${uri}" is not a place in S3`, {
      hint: "Write it like s3://bucket/prefix/ or s3://bucket/prefix/2026/11/**/*.gz.",
    });
  }
  const [, bucket = "", rest = ""] = found;
  const { isGlob, base } = picomatch.scan(rest);
  if (!isGlob) return { bucket, prefix: rest, glob: null };
  return { bucket, prefix: base === "" ? "" : `${base}/`, glob: rest };
}

/** The folder that a prefix is in; itself where it ends in a slash, "" is the whole bucket. */
export function folderOf({ prefix }: Pick<S3Location, "prefix">): string {
  return prefix.slice(0, prefix.lastIndexOf("/") + 1);
}
