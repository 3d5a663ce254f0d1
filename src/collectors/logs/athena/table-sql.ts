import { FIREHOSE_SINCE } from "../../../catalog/firehose.ts";
import { hashText } from "../../../core/hash.ts";
import type { HourLayout } from "../s3/hour-layout.ts";
import { folderOf, type S3Location } from "../s3/parse-s3-uri.ts";
import type { AthenaOptions } from "./athena-options.ts";
import { checkName, ddlText } from "./sql-text.ts";

/**
 * The table has the lines as they are, one a row, and its partitions are the hours that Firehose has in its keys. It has no
 * column for each key of a Format, since Athena's readers of JSON leave out, or fail at, what access logs do hold: objects
 * that follow each other without a newline, an unquoted hyphen, quotes within quotes. All text is scanned either way,
 * so it costs the same.
 *
 * Source: Amazon Athena User Guide, "Regex SerDe" and "Amazon Data Firehose example" (partition projection).
 */
export function createTableSql(
  location: S3Location,
  layout: HourLayout | undefined,
  options: AthenaOptions,
): string {
  const { bucket, prefix } = location;
  const properties: [string, string][] = layout
    ? [
        ["projection.enabled", "true"],
        ["projection.datehour.type", "date"],
        ["projection.datehour.format", javaFormat(layout)],
        ["projection.datehour.range", `${firstHour(layout)},NOW`],
        ["projection.datehour.interval", "1"],
        ["projection.datehour.interval.unit", "HOURS"],
        ["storage.location.template", `s3://${bucket}/${prefix}\${datehour}/`],
      ]
    : [];
  return [
    `CREATE EXTERNAL TABLE IF NOT EXISTS \`${checkName("a database", options.database)}\`.\`${tableName(location, options)}\` (`,
    "  `line` string",
    ")",
    ...(layout ? ["PARTITIONED BY (`datehour` string)"] : []),
    "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'",
    `WITH SERDEPROPERTIES ('input.regex' = ${ddlText("(?s)(.*)")})`,
    `LOCATION ${ddlText(`s3://${bucket}/${folderOf(location)}`)}`,
    ...(properties.length === 0
      ? []
      : [
          "TBLPROPERTIES (",
          properties.map(([name, value]) => `  ${ddlText(name)} = ${ddlText(value)}`).join(",\n"),
          ")",
        ]),
  ].join("\n");
}

/** The same place has the same name, so that a table is made once. */
export function tableName({ bucket, prefix }: S3Location, { table }: AthenaOptions): string {
  if (table !== undefined) return checkName("a table", table);
  return `gatewatch_${hashText(`${bucket}/${prefix}`).toString(16).padStart(8, "0")}`;
}

const PATTERNS = ["yyyy", "MM", "dd", "HH"] as const;

/** Texts of the layout stand between quotes, as Java's formatter of dates wants them. */
function javaFormat(layout: HourLayout): string {
  return layout.map((label, at) => `${label === "" ? "" : `'${label}'`}${PATTERNS[at] ?? ""}`).join("/");
}

function firstHour(layout: HourLayout): string {
  const parts = FIREHOSE_SINCE.split("/");
  return layout.map((label, at) => `${label}${parts[at] ?? ""}`).join("/");
}
