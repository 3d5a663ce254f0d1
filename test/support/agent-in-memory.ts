import { API_GATEWAY_NAMESPACE } from "../../src/catalog/metrics.ts";
import { PRICES } from "../../src/catalog/prices.ts";
import type { AccountReader, MetricQuery } from "../../src/collectors/account-reader.ts";
import { matchesApi, matchesStage } from "../../src/collectors/match-filter.ts";
import { ToolError } from "../../src/core/errors.ts";
import { EMPTY_STATE } from "../../src/agent/state/empty-state.ts";
import type { StateStore } from "../../src/agent/state/state-store.ts";
import type { AgentAccount } from "../../src/agent/run-once.ts";
import type { Sink } from "../../src/agent/sinks/sink.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import { agentStateSchema } from "../../src/model/agent-state.ts";
import { toRuns, type Series } from "../../src/model/series.ts";
import { NO_COST } from "../../src/model/snapshot.ts";
import type { Account } from "../../src/simulate/account.ts";

/** A simulated account at any of its times: nothing after "now" has happened yet. */
export function watchedAccount(account: Account): AgentAccount {
  const listed = account.metrics().filter(({ namespace }) => namespace === API_GATEWAY_NAMESPACE);
  const open = (nowMs: number): AccountReader & { close(): void } => {
    let metricsRequested = 0;
    return {
      origin: "demo",
      region: account.region,
      accountId: async () => account.accountId,
      inventory: async (filter) => {
        const targets = account.targets.filter(
          ({ apiId, apiName, stage }) => matchesApi(filter, apiName, apiId) && matchesStage(filter, stage),
        );
        return { targets, unread: [], blindSpots: [] };
      },
      listMetrics: async () => ({ metrics: listed, blindSpots: [] }),
      readMetrics: async (queries) => {
        metricsRequested += queries.length;
        return { series: queries.map((query) => toSeries(account, query, nowMs)), blindSpots: [] };
      },
      readLogs: async () => ({ slices: [], blindSpots: [] }),
      readTraces: async () => ({ slices: [], blindSpots: [] }),
      readExecutionLogs: async () => ({ slices: [], blindSpots: [] }),
      readChanges: async () => ({ changes: [], blindSpots: [] }),
      cost: () => ({ ...NO_COST, metricsRequested, usd: metricsRequested * PRICES.metricRequestedUsd }),
      close: () => undefined,
    };
  };
  const { region, accountId } = account;
  return { key: `own/${region}`, region, accountId, open };
}

function toSeries(
  account: Account,
  { target, route, key, stat, ...span }: MetricQuery,
  nowMs: number,
): Series {
  const { periodSeconds, startMs } = span;
  const points = account.query(key, stat, periodSeconds, { startMs, endMs: Math.min(span.endMs, nowMs) });
  return { target, route, ...key, stat, periodSeconds, runs: toRuns(points, periodSeconds) };
}

/** A store in memory that behaves as the others do. */
export function memoryStore(): StateStore {
  let stored: string | null = null;
  let version = 0;
  return {
    place: "memory",
    async read() {
      const state = stored === null ? EMPTY_STATE : agentStateSchema.parse(JSON.parse(stored));
      return { state, version: stored === null ? null : String(version), setAside: null };
    },
    async write(state, expected) {
      if (expected !== (stored === null ? null : String(version)))
        throw new ToolError("E_CONFLICT", "another run wrote meanwhile");
      stored = JSON.stringify(state);
      version += 1;
      return String(version);
    },
    async setAside() {
      return "nowhere";
    },
  };
}

/** Keeps what it is told. */
export function listeningSink(
  name = "ear",
  isDown: () => boolean = () => false,
): Sink & { readonly heard: AgentEvent[] } {
  const heard: AgentEvent[] = [];
  return {
    name,
    heard,
    async deliver(events) {
      if (isDown()) throw new ToolError("E_UNREACHABLE", `${name} does not answer`);
      heard.push(...events);
    },
  };
}
