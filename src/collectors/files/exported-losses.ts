import type { BlindSpot } from "../../model/snapshot.ts";
import { QUERIES_FILE, RESULTS_FILE, type ParsedResults } from "./exported-format.ts";
import type { ExportedLosses } from "./exported-series.ts";
import type { ExportedTargets } from "./exported-targets.ts";

interface Counted {
  readonly damagedQueries: number;
  readonly damagedResults: number;
  readonly places: ExportedTargets;
  readonly losses: ExportedLosses;
  readonly results: ParsedResults;
}

/** CloudWatch's status codes of a result that is not complete, as the codes of blind spots. */
const STATUS_CODES: Readonly<Record<string, string>> = {
  PartialData: "PARTIAL_DATA",
  InternalError: "PARTIAL_DATA",
  Forbidden: "ACCESS_DENIED",
};

/** A blind spot for each kind of thing that was in the files and could not be used, with its count. */
export function exportedLosses(counted: Counted): BlindSpot[] {
  const { places, losses, results } = counted;
  const spots: BlindSpot[] = [];
  const add = (count: number, code: string, hint: string): void => {
    if (count > 0) spots.push({ source: "files", target: null, code, hint });
  };
  const bad = (count: number, hint: string): void => add(count, "BAD_INPUT", `${count} ${hint}`);
  bad(counted.damagedQueries, `entries of ${QUERIES_FILE} are not metric data queries and were left out.`);
  bad(
    counted.damagedResults,
    `parts of ${RESULTS_FILE} are cut or not the output of get-metric-data and were left out. Export again.`,
  );
  bad(
    losses.withoutQuery,
    `result ids have no query in ${QUERIES_FILE}, so nobody can tell what they measure. Put the queries of every call into it.`,
  );
  bad(losses.withoutResult, `queries have no result of their own in ${RESULTS_FILE}. Export them again.`);
  bad(
    losses.expressions,
    "results of metric math are left out: their numbers belong to no metric. Export the metrics themselves.",
  );
  bad(losses.unpaired, "results have unequal numbers of timestamps and values; only the pairs were read.");
  bad(losses.unreadable, "datapoints have a time or a value that is none; they are read as gaps.");
  bad(
    losses.stray,
    "datapoints lie years from all others, which CloudWatch would not have kept; they are left out. Check the times.",
  );
  bad(
    losses.moved,
    "datapoints do not start at a multiple of their period and were moved back to one. Export with an aligned --start-time.",
  );
  bad(
    losses.repeated,
    `datapoints are of a period that their series has already; of each period the one given last is used. The first is ${losses.firstRepeated} of ${RESULTS_FILE}. Export each time once.`,
  );
  bad(
    losses.unsorted,
    `results have times that neither ascend nor descend; they were sorted. The first is ${losses.firstUnsorted} of ${RESULTS_FILE}.`,
  );
  for (const [status, count] of losses.statuses) {
    const hint = `${count} results end with the status ${status}: datapoints are lacking. Export them again, all pages.`;
    add(count, STATUS_CODES[status] ?? "PARTIAL_DATA", hint);
  }
  for (const message of new Set(results.messages)) {
    add(1, "PARTIAL_DATA", `CloudWatch said of this export: ${message}`);
  }
  add(
    results.unfinished ? 1 : 0,
    "PARTIAL_DATA",
    `The last page of ${RESULTS_FILE} names a further one that is not there. Export without --max-items or --no-paginate.`,
  );
  bad(
    places.withoutStage,
    "queries are of an API as a whole: such numbers mix its stages and are not judged. Ask with the dimension Stage.",
  );
  bad(
    places.unknownDimensions,
    "queries of AWS/ApiGateway have dimensions under which it publishes nothing. See `aws cloudwatch list-metrics --namespace AWS/ApiGateway`.",
  );
  for (const target of places.ambiguous) {
    spots.push({
      source: "files",
      target,
      code: "BAD_INPUT",
      hint: "The metric names do not tell an HTTP API from a WebSocket API; export its counts and errors too.",
    });
  }
  if (places.targets.length === 0) {
    add(1, "NO_TARGETS", "No query is of a stage in AWS/ApiGateway, so there is nothing to report on.");
  }
  return spots;
}
