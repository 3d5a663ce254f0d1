import type { LogField } from "../../../catalog/log-fields.ts";
import { responseTypeFact } from "../../../catalog/response-types.ts";
import type { Window } from "../../../core/window.ts";
import { LATENCIES, type Latency } from "../../../logs/aggregate/aggregates.ts";
import type { Dimension, FilterProgram } from "../../../logs/filter/filter.ts";
import type { FieldSql } from "./field-sql.ts";
import { dimensionColumn, filterSql, numberSql } from "./filter-sql.ts";
import { sqlText } from "./sql-text.ts";

/**
 * One statement that scans the lines once, for Athena bills what is scanned: every record is counted once for each grain
 * of the answer (the total, its group, its minute, its client ...), and the rows of a grain are that grain's table.
 *
 *   lines -> records (bodies) -> texts of fields -> what the engine derives of them -> grains -> one row for each group
 *
 * Latencies are put into the buckets of core/histogram.ts and counted by bucket, so that the percentiles are those of the
 * local engine, and not another approximation of them.
 *
 * Source: functions of Trino 4xx, which Athena engine version 3 is (Amazon Athena User Guide, "Functions in Amazon
 * Athena"): histogram, max_by(x, y, n), TRY, regexp_extract, to_base, parse_datetime.
 */
export function querySql(
  source: string,
  parts: FieldSql,
  request: { readonly window: Window; readonly by: readonly Dimension[]; readonly filter: FilterProgram },
): string {
  const known: ReadonlySet<Dimension> = new Set<Dimension>(["route", ...parts.fields.keys()]);
  const has = (dimension: Dimension): boolean => known.has(dimension);
  const texts = [...parts.fields].map(([field, expression]) => `${expression} AS raw_${field}`);
  const raws = [...parts.fields.keys()].map((field) => `raw_${field}`);
  const cleaned = [...parts.fields.keys()].map(
    (field) => `coalesce(nullif(raw_${field}, '-'), '') AS f_${field}`,
  );
  const text = (field: LogField): string => (has(field) ? `f_${field}` : "''");
  const keys = request.by.map((dimension) => {
    const column = dimensionColumn(dimension);
    return has(dimension) ? column : "''";
  });
  const { startMs, endMs } = request.window;
  const inWindow = `(time_ms IS NULL OR (time_ms >= ${startMs} AND time_ms < ${endMs}))`;
  return `WITH lines AS (
  ${source}
),
${parts.bodies},
raws AS (
  SELECT line, body, ${texts.join(", ")} FROM bodies
),
cleaned AS (
  SELECT line, body, coalesce(${[...raws, "NULL"].join(", ")}) IS NOT NULL AS is_record, ${cleaned.join(", ")} FROM raws
),
numbered AS (
  SELECT *, coalesce(${numberSql(text("status"))}, 0) AS given_status, ${timeSql(text)} AS time_ms, ${routeSql(text, has)} AS route,
    ${messageSql(text)} AS message, ${text("responseType")} AS response_type,
    ${LATENCIES.filter((name) => name !== "overhead")
      .map((name) => `${numberSql(text(name))} AS ms_${name}`)
      .join(", ")}
  FROM cleaned
),
marked AS (
  SELECT *, CASE WHEN given_status BETWEEN 100 AND 999 THEN given_status ELSE 0 END AS http_status,
    ${markSql("over_quota", text, has)} AS is_over_quota, ${markSql("throttled", text, has)} AS is_throttled,
    CASE WHEN ms_latency >= ms_integrationLatency THEN ms_latency - ms_integrationLatency WHEN ms_latency < ms_integrationLatency THEN 0 END AS ms_overhead,
    CASE WHEN NOT is_record THEN 'unparsed' WHEN ${inWindow} AND ${filterSql(request.filter, has)} THEN 'request' ELSE 'filtered' END AS kind
  FROM numbered
),
grains AS (
  SELECT *, CASE WHEN http_status >= 600 THEN 0 ELSE CAST(floor(http_status / 1e2) AS integer) END AS status_class
  FROM marked CROSS JOIN UNNEST(ARRAY['total', 'group', 'minute', 'client', 'apiKey', 'userAgent', 'message']) AS g (grain)
  WHERE grain = 'total' OR (kind = 'request' AND CASE grain
    WHEN 'group' THEN TRUE
    WHEN 'minute' THEN time_ms IS NOT NULL
    ELSE ${topSql(text)} <> '' END)
),
rows_of_grains AS (
  SELECT kind, grain,
    CASE WHEN grain IN ('group', 'minute') THEN ${text("apiId")} ELSE '' END AS api,
    CASE WHEN grain IN ('group', 'minute') THEN ${text("stage")} ELSE '' END AS stage,
    ${keys.map((key, at) => `CASE WHEN grain = 'group' THEN ${key} ELSE '' END AS key${at},`).join("\n    ")}
    CASE WHEN grain = 'minute' THEN CAST(floor(time_ms / 6e4) AS bigint) END AS minute,
    CASE WHEN grain IN ('total', 'group', 'minute') THEN '' ELSE ${topSql(text)} END AS entry,
    status_class, http_status, response_type, is_throttled, is_over_quota,
    (response_type IN ('THROTTLED', 'QUOTA_EXCEEDED') OR (response_type <> '' AND http_status >= 400)) AS is_of_gateway,
    body IS NOT NULL AND body <> line AS is_repaired, time_ms IS NULL AS is_untimed, coalesce(${numberSql(text("bytes"))}, 0) AS size_bytes,
    ${LATENCIES.map((name) => `CASE WHEN grain IN ('total', 'group', 'minute') THEN ms_${name} END AS ms_${name}`).join(",\n    ")},
    CASE WHEN grain = 'total' AND kind = 'request' THEN coalesce(ms_latency, ms_integrationLatency) END AS worst_ms,
    CASE WHEN grain = 'total' AND kind = 'request' THEN concat_ws(chr(31), CAST(coalesce(ms_latency, ms_integrationLatency) AS varchar), coalesce(CAST(time_ms AS varchar), ''), CAST(http_status AS varchar), ${requestIdSql(text)}, ${text("integrationRequestId")}${keys.map((key) => `, ${key}`).join("")}) END AS worst,
    CASE WHEN kind = 'unparsed' THEN substr(line, 1, ${SAMPLE_LENGTH}) END AS sample
  FROM grains
),
counted AS (
  SELECT kind, grain, api, stage, ${keys.map((_, at) => `key${at}, `).join("")}minute, entry,
    count(*) AS requests, ${[1, 2, 3, 4, 5].map((one) => `count_if(status_class = ${one}) AS class${one}`).join(", ")},
    count_if(status_class NOT BETWEEN 1 AND 5) AS class0,
    count_if(is_throttled) AS throttled, count_if(is_over_quota) AS over_quota, count_if(is_of_gateway) AS of_gateway,
    count_if(is_repaired) AS repaired, count_if(is_untimed) AS untimed, sum(size_bytes) AS size_bytes,
    json_format(CAST(histogram(CASE WHEN grain = 'group' THEN CAST(http_status AS varchar) || ' ' || response_type END) AS json)) AS outcomes,
    ${LATENCIES.map((name) => `json_format(CAST(histogram(${bucketSql(name)}) AS json)) AS h_${name}, sum(ms_${name}) AS s_${name}`).join(",\n    ")},
    json_format(CAST(max_by(worst, worst_ms, ${WORST}) AS json)) AS worst, min(sample) AS sample
  FROM rows_of_grains
  GROUP BY kind, grain, api, stage, ${keys.map((_, at) => `key${at}, `).join("")}minute, entry
),
placed AS (
  SELECT *, row_number() OVER (PARTITION BY kind, grain ORDER BY requests DESC, api, stage, ${keys.map((_, at) => `key${at}, `).join("")}minute, entry) AS place
  FROM counted
)
SELECT * FROM placed
WHERE place <= CASE grain ${Object.entries(MOST_ROWS)
    .map(([grain, most]) => `WHEN '${grain}' THEN ${most}`)
    .join(" ")} ELSE 1 END
ORDER BY grain, place`;
}

/** Rows that an answer may have of a grain; user agents and messages are told apart in full there, and by kind here. */
export const MOST_ROWS = Object.freeze({
  group: 1_000,
  minute: 20_000,
  client: 10,
  apiKey: 10,
  userAgent: 1_000,
  message: 1_000,
});

/** As many as the local engine keeps. */
const WORST = 10;
const SAMPLE_LENGTH = 200;

type TextOf = (field: LogField) => string;

/** Epoch milliseconds: a number by its magnitude, else a text as API Gateway or ISO-8601 writes it. */
function timeSql(text: TextOf): string {
  const number = `coalesce(${numberSql(text("timeEpoch"))}, ${numberSql(text("time"))})`;
  const time = text("time");
  const common = `CASE WHEN regexp_like(${time}, '^[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} [+-][0-9]{4}$') THEN TRY(parse_datetime(${time}, 'dd/MMM/yyyy:HH:mm:ss Z')) END`;
  const iso = `CASE WHEN regexp_like(${time}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}(Z|[+-][0-9:]{4,5})$') THEN TRY(from_iso8601_timestamp(${time})) END`;
  return `CASE WHEN ${number} IS NOT NULL THEN CASE WHEN ${number} < 100000000000 THEN ${number} * 1000 ELSE ${number} END
      ELSE CAST(floor(to_unixtime(coalesce(${common}, ${iso}))) AS bigint) * 1000 END`;
}

function routeSql(text: TextOf, has: (field: LogField) => boolean): string {
  const path = has("routeKey") || has("resource") ? "''" : text("path");
  const bare = `coalesce(nullif(${text("routeKey")}, ''), nullif(${text("resource")}, ''), ${path})`;
  return `CASE WHEN substr(${bare}, 1, 1) = '/' AND ${text("method")} <> '' THEN ${text("method")} || ' ' || ${bare} ELSE ${bare} END`;
}

function messageSql(text: TextOf): string {
  const fields = ["integrationError", "authorizerError", "validationError", "errorMessage"] as const;
  const message = `coalesce(${fields.map((field) => `nullif(${text(field)}, '')`).join(", ")}, '')`;
  // What differs in every message; src/logs/records/mask-message.ts masks the rest where the answer is read.
  const id = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
  return `regexp_replace(${message}, '\\b${id}\\b', '<id>')`;
}

/** Where the Format has no response type, a 429 is a throttled request, unless its message is that of a quota. */
function markSql(mark: "over_quota" | "throttled", text: TextOf, has: (field: LogField) => boolean): string {
  if (has("responseType")) {
    return `response_type = ${mark === "throttled" ? "'THROTTLED'" : "'QUOTA_EXCEEDED'"}`;
  }
  const quota = `${text("errorMessage")} = ${sqlText(responseTypeFact("QUOTA_EXCEEDED")?.message ?? "")}`;
  return `(given_status = 429 AND ${mark === "throttled" ? "NOT " : ""}(${quota}))`;
}

function topSql(text: TextOf): string {
  return `CASE grain WHEN 'client' THEN ${text("ip")} WHEN 'apiKey' THEN ${text("apiKeyId")} WHEN 'userAgent' THEN ${text("userAgent")} ELSE message END`;
}

function requestIdSql(text: TextOf): string {
  return `coalesce(nullif(${text("extendedRequestId")}, ''), ${text("requestId")})`;
}

/** Exact below 256, then 128 buckets an octave, values beyond 70 minutes as that; see core/histogram.ts. */
function bucketSql(name: Latency): string {
  const ms = `ms_${name}`;
  const octave = `(length(to_base(${ms}, 2)) - 8)`;
  return `CASE WHEN ${ms} < 256 THEN ${ms} WHEN ${ms} >= ${LONGEST_MS} THEN ${LONGEST_BUCKET} ELSE 128 * ${octave} + bitwise_right_shift(${ms}, ${octave}) END`;
}

const LONGEST_MS = 2 ** 22 - 1;
/** 14 octaves above the exact values, and the last of 128 in the last of them. */
const LONGEST_BUCKET = 128 * 14 + 255;
