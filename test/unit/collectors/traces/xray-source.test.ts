import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { XRayClient } from "@aws-sdk/client-xray";
import { describe, expect, it } from "vitest";

import { CostMeter } from "../../../../src/aws/cost-meter.ts";
import { ScanAllowance } from "../../../../src/aws/scan-allowance.ts";
import { readTraces } from "../../../../src/collectors/traces/read-traces.ts";
import { TraceAllowance } from "../../../../src/collectors/traces/trace-allowance.ts";
import { xraySource } from "../../../../src/collectors/traces/xray-source.ts";
import { HOUR_MS } from "../../../../src/core/window.ts";
import { NOW_MS, TARGETS } from "../../loopback/literal-account.ts";

type Input = Record<string, unknown>;
type Answer = (input: Input) => object;

const TARGET = { ...TARGETS[0]!, configuration: { ...TARGETS[0]!.configuration!, canary: null } };
const idOf = (index: number): string =>
  `1-${Math.floor(NOW_MS / 1_000 - 3_000).toString(16)}-${index.toString(16).padStart(24, "0")}`;

function segment(index: number, part: number): { Document: string } {
  const document = {
    id: `${index}${part}`.padStart(16, "a"),
    name: part === 0 ? "orders/prod" : "fn",
    origin: part === 0 ? "AWS::ApiGateway::Stage" : "AWS::Lambda",
    start_time: NOW_MS / 1_000 - 3_000 + part,
    end_time: NOW_MS / 1_000 - 2_990 - part,
  };
  return { Document: JSON.stringify(document) };
}

/** X-Ray as it answers, without a network. */
async function read(
  answers: Readonly<Record<string, Answer>>,
  lengthMs = HOUR_MS,
  logs: () => Promise<CloudWatchLogsClient> = () => Promise.reject(new Error("no log is asked")),
  mostTraces = 42,
) {
  const asked: { readonly name: string; readonly input: Input }[] = [];
  const send = async (command: {
    readonly constructor: { readonly name: string };
    readonly input: Input;
  }) => {
    const name = command.constructor.name.replace(/Command$/, "");
    asked.push({ name, input: command.input });
    return answers[name]?.(command.input) ?? {};
  };
  const budget = <T>(_name: string, call: () => Promise<T>): Promise<T> => call();
  const meter = new CostMeter();
  const source = xraySource({
    xray: async () => ({ send }) as unknown as XRayClient,
    budget,
    meter,
    allowance: new TraceAllowance(null),
    logs: {
      logs,
      budget,
      pause: async () => undefined,
      meter,
      allowance: new ScanAllowance(null),
      region: "eu-west-1",
      signal: new AbortController().signal,
    },
  });
  const window = { startMs: NOW_MS - lengthMs, endMs: NOW_MS };
  const reading = await readTraces(
    [{ target: TARGET, window }],
    { mostTraces, withExtremes: false, maxCostUsd: null },
    source,
    "eu-west-1",
    () => undefined,
  );
  return { ...reading, asked, of: (name: string) => asked.filter((one) => one.name === name) };
}

const listed = (count: number): Answer => {
  let isFirst = true;
  return () => {
    const summaries = Array.from({ length: isFirst ? count : 0 }, (_, index) => ({
      Id: idOf(index),
      ResponseTime: 1,
    }));
    isFirst = false;
    return { TraceSummaries: summaries, TracesProcessedCount: summaries.length };
  };
};
const traceOf = (id: string, index: number, more: object = {}) => ({
  Id: id,
  Segments: [segment(index, 0)],
  ...more,
});

describe("X-Ray's answers", () => {
  it("ids that were not processed are asked for once more", async () => {
    let call = 0;
    const { slices, of, blindSpots } = await read({
      GetTraceSummaries: listed(5),
      BatchGetTraces: ({ TraceIds }) => {
        call += 1;
        const ids = TraceIds as string[];
        const there = call === 1 ? ids.slice(0, 3) : ids;
        return {
          Traces: there.map((id, index) => traceOf(id, index)),
          UnprocessedTraceIds: ids.slice(there.length),
        };
      },
    });
    expect(of("BatchGetTraces").map(({ input }) => (input["TraceIds"] as string[]).length)).toEqual([5, 2]);
    expect(slices[0]?.traces).toHaveLength(5);
    expect(blindSpots).toEqual([]);
  });

  it("a large trace comes over pages, and one larger than is kept is said to be cut", async () => {
    const { slices } = await read({
      GetTraceSummaries: listed(1),
      BatchGetTraces: ({ NextToken }) =>
        NextToken === undefined
          ? { Traces: [traceOf(idOf(0), 0)], NextToken: "more" }
          : {
              Traces: [
                { Id: idOf(0), LimitExceeded: true, Segments: [segment(0, 1), { Document: "{ cut" }] },
              ],
            },
    });
    const [trace, ...others] = slices[0]?.traces ?? [];
    expect(others).toEqual([]);
    expect(trace).toMatchObject({ isCut: true, malformed: 1 });
    expect(trace?.spans.map(({ name }) => name)).toEqual(["orders/prod", "fn"]);
  });

  it("what one failed call would have given is missing, the rest is there", async () => {
    const throttled = Object.assign(new Error("Rate exceeded"), { name: "ThrottledException" });
    const { slices, blindSpots } = await read({
      GetTraceSummaries: listed(7),
      BatchGetTraces: ({ TraceIds }) => {
        const ids = TraceIds as string[];
        if (ids.length < 5) throw throttled;
        return { Traces: ids.map((id, index) => traceOf(id, index)) };
      },
    });
    expect(slices[0]?.traces).toHaveLength(5);
    expect(slices[0]?.isComplete).toBe(false);
    expect(blindSpots).toMatchObject([
      {
        code: "PARTIAL_DATA",
        hint: expect.stringMatching(
          /^2 of the traces.* nothing was made of them\. xray:BatchGetTraces/,
        ) as string,
      },
    ]);
  });

  it("where Transaction Search does not give the rest, what X-Ray gave is there", async () => {
    const { slices, blindSpots, of } = await read({
      GetTraceSegmentDestination: () => ({ Destination: "CloudWatchLogs" }),
      GetTraceSummaries: listed(42),
      BatchGetTraces: ({ TraceIds }) => ({
        Traces: (TraceIds as string[]).slice(0, 4).map((id, index) => traceOf(id, index)),
      }),
      StartTraceRetrieval: () => {
        throw Object.assign(new Error("no"), { name: "AccessDeniedException" });
      },
    });
    const got = slices[0]?.traces.length ?? 0;
    expect(of("StartTraceRetrieval")).toHaveLength(1);
    expect(got).toBeGreaterThan(0);
    expect(slices[0]?.isComplete).toBe(false);
    const partial = blindSpots.filter(({ code }) => code === "PARTIAL_DATA");
    expect(partial.map(({ hint }) => hint)).toEqual([expect.stringContaining("xray:StartTraceRetrieval")]);
  });

  it("what was retrieved before a call failed is there, and what failed is named", async () => {
    const { slices, blindSpots, of } = await read(
      {
        GetTraceSegmentDestination: () => ({ Destination: "CloudWatchLogs" }),
        GetTraceSummaries: listed(137),
        BatchGetTraces: () => ({ Traces: [] }),
        StartTraceRetrieval: ({ TraceIds }) => ({ RetrievalToken: (TraceIds as string[]).join() }),
        ListRetrievedTraces: ({ RetrievalToken }) => {
          const ids = (RetrievalToken as string).split(",");
          if (ids.length < 100) throw new Error("gone");
          const traces = ids.map((id, index) => ({ Id: id, Spans: [segment(index, 0)] }));
          return { RetrievalStatus: "COMPLETE", Traces: traces };
        },
      },
      HOUR_MS,
      undefined,
      800,
    );
    expect(of("StartTraceRetrieval")).toHaveLength(2);
    expect(slices[0]?.traces).toHaveLength(100);
    expect(slices[0]?.isComplete).toBe(false);
    expect(blindSpots.map(({ hint }) => hint)).toContainEqual(
      expect.stringMatching(/^34 of the traces.*xray:ListRetrievedTraces/),
    );
  });

  const retrieving = (ListRetrievedTraces: Answer, there = 0) =>
    read({
      GetTraceSegmentDestination: () => ({ Destination: "CloudWatchLogs" }),
      GetTraceSummaries: listed(42),
      BatchGetTraces: ({ TraceIds }) => ({
        Traces: (TraceIds as string[]).slice(0, there).map((id, index) => traceOf(id, index)),
      }),
      StartTraceRetrieval: ({ TraceIds }) => ({ RetrievalToken: (TraceIds as string[]).join() }),
      ListRetrievedTraces,
    });

  it.each(["FAILED", "CANCELLED", "TIMEOUT"])(
    "a retrieval that ended as %s is told by that",
    async (status) => {
      const { slices, blindSpots } = await retrieving(() => ({ RetrievalStatus: status }));
      expect(slices[0]?.isComplete).toBe(false);
      const hints = blindSpots.map(({ hint }) => hint);
      expect(hints).toContainEqual(expect.stringMatching(`retrieval of [0-9]+ traces ended as ${status}`));
      // The same of some, where X-Ray had the others.
      const some = await retrieving(() => ({ RetrievalStatus: status }), 3);
      expect(some.slices[0]?.traces.length).toBeGreaterThan(2);
      expect(some.blindSpots.map(({ hint }) => hint)).toContainEqual(
        expect.stringMatching(`^[0-9]+ of the traces.* the retrieval of [0-9]+ traces ended as ${status}`),
      );
    },
  );

  it("a retrieval that does not end is given up, and what it gave until then is kept", async () => {
    const { slices, blindSpots, of } = await retrieving(({ RetrievalToken }) => {
      const [id = ""] = (RetrievalToken as string).split(",");
      return { RetrievalStatus: "RUNNING", Traces: [{ Id: id, Spans: [segment(0, 0)] }] };
    });
    expect(of("ListRetrievedTraces")).toHaveLength(30);
    expect(slices[0]?.traces).toHaveLength(1);
    expect(blindSpots.map(({ hint }) => hint)).toContainEqual(
      expect.stringContaining("did not end within two minutes (it is RUNNING)"),
    );
  });

  it("pages that came before one failed are kept", async () => {
    const { slices, blindSpots } = await retrieving(({ RetrievalToken, NextToken }) => {
      if (NextToken !== undefined) throw new Error("gone");
      const ids = (RetrievalToken as string).split(",").slice(0, 5);
      const Traces = ids.map((id, index) => ({ Id: id, Spans: [segment(index, 0)] }));
      return { RetrievalStatus: "COMPLETE", Traces, NextToken: "more" };
    });
    expect(slices[0]?.traces).toHaveLength(5);
    expect(blindSpots.map(({ hint }) => hint)).toContainEqual(
      expect.stringContaining("xray:ListRetrievedTraces"),
    );
  });

  it.each([
    [
      "InternalFailure",
      false,
      [expect.stringMatching("cannot read whether Transaction Search is on: SERVER_ERROR")],
    ],
    ["AccessDeniedException", true, []],
  ])("Transaction Search that cannot be asked for because of %s", async (name, isComplete, hints) => {
    const { slices, blindSpots, of } = await read({
      GetTraceSegmentDestination: () => {
        throw Object.assign(new Error("no"), { name });
      },
      GetTraceSummaries: listed(4),
      BatchGetTraces: ({ TraceIds }) => ({
        Traces: (TraceIds as string[]).map((id, index) => traceOf(id, index)),
      }),
    });
    expect(slices).toMatchObject([{ isComplete, traces: [{}, {}, {}, {}] }]);
    expect(blindSpots.map(({ hint }) => hint)).toEqual(hints);
    expect(of("GetTraceSegmentDestination")).toHaveLength(1);
  });

  it("traces that are missing while nobody can tell where else they are, are told with the reason", async () => {
    const { blindSpots } = await read({
      GetTraceSegmentDestination: () => {
        throw Object.assign(new Error("no"), { name: "ThrottledException" });
      },
      GetTraceSummaries: listed(42),
      BatchGetTraces: ({ TraceIds }) => ({
        Traces: (TraceIds as string[]).slice(0, 3).map((id, index) => traceOf(id, index)),
      }),
    });
    const partial = blindSpots.filter(({ code }) => code === "PARTIAL_DATA");
    expect(partial.map(({ hint }) => hint)).toEqual([
      expect.stringMatching(/could not be retrieved.*whether Transaction Search is on: THROTTLED/),
    ]);
  });

  it("a log of spans that may not be described is told by the permission that is missing", async () => {
    const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const { blindSpots } = await read(
      {
        GetTraceSegmentDestination: () => ({ Destination: "CloudWatchLogs" }),
        GetTraceSummaries: () => ({ TraceSummaries: [] }),
      },
      HOUR_MS,
      () => Promise.reject(denied),
    );
    expect(blindSpots).toMatchObject([
      { code: "ACCESS_DENIED", hint: expect.stringContaining("logs:DescribeLogGroups") as string },
    ]);
  });

  it("no search is wider than six hours, and all of a long window is asked for", async () => {
    const { of } = await read({ GetTraceSummaries: () => ({ TraceSummaries: [] }) }, 50 * HOUR_MS);
    const spans = of("GetTraceSummaries").map(({ input }) => [
      (input["StartTime"] as Date).getTime(),
      (input["EndTime"] as Date).getTime(),
    ]);
    expect(spans.length).toBeGreaterThan(9);
    for (const [startMs = 0, endMs = 0] of spans) expect(endMs - startMs).toBeLessThanOrEqual(6 * HOUR_MS);
    const distinct = [...new Map(spans.map((span) => [span[0], span])).values()];
    expect(distinct.reduce((sum, [startMs = 0, endMs = 0]) => sum + endMs - startMs, 0)).toBe(50 * HOUR_MS);
  });
});
