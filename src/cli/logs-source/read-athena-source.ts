import type { AthenaOptions } from "../../collectors/logs/athena/athena-options.ts";
import { athenaSql } from "../../collectors/logs/athena/athena-sql.ts";
import { queryAthena, type AthenaAccess } from "../../collectors/logs/athena/query-athena.ts";
import { listObjects } from "../../collectors/logs/s3/list-objects.ts";
import type { LogReport } from "../../model/log-report.ts";
import { formatUsd } from "../../report/text/format.ts";
import { formatBytes } from "../format-bytes.ts";
import { onlyRegion, withClients, type AwsPlace } from "./aws-place.ts";
import type { LogsQuestion } from "./logs-question.ts";
import { s3Access } from "./s3-access.ts";
import type { LogsSourceOptions } from "./source-options.ts";

const DEFAULT_DATABASE = "default";

/** Objects in S3, counted by Athena where they lie. */
export async function readAthenaSource(
  question: LogsQuestion,
  uri: string,
  place: AwsPlace,
): Promise<LogReport> {
  const { by, filter, format, onProgress, names } = question;
  return withClients(place, onlyRegion(place, "a bucket"), (clients, { region }) => {
    const access: AthenaAccess = {
      ...s3Access(clients, region, place),
      athena: () => clients.athena(),
      onScanned: (bytes, usd) => place.note(`scanned ${formatBytes(bytes)}, ${formatUsd(usd)}`),
    };
    const request = { window: place.window, format, by, filter, onProgress };
    return queryAthena(uri, request, names, athenaOptions(place.options), access);
  });
}

/** The statements that would run, for who runs them elsewhere. Keys are listed, and nothing else is done. */
export async function printAthenaSql(question: LogsQuestion, uri: string, place: AwsPlace): Promise<string> {
  return withClients(place, onlyRegion(place, "a bucket"), async (clients, { region }) => {
    const { layout } = await listObjects(uri, place.window, s3Access(clients, region, place));
    const request = { window: place.window, ...question };
    const { createTable, query } = athenaSql(uri, request, athenaOptions(place.options), layout);
    return `${createTable};\n\n${query};\n`;
  });
}

function athenaOptions(options: LogsSourceOptions): AthenaOptions {
  return {
    database: options.athenaDatabase ?? DEFAULT_DATABASE,
    table: options.athenaTable,
    workGroup: options.athenaWorkgroup,
    outputLocation: options.athenaOutput,
    mayCreateTable: options.athenaCreateTable === true,
  };
}
