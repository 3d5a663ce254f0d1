import { MINUTE_MS, SECOND_MS } from "../core/window.ts";

/**
 * How Amazon Data Firehose lays out what it delivers to S3.
 *
 * Source: Amazon Data Firehose Developer Guide, "Configure Amazon S3 object name format" (s3-object-name.html) and
 * "Understand custom prefixes" (s3-prefixes.html): by default a key has YYYY/MM/dd/HH/ in UTC behind the prefix, the
 * arrival of the object's oldest record. API reference, BufferingHints: at most 900 s before an object is written;
 * CompressionFormat: UNCOMPRESSED, GZIP, ZIP, Snappy, HADOOP_SNAPPY. Read in November 2026.
 */

/** An object with the key of one hour can hold records that arrived so much later. */
export const FIREHOSE_BUFFER_MS = 900 * SECOND_MS;

/** Access logs reach their destination minutes late (API Gateway Developer Guide, http-api-logging.html): at most so much is looked for. */
export const DELIVERY_LAG_MS = 15 * MINUTE_MS;

/** Before this there was no Firehose, and so nothing that it has delivered. */
export const FIREHOSE_SINCE = "2015/10/01/00";

/** Ends of keys whose objects cannot be read as lines, and what they are. */
export const UNREADABLE_SUFFIXES: readonly (readonly [suffix: string, what: string])[] = [
  [".zip", "a ZIP archive"],
  [".snappy", "packed with Snappy"],
  [".hsnappy", "packed with Snappy"],
  [".parquet", "in Parquet"],
  [".orc", "in ORC"],
];
