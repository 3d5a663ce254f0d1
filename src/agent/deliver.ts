import { errorMessage, ToolError } from "../core/errors.ts";
import { SECOND_MS } from "../core/window.ts";
import type { AgentState } from "../model/agent-state.ts";
import type { RunSummary } from "../model/run-summary.ts";
import type { Undelivered } from "./run-once.ts";
import type { OnTaken, Sink } from "./sinks/sink.ts";
import type { StateStore } from "./state/state-store.ts";
import { within } from "./watch/within.ts";

/** A channel that takes longer is tried again in the next run. */
const LONGEST_MS = 30 * SECOND_MS;

interface Delivery {
  readonly state: AgentState;
  readonly version: string;
  readonly undelivered: readonly Undelivered[];
}

/**
 * Hands every sink what waits for it, all at the same time, so that none waits for another; what one took is marked before
 * anything else is written, also where it did not take the rest. A crash between a delivery and its mark repeats the delivery,
 * with the same ids.
 *
 * Errors: E_CONFLICT where another run took the state over, and what the store throws otherwise. A sink's errors are told in
 * the result.
 */
export async function deliver(
  sinks: readonly Sink[],
  claimed: { readonly state: AgentState; readonly version: string },
  summary: RunSummary,
  store: StateStore,
  leftMs: () => number,
): Promise<Delivery> {
  let { state, version } = claimed;
  const undelivered: Undelivered[] = [];
  let marking: Promise<unknown> = Promise.resolve();
  const mark = async (sink: string, ids: ReadonlySet<string>): Promise<void> => {
    state = { ...state, outbox: without(state.outbox, sink, ids) };
    version = await store.write(state, version);
  };
  const outcomes = await Promise.all(
    sinks.map(async (sink) => {
      const events = state.outbox.flatMap((one) => (one.sinks.includes(sink.name) ? [one.event] : []));
      if (events.length === 0 && sink.everyRun !== true) return null;
      const { taken, problem } = await attempt(sink, events, summary, Math.min(LONGEST_MS, leftMs()));
      if (problem !== null) {
        undelivered.push({ sink: sink.name, events: events.length - taken.size, error: problem });
      }
      if (taken.size === 0) return null;
      // One after the other: each write needs the version that the one before made.
      const marked = marking.then(async () => mark(sink.name, taken));
      marking = marked.catch(() => undefined);
      return marked.then(
        () => null,
        (error: unknown) => ({ error }),
      );
    }),
  );
  for (const outcome of outcomes) if (outcome !== null) throw outcome.error;
  return { state, version, undelivered: [...undelivered, ...ofNoSink(state, sinks)] };
}

/** Ids of what the sink took by the time it ended, and what kept it from taking all. */
async function attempt(
  sink: Sink,
  events: Parameters<Sink["deliver"]>[0],
  summary: RunSummary,
  leftMs: number,
): Promise<{ readonly taken: ReadonlySet<string>; readonly problem: string | null }> {
  const taken = new Set<string>();
  const onTaken: OnTaken = (some) => some.forEach(({ id }) => taken.add(id));
  try {
    const late = `no answer within ${Math.max(0, Math.round(leftMs / SECOND_MS))} s`;
    const problem = await within(
      sink.deliver(events, summary, onTaken).then(() => null),
      leftMs,
      late,
    );
    if (problem === null) onTaken(events);
    return { taken: new Set(taken), problem };
  } catch (error) {
    const hint = error instanceof ToolError && error.hint !== undefined ? `. ${error.hint}` : "";
    return { taken, problem: `${errorMessage(error)}${hint}` };
  }
}

function without(outbox: AgentState["outbox"], sink: string, ids: ReadonlySet<string>): AgentState["outbox"] {
  return outbox.flatMap(({ event, sinks }) => {
    const left = ids.has(event.id) ? sinks.filter((one) => one !== sink) : sinks;
    return left.length === 0 ? [] : [{ event, sinks: left }];
  });
}

/** What waits for sinks that the configuration does not name any more. */
function ofNoSink({ outbox }: AgentState, sinks: readonly Sink[]): Undelivered[] {
  const named = new Set(sinks.map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const sink of outbox.flatMap((one) => one.sinks))
    if (!named.has(sink)) counts.set(sink, (counts.get(sink) ?? 0) + 1);
  return [...counts].map(([sink, events]) => ({ sink, events, error: null }));
}
