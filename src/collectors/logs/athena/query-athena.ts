import type { AthenaClient } from "@aws-sdk/client-athena";

import { ATHENA_LEAST_SCANNED_BYTES } from "../../../catalog/athena.ts";
import { PRICES } from "../../../catalog/prices.ts";
import { ToolError } from "../../../core/errors.ts";
import { compileFormat } from "../../../logs/layout/compile-format.ts";
import { toLogReport } from "../../../logs/to-log-report.ts";
import type { LogReport } from "../../../model/log-report.ts";
import type { LogRequest, S3Access } from "../log-request.ts";
import { checkLogCost } from "../s3/check-log-cost.ts";
import { LESS_IN_FOLDER, listObjects, type S3Listing } from "../s3/list-objects.ts";
import { folderOf } from "../s3/parse-s3-uri.ts";
import type { AthenaOptions } from "./athena-options.ts";
import { athenaSql } from "./athena-sql.ts";
import { readRows } from "./read-rows.ts";
import { runQuery, type RunContext } from "./run-query.ts";

/** Both services: S3 tells beforehand what a query will scan. */
export interface AthenaAccess extends S3Access {
  readonly athena: () => Promise<AthenaClient>;
  /** What the query has scanned in the end, and its list price. */
  readonly onScanned: (bytes: number, usd: number) => void;
}

/**
 * The requests of a window from logs in S3, counted where they lie: the answer is that of the local engine on the same
 * lines, but for what only code can repair (quotes within quotes) and for lists of user agents and messages, which are
 * too low where there are more than a thousand.
 *
 * @param names what each dimension of the groups' keys is called.
 *
 * Errors: those of listObjects, athenaSql and runQuery; E_COST_LIMIT before the query is started, and
 * where it scans more than the objects were said to hold: then it is stopped.
 */
export async function queryAthena(
  uri: string,
  request: Omit<LogRequest, "logGroup">,
  names: readonly string[],
  options: AthenaOptions,
  access: AthenaAccess,
): Promise<LogReport> {
  const listing = await listObjects(uri, request.window, access, "folder");
  const { createTable, query } = athenaSql(uri, request, options, listing.layout);
  const listUsd = listing.requests * PRICES.s3ListUsd;
  const { bytes, objects } = listing.behind;
  const usd = athenaUsd(bytes) + listUsd;
  access.onPlan({ objects, bytes, requests: listing.requests, usd });
  // Without hours in its keys the table is one folder, of which nothing can be left out.
  const less = listing.layout === undefined ? LESS_IN_FOLDER : undefined;
  checkLogCost(usd, access.maxCostUsd, `${objects} objects of ${folderUri(listing)} with Athena`, less);
  if (listing.objects.length === 0) {
    throw new ToolError(
      "E_NOTHING_READABLE",
      `${uri}: there is no object that can hold requests of the window`,
      { hint: 'Look with "aws s3 ls", check the prefix and --since; hours in keys are read as UTC.' },
    );
  }
  let scanned = 0;
  const context: RunContext = {
    client: await access.athena(),
    region: access.region,
    options,
    signal: access.signal,
    onScanned: (soFar, isEnded) => {
      scanned = soFar;
      request.onProgress(soFar, Math.max(soFar, bytes));
      // What has been paid for is used.
      if (!isEnded) checkLogCost(athenaUsd(soFar) + listUsd, access.maxCostUsd, `${uri} with Athena`, less);
    },
  };
  if (options.mayCreateTable) await runQuery(createTable, context);
  const rows = await runQuery(query, context);
  access.onScanned(scanned, athenaUsd(scanned));
  const { description } = compileFormat(request.format ?? "");
  return toLogReport(
    {
      aggregates: readRows(rows, request.by.length),
      problems: listing.problems,
      descriptions: [`${description}, counted by Athena`],
    },
    names,
  );
}

/** Of what is scanned. */
function folderUri({ location, layout }: S3Listing): string {
  return `s3://${location.bucket}/${layout === undefined ? folderOf(location) : location.prefix}`;
}

/** Each query counts as at least so much. */
function athenaUsd(bytes: number): number {
  return (Math.max(bytes, ATHENA_LEAST_SCANNED_BYTES) / BYTES_A_TB) * PRICES.athenaScannedTbUsd;
}

const BYTES_A_TB = 1e12;
