import { expect, it } from "vitest";

import { matchByLog, withCanary } from "../../../../src/collectors/traces/match-by-log.ts";
import type { TraceSource } from "../../../../src/collectors/traces/trace-source.ts";
import type { Window } from "../../../../src/core/window.ts";
import type { Trace } from "../../../../src/model/trace.ts";
import { NOW_MS, TARGETS } from "../../loopback/literal-account.ts";

const MINUTE = 60_000;
const WINDOW = { startMs: NOW_MS - 60 * MINUTE, endMs: NOW_MS };
const TARGET = { ...TARGETS[0]!, configuration: { ...TARGETS[0]!.configuration! } };
/** Two in one minute, one that is long after them. */
const TRACES = [3, 3.2, 41].map((minute, index) => traceAt(WINDOW.startMs + minute * MINUTE, index));

function traceAt(startMs: number, index: number): Trace {
  const requestId = `0a1b2c3d-0000-4000-8000-00000000000${index}`;
  const span = { id: `s${index}`, documentId: `s${index}`, name: "fn", startMs, requestId };
  return { id: `t${index}`, pick: "sample", startMs, isCut: false, malformed: 0, spans: [span] };
}

/** A log that tells of one request, and of a time after which it is not read. */
function logOf(known: readonly string[], readToMs: number) {
  const asked: Window[] = [];
  const source: TraceSource = {
    search: () => Promise.reject(new Error("nothing is searched")),
    fetch: () => Promise.reject(new Error("nothing is fetched")),
    hasAllowance: () => true,
    requestIds: async (_target, span) => {
      asked.push(span);
      return { ids: new Set(known), isWhole: span.endMs <= readToMs };
    },
  };
  return { source, asked };
}
const ID = TRACES[0]!.spans[0]!.requestId!;
const unexpected = (error: unknown): void => {
  throw error;
};

it("what a log that was read to its end does not name is another caller's", async () => {
  const { source, asked } = logOf([ID], NOW_MS);
  const match = await matchByLog(TRACES, TARGET, WINDOW, source, unexpected);
  expect(asked).toHaveLength(2);
  expect(match?.traces.map(({ id }) => id)).toEqual(["t0"]);
  expect(match?.untold).toBe(0);
});

it("what a log that was cut does not name is counted, in its time alone", async () => {
  const { source } = logOf([ID], NOW_MS - 30 * MINUTE);
  expect(await matchByLog(TRACES, TARGET, WINDOW, source, unexpected)).toMatchObject({ untold: 1 });
  const cutEarly = logOf([ID], 0);
  expect(await matchByLog(TRACES, TARGET, WINDOW, cutEarly.source, unexpected)).toMatchObject({ untold: 2 });
});

it("nobody says of such a request that the base served it", async () => {
  const canary = { percentTraffic: 7, deploymentId: null };
  const target = { ...TARGET, configuration: { ...TARGET.configuration, canary } };
  const { source } = logOf([ID], NOW_MS - 30 * MINUTE);
  const { traces, untold } = await withCanary(TRACES, target, WINDOW, source);
  expect(traces.map(({ isCanary }) => isCanary)).toEqual([true, false, undefined]);
  expect(untold).toBe(1);
});
