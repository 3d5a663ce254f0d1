import {
  XRayClient,
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  InvalidRequestException,
  paginateGetTraceSummaries,
} from "@aws-sdk/client-xray";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { Trace } from "../../src/simulate/account.ts";
import { literalAccount, NOW_MS } from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

const HOUR = 3_600_000;

/** Three traces at a time every fifteen seconds over the last hours; every 90th fails, every 70th is throttled. */
const TRACES: Trace[] = Array.from({ length: 1_100 }, (_, index) => {
  const startMs = NOW_MS - (1_100 - 3 * Math.floor(index / 3)) * 5_000 + 17;
  const id = `1-${Math.floor(startMs / 1_000).toString(16)}-${index.toString(16).padStart(24, "0")}`;
  const start = startMs / 1_000;
  const isFault = index % 90 === 89;
  const isThrottle = index % 70 === 69;
  const root = {
    id: index.toString(16).padStart(16, "a"),
    trace_id: id,
    name: "orders/prod",
    origin: "AWS::ApiGateway::Stage",
    resource_arn: "arn:aws:apigateway:eu-west-1::/restapis/abc123def4/stages/prod",
    start_time: start,
    end_time: start + (index + 1) / 1_000,
    http: {
      request: { url: "https://example/orders", method: "GET", client_ip: "203.0.113.9" },
      response: { status: isFault ? 503 : isThrottle ? 429 : 200 },
    },
    annotations: { "aws:api_id": "abc123def4" },
    ...(isFault ? { fault: true } : {}),
    ...(isThrottle ? { error: true, throttle: true } : {}),
  };
  const lambda = {
    id: index.toString(16).padStart(16, "b"),
    trace_id: id,
    parent_id: root.id,
    name: "fn-orders",
    origin: "AWS::Lambda::Function",
    start_time: start + 0.0001,
    end_time: start + 1.7,
  };
  return { id, startMs, segments: isThrottle ? [root] : [lambda, root] };
});

let loopback: Loopback;
let clients: { xray: XRayClient };
beforeAll(async () => {
  loopback = await startLoopback(literalAccount({ traces: TRACES }));
  clients = { xray: new XRayClient(clientConfig(loopback.url)) };
});
afterAll(() => loopback.close());

const window = { StartTime: new Date(NOW_MS - 2 * HOUR), EndTime: new Date(NOW_MS) };

async function idsOf(FilterExpression?: string): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  const input = { ...window, FilterExpression };
  for await (const page of paginateGetTraceSummaries({ client: clients.xray }, input)) {
    ids.push(...(page.TraceSummaries ?? []).map(({ Id }) => Id));
  }
  return ids;
}

describe("GetTraceSummaries", () => {
  it("gives every trace of the window once, over several pages", async () => {
    const before = loopback.requests.length;
    expect(await idsOf()).toEqual(TRACES.map(({ id }) => id));
    expect(loopback.requests.length - before).toBe(3);
  });

  it("sums a trace up from its root segment", async () => {
    const { TraceSummaries: summaries } = await clients.xray.send(new GetTraceSummariesCommand(window));
    const summary = summaries?.[7];
    expect(summary).toMatchObject({
      Duration: 1.7,
      ResponseTime: 0.008,
      HasFault: false,
      HasError: false,
      Http: { HttpMethod: "GET", HttpStatus: 200, ClientIp: "203.0.113.9" },
      EntryPoint: { Name: "orders/prod", Type: "AWS::ApiGateway::Stage" },
      ResourceARNs: [{ ARN: expect.stringContaining("/stages/prod") as string }],
    });
    expect(summary?.Annotations?.["aws:api_id"]?.[0]?.AnnotationValue).toEqual({ StringValue: "abc123def4" });
    expect(summary?.StartTime).toEqual(new Date(TRACES[7]!.startMs));
  });

  const isFault = (index: number): boolean => index % 90 === 89;
  const isThrottle = (index: number): boolean => index % 70 === 69;
  it.each<[string, (index: number) => boolean]>([
    ["fault", isFault],
    ["throttle AND error", isThrottle],
    ["ok", (index) => !isFault(index) && !isThrottle(index)],
    ['service(id(name: "orders/prod", type: "AWS::ApiGateway::Stage")) AND fault', isFault],
    ['!service("fn-orders")', isThrottle],
    [
      "responsetime > 1 AND http.status = 503 OR responsetime <= 0.005",
      (index) => (index + 1 > 1_000 && isFault(index)) || index < 5,
    ],
  ])("filters by %s", async (expression, literal) => {
    const expected = TRACES.filter((_, index) => literal(index)).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(1);
    expect(await idsOf(expression)).toEqual(expected);
  });

  it.each(["edge(a, b)", "annotation.x = 1", "service(", "responsetime", "fault fault"])(
    "refuses the expression %s rather than guess",
    async (expression) => {
      await expect(idsOf(expression)).rejects.toThrow(InvalidRequestException);
    },
  );

  it("refuses more than six hours, and a window without length", async () => {
    const wide = { ...window, StartTime: new Date(NOW_MS - 6 * HOUR - 1) };
    await expect(clients.xray.send(new GetTraceSummariesCommand(wide))).rejects.toThrow(
      "Time range cannot be longer than 6 hours",
    );
    const empty = { ...window, StartTime: window.EndTime };
    await expect(clients.xray.send(new GetTraceSummariesCommand(empty))).rejects.toThrow(
      InvalidRequestException,
    );
  });
});

describe("BatchGetTraces", () => {
  it("gives segment documents as text, and says which ids it has not", async () => {
    const [, , third, fourth] = TRACES;
    const missing = `1-${third!.id.slice(2, 10)}-ffffffffffffffffffffffff`;
    const TraceIds = [third!.id, missing, fourth!.id];
    const output = await clients.xray.send(new BatchGetTracesCommand({ TraceIds }));
    expect(output.UnprocessedTraceIds).toEqual([missing]);
    expect(output.Traces?.map(({ Id }) => Id)).toEqual([third!.id, fourth!.id]);
    const documents = output.Traces?.[0]?.Segments?.map(
      ({ Document }) => JSON.parse(Document ?? "") as unknown,
    );
    expect(documents).toEqual(third!.segments);
    expect(output.Traces?.[0]?.Segments?.map(({ Id }) => Id)).toEqual(third!.segments.map(({ id }) => id));
  });

  it("takes one to five ids", async () => {
    for (const TraceIds of [[], TRACES.slice(0, 6).map(({ id }) => id), ["no id"]]) {
      await expect(clients.xray.send(new BatchGetTracesCommand({ TraceIds }))).rejects.toThrow(
        InvalidRequestException,
      );
    }
  });
});
