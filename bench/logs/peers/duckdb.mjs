// DuckDB answering the full question, or, as `brief`, the small one: per route count, 5xx, p50 and p99 of latency; per minute count and
// 5xx. `sets` and `table` are the two ways that do it in one reading of the file; `auto` is sets with read_json_auto, `exact` sets with
// quantile_cont.
//
//   node duckdb.mjs FILE sets|table|auto|exact|brief THREADS
import { DuckDBInstance } from "@duckdb/node-api";

const [path, way = "table", threads = "2"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();

const FILE = `'${path.replaceAll("'", "''")}'`;
const TYPES = `httpMethod: 'VARCHAR', resourcePath: 'VARCHAR', requestTimeEpoch: 'BIGINT', status: 'SMALLINT', responseLatency: 'INTEGER'`;
const MORE = `integrationLatency: 'VARCHAR', errorResponseType: 'VARCHAR', ip: 'VARCHAR', apiKeyId: 'VARCHAR'`;
const read = (columns) => `read_json(${FILE}, format = 'newline_delimited', columns = { ${columns} })`;
const SOURCE = way === "auto" ? `read_json_auto(${FILE})` : read(`${TYPES}, ${MORE}`);
const FEW = `httpMethod || ' ' || resourcePath AS route, requestTimeEpoch::BIGINT // 60000 AS minute, status::SMALLINT // 100 AS class,
  responseLatency::INTEGER AS latency`;
const COLUMNS = `${FEW}, TRY_CAST(integrationLatency AS INTEGER) AS integration, errorResponseType AS type, ip, apiKeyId AS key`;
const COUNTS = [2, 3, 4, 5].map((n) => `count(*) FILTER (class = ${n}) AS s${n}`).join(", ");
const QUANTILE = way === "exact" ? "quantile_cont" : "approx_quantile";
const LATENCIES = ["latency", "integration"]
  .map((name) => `${QUANTILE}(${name}, [0.5, 0.9, 0.99]) AS ${name}`)
  .join(", ");

async function rows(sql) {
  return (await connection.runAndReadAll(sql)).currentRowCount;
}

if (way === "brief") {
  const few = `SELECT ${FEW} FROM ${read(TYPES)}`;
  console.log(
    await rows(`SELECT route, minute, count(*) AS n, count(*) FILTER (class = 5) AS s5, approx_quantile(latency, [0.5, 0.99]) AS latency
      FROM (${few}) GROUP BY GROUPING SETS ((route), (minute))`),
  );
} else if (way !== "table") {
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
