import { DuckDBInstance } from "@duckdb/node-api";

import type { ExecuteSql } from "../../src/loopback/athena/athena-store.ts";

/** The functions of Athena's SQL that DuckDB has under another name, or with another answer where there is none. */
const MACROS = `
CREATE MACRO json_parse(x) AS CAST(x AS JSON);
CREATE MACRO json_path(p) AS replace(replace(p, '["', '."'), '"]', '"');
CREATE MACRO json_extract_scalar(j, p) AS
  CASE WHEN json_type(j, json_path(p)) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(j, json_path(p)) END;
CREATE MACRO json_format(x) AS CAST(x AS VARCHAR);
CREATE MACRO athena_extract(x, p) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p) END,
  (x, p, g) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, g) END;
CREATE MACRO athena_replace(x, p, r) AS regexp_replace(x, p, replace(r, '$', '\\'), 'g');
CREATE MACRO regexp_like(x, p) AS regexp_matches(x, p);
CREATE MACRO parse_datetime(t, f) AS strptime(t, '%d/%b/%Y:%H:%M:%S %z');
CREATE MACRO from_iso8601_timestamp(t) AS CAST(t AS TIMESTAMPTZ);
CREATE MACRO to_unixtime(t) AS epoch(t);
CREATE MACRO bitwise_right_shift(a, b) AS a >> b;
`;

const toDuckDb = (sql: string): string =>
  sql.replaceAll("regexp_extract(", "athena_extract(").replaceAll("regexp_replace(", "athena_replace(");

const COSTLY_PLANS =
  "common_subexpressions,join_order,statistics_propagation,filter_pushdown,compressed_materialization";

interface DeliveredLine {
  readonly line: string;
  readonly datehour: string;
}

interface DuckDbAthena {
  /** What a table has that is made from now on. */
  readonly deliver: (lines: readonly DeliveredLine[]) => void;
  readonly execute: ExecuteSql;
  /** Every statement so far. */
  readonly statements: readonly string[];
  readonly close: () => void;
}

/** Athena's statements, executed by another engine. */
export async function duckDbAthena(): Promise<DuckDbAthena> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(MACROS);
  // Long statements over few lines: planning is what takes the time.
  await connection.run(`SET disabled_optimizers = '${COSTLY_PLANS}'`);
  const statements: string[] = [];
  let delivered: readonly DeliveredLine[] = [];
  const makeTable = async (database: string, table: string): Promise<void> => {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS "${database}"`);
    await connection.run(`CREATE OR REPLACE TABLE "${database}"."${table}" (line VARCHAR, datehour VARCHAR)`);
    const appender = await connection.createAppender(table, database);
    for (const { line, datehour } of delivered) {
      appender.appendVarchar(line);
      appender.appendVarchar(datehour);
      appender.endRow();
    }
    appender.closeSync();
  };
  return {
    statements,
    deliver: (lines) => {
      delivered = lines;
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
    execute: async (sql) => {
      statements.push(sql);
      const made = /^CREATE EXTERNAL TABLE IF NOT EXISTS `([\w-]+)`\.`([\w-]+)`/.exec(sql);
      if (made) {
        await makeTable(made[1]!, made[2]!);
        return { columns: [], rows: [], scannedBytes: 0 };
      }
      const reader = await connection.runAndReadAll(toDuckDb(sql));
      const rows = reader
        .getRowsJson()
        .map((row) =>
          row.map((value) => (value === null || typeof value === "string" ? value : JSON.stringify(value))),
        );
      const scannedBytes = delivered.reduce((sum, { line }) => sum + line.length + 1, 0);
      return { columns: reader.columnNames(), rows, scannedBytes };
    },
  };
}
