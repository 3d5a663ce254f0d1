import { API_GATEWAY_NAMESPACE } from "../catalog/metrics.ts";
import { LISTED_FOR_MS } from "../catalog/api-limits.ts";
import type {
  AccountReader,
  LogQuestion,
  MetricQuery,
  OnProgress,
  TargetFilter,
} from "../collectors/account-reader.ts";
import { matchesApi, matchesStage } from "../collectors/match-filter.ts";
import { readTraces } from "../collectors/traces/read-traces.ts";
import { toRuns, type Series } from "../model/series.ts";
import { NO_COST } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";
import type { Account } from "../simulate/account.ts";
import { demoChanges } from "./demo-changes.ts";
import { demoExecutionSlice } from "./demo-execution-logs.ts";
import { demoLogSlice } from "./demo-logs.ts";
import { demoTraces } from "./demo-traces.ts";

/** How many series are read between two reports of progress. */
const BATCH = 50;

/** A simulated account behind the port through which real ones are read: no network, and nothing to pay. */
export function demoReader(account: Account): AccountReader {
  return {
    origin: "demo",
    region: account.region,
    accountId: async () => account.accountId,
    inventory: async (filter, onProgress) => {
      const targets = wanted(account, filter);
      const [done, total] = [targets.length, targets.length];
      onProgress({ step: "inventory", scope: account.region, done, total });
      return { targets, unread: [], blindSpots: [] };
    },
    listMetrics: async (filter) => ({
      metrics: account
        .metrics(filter && new Set(wanted(account, filter).map(({ id }) => id)))
        .filter(
          ({ namespace, newestMs }) =>
            namespace === API_GATEWAY_NAMESPACE && newestMs >= account.nowMs - LISTED_FOR_MS,
        ),
      blindSpots: [],
    }),
    readMetrics: async (queries, onProgress) => ({
      series: await readAll(account, queries, onProgress),
      blindSpots: [],
    }),
    readLogs: async (questions, _options, onProgress) => ({
      slices: await readSlices(account, questions, demoLogSlice, onProgress),
      blindSpots: [],
    }),
    readExecutionLogs: async (questions, onProgress) => ({
      slices: await readSlices(account, questions, demoExecutionSlice, onProgress),
      blindSpots: [],
    }),
    readTraces: async (questions, options, onProgress) =>
      readTraces(questions, options, demoTraces(account), account.region, onProgress),
    readChanges: async (questions) => ({ changes: demoChanges(account, questions), blindSpots: [] }),
    cost: () => NO_COST,
  };
}

function wanted(account: Account, filter: TargetFilter): readonly Target[] {
  return account.targets.filter(
    ({ apiId, apiName, stage }) => matchesApi(filter, apiName, apiId) && matchesStage(filter, stage),
  );
}

async function readAll(
  account: Account,
  queries: readonly MetricQuery[],
  onProgress: OnProgress,
): Promise<Series[]> {
  const series: Series[] = [];
  for (const query of queries) {
    series.push(toSeries(account, query));
    if (series.length % BATCH !== 0 && series.length !== queries.length) continue;
    onProgress({ step: "metrics", scope: account.region, done: series.length, total: queries.length });
    await breathe();
  }
  return series;
}

async function readSlices<Slice>(
  account: Account,
  questions: readonly LogQuestion[],
  read: (account: Account, question: LogQuestion) => Slice | null,
  onProgress: OnProgress,
): Promise<Slice[]> {
  const slices: Slice[] = [];
  let done = 0;
  for (const question of questions) {
    const slice = read(account, question);
    if (slice !== null) slices.push(slice);
    done += 1;
    onProgress({ step: "logs", scope: account.region, done, total: questions.length });
    await breathe();
  }
  return slices;
}

/** Drawing an account is one long computation: without a pause no progress would be seen and no Ctrl-C heard. */
function breathe(): Promise<void> {
  return new Promise((resume) => {
    setImmediate(resume);
  });
}

function toSeries(account: Account, { target, route, key, stat, ...span }: MetricQuery): Series {
  const { periodSeconds, startMs, endMs } = span;
  const points = account.query(key, stat, periodSeconds, { startMs, endMs });
  return { target, route, ...key, stat, periodSeconds, runs: toRuns(points, periodSeconds) };
}
