import type { ListObjectsV2CommandOutput, S3Client } from "@aws-sdk/client-s3";
import PQueue from "p-queue";
import picomatch from "picomatch";

import { classifyError } from "../../../aws/classify-error.ts";
import { UNREADABLE_SUFFIXES } from "../../../catalog/firehose.ts";
import { PRICES } from "../../../catalog/prices.ts";
import { ToolError } from "../../../core/errors.ts";
import { compareText } from "../../../core/order.ts";
import type { Window } from "../../../core/window.ts";
import type { InputProblem } from "../../../logs/sources/input.ts";
import type { S3Access } from "../log-request.ts";
import { errorCodeOf } from "../read-failure.ts";
import { checkLogCost } from "./check-log-cost.ts";
import { findHourLayout, foldersToList, hourFolder, hoursOf, type HourLayout } from "./hour-layout.ts";
import { folderOf, parseS3Uri, type S3Location } from "./parse-s3-uri.ts";

export interface S3Object {
  readonly key: string;
  readonly sizeBytes: number;
}

export interface S3Listing {
  readonly location: S3Location;
  /** Undefined where the keys tell no hours. */
  readonly layout: HourLayout | undefined;
  /** In the order of their keys. */
  readonly objects: readonly S3Object[];
  readonly bytes: number;
  /** All objects in those hours, or behind the prefix or in its folder, whatever they hold: what a query scans that cannot choose among them. */
  readonly behind: { readonly objects: number; readonly bytes: number };
  /** Lists that were asked for. */
  readonly requests: number;
  /** Objects that cannot be read, by what their listing says. */
  readonly problems: readonly InputProblem[];
}

/** What costs less where all of a folder is read, whatever the window. */
export const LESS_IN_FOLDER = "the prefix of a folder with less in it";

const LISTS_AT_ONCE = 8;
/** CloudWatch Logs leaves this beside what it exports to S3, to see whether it may write. */
const EXPORT_MARKER = "aws-logs-write-test";
/** Source: Amazon S3 API reference, GetObject: what is archived must be restored first. */
const ARCHIVED: readonly string[] = ["GLACIER", "DEEP_ARCHIVE"];

/**
 * The objects that can hold requests of a window. Where keys are laid out by hours only those of the window are listed; an
 * object that was last written before the window began holds nothing of it.
 *
 * @param behind what is listed where keys tell no hours: all keys that begin with the prefix, or all of the folder that it is in.
 *
 * Errors: E_USAGE for what is no place in S3; E_COST_LIMIT where the lists alone cost more than the limit;
 * E_ACCESS_DENIED, E_UNREACHABLE or E_NOTHING_READABLE where a list fails.
 */
export async function listObjects(
  uri: string,
  window: Window,
  access: Pick<S3Access, "s3" | "region" | "signal" | "maxCostUsd">,
  behind: "prefix" | "folder" = "prefix",
): Promise<S3Listing> {
  const location = parseS3Uri(uri);
  const lister = new Lister(await access.s3(), location, access);
  lister.less = behind === "folder" ? LESS_IN_FOLDER : "a longer prefix";
  try {
    const layout = await findHourLayout(location.prefix, (prefix) => lister.folders(prefix));
    if (layout !== undefined) lister.less = undefined;
    const hours = hoursOf(window);
    const { prefix } = location;
    const whole = behind === "folder" ? folderOf(location) : prefix;
    const wanted = layout && hours.map((hourMs) => prefix + hourFolder(layout, hourMs));
    const found = await lister.all(
      layout === undefined ? [whole] : foldersToList(layout, hours).map((folder) => prefix + folder),
    );
    const isMatch = location.glob === null ? () => true : picomatch(location.glob);
    const all = found.filter(({ key }) => wanted?.some((folder) => key.startsWith(folder)) ?? true);
    const chosen = all.filter(
      ({ key, sizeBytes, writtenMs }) =>
        key.startsWith(prefix) &&
        sizeBytes > 0 &&
        !(writtenMs < window.startMs) &&
        !key.endsWith(`/${EXPORT_MARKER}`) &&
        isMatch(key),
    );
    const problemOf = ({ key, storageClass }: Listed): string | undefined => {
      const what = UNREADABLE_SUFFIXES.find(([suffix]) => key.toLowerCase().endsWith(suffix))?.[1];
      if (what !== undefined) return `it is ${what}: have Firehose deliver plain text or GZIP`;
      return ARCHIVED.includes(storageClass)
        ? `it is archived (${storageClass}): restore it first`
        : undefined;
    };
    const objects = chosen.filter((object) => problemOf(object) === undefined);
    return {
      location,
      layout,
      objects: objects.map(({ key, sizeBytes }) => ({ key, sizeBytes })),
      bytes: sizeOf(objects),
      behind: { objects: all.length, bytes: sizeOf(all) },
      requests: lister.requests,
      problems: chosen.flatMap((object) => {
        const message = problemOf(object);
        return message === undefined ? [] : [{ path: `s3://${location.bucket}/${object.key}`, message }];
      }),
    };
  } catch (cause) {
    throw toListError(cause, location, access.region);
  }
}

function sizeOf(objects: readonly S3Object[]): number {
  return objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

interface Listed extends S3Object {
  /** NaN where the list does not tell. */
  readonly writtenMs: number;
  readonly storageClass: string;
}

class Lister {
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #signal: AbortSignal;
  readonly #maxCostUsd: number | null;
  requests = 0;
  /** What would have fewer lists; undefined: a shorter window has too. */
  less: string | undefined;

  constructor(
    client: S3Client,
    location: S3Location,
    { signal, maxCostUsd }: Pick<S3Access, "signal" | "maxCostUsd">,
  ) {
    this.#client = client;
    this.#location = location;
    this.#signal = signal;
    this.#maxCostUsd = maxCostUsd;
  }

  /** Of the first page: what is laid out by time has few folders on each level. */
  async folders(prefix: string): Promise<string[]> {
    const { CommonPrefixes = [] } = await this.#page(prefix, "/", undefined);
    return CommonPrefixes.map(({ Prefix = "" }) => Prefix.slice(prefix.length)).sort(compareText);
  }

  async all(prefixes: readonly string[]): Promise<Listed[]> {
    const queue = new PQueue({ concurrency: LISTS_AT_ONCE });
    // Each list looks at the signal itself: one listener for each that waits would be many.
    const lists = await Promise.all(
      prefixes.map(async (prefix) => queue.add(async () => this.#list(prefix))),
    );
    return lists.flatMap((list) => list ?? []).sort((left, right) => compareText(left.key, right.key));
  }

  async #list(prefix: string): Promise<Listed[]> {
    const found: Listed[] = [];
    let token: string | undefined;
    this.#signal.throwIfAborted();
    do {
      const page: ListObjectsV2CommandOutput = await this.#page(prefix, undefined, token);
      for (const { Key = "", Size = 0, LastModified, StorageClass = "" } of page.Contents ?? []) {
        const writtenMs = LastModified?.getTime() ?? Number.NaN;
        found.push({ key: Key, sizeBytes: Size, writtenMs, storageClass: StorageClass });
      }
      if (page.NextContinuationToken !== undefined && page.NextContinuationToken === token) {
        throw new Error("the list does not end: a token came twice");
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
    return found;
  }

  async #page(prefix: string, delimiter: string | undefined, token: string | undefined) {
    const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
    const { bucket, prefix: root } = this.#location;
    // Nobody knows beforehand how many pages there are.
    const usd = (this.requests + 1) * PRICES.s3ListUsd;
    const what = `${this.requests + 1} lists of s3://${bucket}/${root}`;
    checkLogCost(usd, this.#maxCostUsd, what, this.less);
    this.requests += 1;
    return this.#client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
      { abortSignal: this.#signal },
    );
  }
}

function toListError(cause: unknown, { bucket, prefix }: S3Location, region: string): ToolError {
  if (cause instanceof ToolError) return cause;
  const { code, hint } = classifyError(cause, { action: "s3:ListBucket", region });
  return new ToolError(errorCodeOf(code), `the objects of s3://${bucket}/${prefix} cannot be listed`, {
    hint,
    cause,
  });
}
