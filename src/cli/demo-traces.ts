import { requestIdsGroup, requestIdsIn } from "../collectors/traces/log-request-ids.ts";
import type { FoundTraces, TraceSearch, TraceSource } from "../collectors/traces/trace-source.ts";
import type { Window } from "../core/window.ts";
import type { Account, Trace as RawTrace } from "../simulate/account.ts";

/**
 * The traces of a simulated account behind the port through which X-Ray is read. A search draws them, so what was drawn is
 * kept until it is asked for.
 */
export function demoTraces(account: Account): TraceSource {
  const drawn = new Map<string, RawTrace>();
  // The slow and the faulty ones are looked for in the same times.
  const known = new Map<string, readonly RawTrace[]>();
  const tracesOf = (target: string, window: Window): readonly RawTrace[] => {
    const key = `${target} ${window.startMs} ${window.endMs}`;
    const made = known.get(key) ?? [...account.traces(window, target)];
    known.set(key, made);
    return made;
  };
  return {
    hasAllowance: () => true,
    search: async (search) => {
      const found: RawTrace[] = [];
      let isWhole = true;
      for (const trace of tracesOf(search.target.id, search.window)) {
        if (!matches(trace, search)) continue;
        if (found.length >= search.enough) {
          isWhole = false;
          break;
        }
        found.push(trace);
      }
      for (const trace of found) drawn.set(trace.id, trace);
      return toFound(found, isWhole);
    },
    fetch: async (ids) => ({
      traces: ids.flatMap((id) => {
        const trace = drawn.get(id);
        return trace === undefined ? [] : [{ id, isCut: false, documents: trace.segments }];
      }),
    }),
    requestIds: async (target, window, which) => {
      const group = requestIdsGroup(target, which);
      if (group === null) return null;
      const ids = new Set<string>();
      for (const { message } of account.logEvents(group, window))
        for (const id of requestIdsIn(message)) ids.add(id);
      return { ids, isWhole: true };
    },
  };
}

function toFound(traces: readonly RawTrace[], isWhole: boolean): FoundTraces {
  const summaries = traces.map((trace) => ({
    id: trace.id,
    startMs: trace.startMs,
    durationMs: durationMs(trace),
  }));
  return { summaries, isWhole };
}

/** Of APIs that X-Ray does not trace the account gives the functions' traces. */
function matches(trace: RawTrace, { target, which }: TraceSearch): boolean {
  const [root] = trace.segments;
  if (target.kind === "rest" && root?.["name"] !== `${target.apiName}/${target.stage}`) return false;
  if (which === "all") return true;
  return which === "faulty" ? root?.["fault"] === true : durationMs(trace) > which.longerThanMs;
}

function durationMs({ segments: [root] }: RawTrace): number {
  const [start, end] = [root?.["start_time"], root?.["end_time"]];
  return typeof start === "number" && typeof end === "number" ? (end - start) * 1_000 : 0;
}
