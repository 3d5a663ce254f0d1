import { randomBytes, randomUUID } from "node:crypto";

import type { AccountReader } from "../collectors/account-reader.ts";
import { ToolError } from "../core/errors.ts";
import { MINUTE_MS, SECOND_MS } from "../core/window.ts";
import type { AgentEvent } from "../model/agent-event.ts";
import type { AgentState } from "../model/agent-state.ts";
import type { Config } from "../model/config.ts";
import type { RunSummary } from "../model/run-summary.ts";
import type { BlindSpot } from "../model/snapshot.ts";
import type { ReportView } from "../report/view/to-view.ts";
import { agentSettings } from "./agent-settings.ts";
import { claimRun } from "./claim-run.ts";
import { conclude } from "./conclude.ts";
import { deliver } from "./deliver.ts";
import { look, type Seen } from "./look.ts";
import type { ReportArchive } from "./report-archive.ts";
import { goingOn, lastingFindings, summaryOf, targetsIn } from "./run-summary.ts";
import type { Sink } from "./sinks/sink.ts";
import type { StateStore, StoredState } from "./state/state-store.ts";

/** One region of one account that an agent watches. */
export interface AgentAccount {
  /** Names it in the state for ever: "own/eu-west-1", "arn:aws:iam::123456789012:role/gatewatch/eu-west-1". */
  readonly key: string;
  readonly region: string;
  /** As far as it is known without asking: of a role's ARN. */
  readonly accountId: string | null;
  /** Opens it for one run. */
  open(nowMs: number): AccountReader & { close(): void };
}

export interface RunOnceInput {
  readonly accounts: readonly AgentAccount[];
  readonly state: StateStore;
  readonly sinks: readonly Sink[];
  /** Null: reports are not kept, and events link to none. */
  readonly archive: ReportArchive | null;
  readonly config: Config;
  /** "Now" of the run: what it looks at ends here. A scheduled run's is the scheduled time. */
  readonly nowMs: number;
  /** By `clock`: at this time the run has to be over; it finishes before with what it has. Null: no limit. */
  readonly deadlineMs: number | null;
  /**
   * Names the run where it may be started twice (the id of the event that started it, the same in a retry); null: it
   * cannot.
   */
  readonly runKey: string | null;
  /** The time of day, for durations, leases and the deadline. */
  readonly clock: () => number;
  readonly toolVersion: string;
}

/** What a sink could not deliver. It is kept, and tried again in the next run. */
export interface Undelivered {
  readonly sink: string;
  readonly events: number;
  /** Why, of this run; null where it was not tried. */
  readonly error: string | null;
}

export interface RunOnceResult {
  /** Null where the run looked at nothing; see the summary's outcome. */
  readonly view: ReportView | null;
  /** News of this run, whether delivered or not. */
  readonly events: readonly AgentEvent[];
  readonly summary: RunSummary;
  readonly undelivered: readonly Undelivered[];
}

/** A run leaves so much of its time, at most, for what comes after looking. */
const RESERVE_MS = 10 * SECOND_MS;
const RESERVE_SHARE = 0.25;
/** A run without a deadline that is heard of no more is taken for dead after this time. */
const LEASE_MS = 10 * MINUTE_MS;
const LEASE_BEYOND_DEADLINE_MS = 5 * SECOND_MS;

/**
 * One run: looks, matches what is found with the incidents that are going on, and tells what is news.
 *
 *   read state -> claim it -> look -> match -> write state and outbox -> deliver, marking each sink -> release
 *
 * What is to be told is stored before anybody is told, and each write holds only where nobody wrote meanwhile: a run that
 * dies at any step is taken up by the next, and of two runs at the same time one has no effect.
 *
 * Errors: of the store; of the first place where none could be looked at. What waits is delivered before that is thrown.
 */
export async function runOnce(input: RunOnceInput): Promise<RunOnceResult> {
  const { state: store, clock, nowMs, deadlineMs } = input;
  const startedMs = clock();
  const holder = randomUUID();
  const reserveMs = deadlineMs === null ? 0 : Math.min(RESERVE_MS, (deadlineMs - startedMs) * RESERVE_SHARE);
  const leftMs = (): number => (deadlineMs === null ? Infinity : deadlineMs - reserveMs - clock());
  const untilMs = deadlineMs === null ? startedMs + LEASE_MS : deadlineMs + LEASE_BEYOND_DEADLINE_MS;
  const claim = await claimRun(store, { holder, runKey: input.runKey, nowMs, clockMs: startedMs, untilMs });
  const summarize = (outcome: RunSummary["outcome"], more: Partial<RunSummary> = {}) =>
    summaryOf(outcome, startedMs, clock(), more);
  if (claim === null) return { view: null, events: [], summary: summarize("overlapped"), undelivered: [] };

  const spots = claim.setAside === null ? [] : [setAsideSpot(claim.setAside)];
  const finish = async (from: Held, summary: RunSummary) => {
    const left = (): number => (deadlineMs === null ? Infinity : deadlineMs - SECOND_MS - clock());
    try {
      const { state, version, undelivered } = await deliver(input.sinks, from, summary, store, left);
      await store.write({ ...state, lease: null }, version);
      return undelivered;
    } catch (error) {
      // Another run took this one for dead; what is still to be delivered is that one's now.
      if (isConflict(error)) return [];
      throw error;
    }
  };
  const standing = { targets: targetsIn(claim.state), incidents: goingOn(claim.state) };
  if (claim.outcome !== "done") {
    const summary = summarize(claim.outcome, { ...standing, blindSpots: spots.length });
    return { view: null, events: [], summary, undelivered: await finish(claim, summary) };
  }

  const settings = agentSettings(input.config);
  const known = { ...claim.state, redactionKey: claim.state.redactionKey || randomBytes(32).toString("hex") };
  let seen: Seen;
  try {
    seen = await look(input, known, settings, leftMs);
  } catch (error) {
    await finish(claim, summarize("done", { ...standing, blindSpots: spots.length + 1 })).catch(
      () => undefined,
    );
    throw error;
  }
  const concluded = await conclude(input, settings, known, seen, spots, leftMs);
  let version: string;
  try {
    version = await store.write(concluded.state, claim.version);
  } catch (error) {
    // Another run took this one for dead and went on: what was found here, it finds as well.
    if (!isConflict(error)) throw error;
    return { view: concluded.view, events: [], summary: summarize("overlapped"), undelivered: [] };
  }
  const { view, events, state } = concluded;
  const summary = summarize("done", {
    targets: seen.snapshot.targets.length,
    targetsReadWhole: seen.targetsReadWhole,
    findings: lastingFindings(seen.findings),
    incidents: goingOn(state),
    cost: seen.snapshot.cost,
    blindSpots: view.report.blindSpots.length,
    truncated: seen.isTruncated,
  });
  return { view, events, summary, undelivered: await finish({ state, version }, summary) };
}

interface Held {
  readonly state: AgentState;
  readonly version: string;
}

function isConflict(error: unknown): boolean {
  return error instanceof ToolError && error.code === "E_CONFLICT";
}

function setAsideSpot({ place, why }: NonNullable<StoredState["setAside"]>): BlindSpot {
  const hint = `What was known from earlier runs could not be read (${why}) and was put aside as ${place}: incidents that went on may be told of once more, and what is usual is learned anew.`;
  return { source: "agent", target: null, code: "STATE_SET_ASIDE", hint };
}
