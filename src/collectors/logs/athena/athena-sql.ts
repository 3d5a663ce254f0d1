import { ATHENA_QUERY_BYTES } from "../../../catalog/athena.ts";
import { ToolError } from "../../../core/errors.ts";
import type { LogRequest } from "../log-request.ts";
import { hourFolder, hoursOf, type HourLayout } from "../s3/hour-layout.ts";
import { parseS3Uri } from "../s3/parse-s3-uri.ts";
import type { AthenaOptions } from "./athena-options.ts";
import { fieldSql } from "./field-sql.ts";
import { querySql } from "./query-sql.ts";
import { sqlText } from "./sql-text.ts";
import { createTableSql, tableName } from "./table-sql.ts";

export interface AthenaSql {
  /** Makes the table where it is missing. Free of charge. */
  readonly createTable: string;
  readonly query: string;
}

/**
 * Both statements that answer a request from what lies in S3.
 *
 * @param layout of the keys; undefined where they tell no hours.
 *
 * Errors: E_USAGE for a place that is a glob, for a request without a Format, for a dimension that only Gatewatch can derive
 * and for a filter that makes the query longer than Athena takes; E_BAD_INPUT for a Format that is none.
 */
export function athenaSql(
  uri: string,
  request: Pick<LogRequest, "window" | "format" | "by" | "filter">,
  options: AthenaOptions,
  layout: HourLayout | undefined,
): AthenaSql {
  const location = parseS3Uri(uri);
  if (location.glob !== null) {
    throw new ToolError("E_USAGE", `"${uri}": Athena reads all that lies behind a prefix, and no glob`);
  }
  if (request.format === undefined) {
    throw new ToolError(
      "E_USAGE",
      "Athena needs the stage's access-log Format to know where a value stands",
      {
        hint: "Give it with --log-format, as the stage has it.",
      },
    );
  }
  const { bucket, prefix } = location;
  const conditions: string[] = [];
  if (layout !== undefined) {
    const hours = hoursOf(request.window).map((hourMs) => hourFolder(layout, hourMs).slice(0, -1));
    conditions.push(`datehour BETWEEN ${sqlText(hours[0] ?? "")} AND ${sqlText(hours.at(-1) ?? "")}`);
  } else if (!prefix.endsWith("/") && prefix !== "") {
    // A table is a folder, and this prefix is only the beginning of names in one.
    conditions.push(
      `substr("$path", 1, ${`s3://${bucket}/${prefix}`.length}) = ${sqlText(`s3://${bucket}/${prefix}`)}`,
    );
  }
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const source = `SELECT line FROM "${options.database}"."${tableName(location, options)}"${where}`;
  const createTable = createTableSql(location, layout, options);
  const query = querySql(source, fieldSql(request.format), request);
  if (Buffer.byteLength(query) > ATHENA_QUERY_BYTES) {
    throw new ToolError(
      "E_USAGE",
      `the query has ${Buffer.byteLength(query)} bytes, and Athena takes ${ATHENA_QUERY_BYTES}`,
      {
        hint: "Shorten --filter.",
      },
    );
  }
  return { createTable, query };
}
