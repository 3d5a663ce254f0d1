// DuckDB on the log of random key order, nesting and escapes: per route the count and the percentiles of latency.
import { DuckDBInstance } from "@duckdb/node-api";

const [path, threads = "1"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
const columns =
  "{ http: 'STRUCT(httpMethod VARCHAR, resourcePath VARCHAR)', status: 'SMALLINT', responseLatency: 'INTEGER' }";
const reader =
  await connection.runAndReadAll(`SELECT http.httpMethod || ' ' || http.resourcePath AS route, count(*) AS n,
  count(*) FILTER (status >= 500) AS errors, approx_quantile(responseLatency, [0.5, 0.9, 0.99]) AS latency
  FROM read_json('${path.replaceAll("'", "''")}', format = 'newline_delimited', columns = ${columns}) GROUP BY route`);
console.log(reader.currentRowCount);
