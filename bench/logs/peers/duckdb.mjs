// DuckDB answering the full question, in the two ways that do it in one reading of the file. Both were tried with read_json_auto and with
// quantile_cont as well, and were slower.
//
//   node duckdb.mjs FILE sets|table THREADS
import { DuckDBInstance } from "@duckdb/node-api";

const [path, way = "table", threads = "2"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();

const SOURCE = `read_json('${path.replaceAll("'", "''")}', format = 'newline_delimited', columns = {
  httpMethod: 'VARCHAR', resourcePath: 'VARCHAR', requestTimeEpoch: 'BIGINT', status: 'SMALLINT', responseLatency: 'INTEGER',
  integrationLatency: 'VARCHAR', errorResponseType: 'VARCHAR', ip: 'VARCHAR', apiKeyId: 'VARCHAR' })`;
const COLUMNS = `httpMethod || ' ' || resourcePath AS route, requestTimeEpoch // 60000 AS minute, status // 100 AS class,
  responseLatency AS latency, TRY_CAST(integrationLatency AS INTEGER) AS integration, errorResponseType AS type, ip, apiKeyId AS key`;
const COUNTS = [2, 3, 4, 5].map((n) => `count(*) FILTER (class = ${n}) AS s${n}`).join(", ");
const LATENCIES = ["latency", "integration"]
  .map((name) => `approx_quantile(${name}, [0.5, 0.9, 0.99]) AS ${name}`)
  .join(", ");

async function rows(sql) {
  return (await connection.runAndReadAll(sql)).currentRowCount;
}

if (way === "sets") {
  const sets = "GROUPING SETS ((route), (minute), (type), (ip), (key))";
  console.log(
    await rows(
      `SELECT route, minute, type, ip, key, count(*) AS n, ${COUNTS}, ${LATENCIES} FROM (SELECT ${COLUMNS} FROM ${SOURCE}) GROUP BY ${sets}`,
    ),
  );
} else {
  await connection.run(`CREATE TEMP TABLE log AS SELECT ${COLUMNS} FROM ${SOURCE}`);
  console.log(await rows(`SELECT route, count(*) AS n, ${COUNTS}, ${LATENCIES} FROM log GROUP BY route`));
  console.log(await rows(`SELECT minute, count(*) AS n, ${COUNTS}, ${LATENCIES} FROM log GROUP BY minute`));
  for (const name of ["type", "ip", "key"]) {
    console.log(
      await rows(`SELECT ${name}, count(*) AS n FROM log GROUP BY ${name} ORDER BY n DESC LIMIT 10`),
    );
  }
}
