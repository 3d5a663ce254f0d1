import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createSinks } from "../../src/agent/sinks/create-sinks.ts";
import { createClients, type AwsClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import type { SinkConfig } from "../../src/model/sink-config.ts";
import { aRun, anEvent } from "../support/agent-events.ts";
import { aSinkContext } from "../support/sink-context.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { ACCOUNT_ID, literalAccount, REGION } from "../unit/loopback/literal-account.ts";

// What a channel took is told at once, and what it refuses holds up nothing else: or the next run would say the same again, and
// one event that nobody takes would keep all later ones waiting.

const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT_ID}:page`;
/** Larger than a call may be. */
const HUGE = ["é".repeat(140_000)];

let running: Loopback | undefined;
let clients: AwsClients | undefined;
beforeEach(() => stubAwsEnvironment());
afterEach(async () => {
  vi.unstubAllEnvs();
  clients?.destroy();
  await running?.close();
});

interface Told {
  readonly taken: readonly string[];
  readonly code: unknown;
  readonly message: string;
}

async function tell(
  config: SinkConfig,
  events: readonly AgentEvent[],
  outside: Parameters<typeof aSinkContext>[0],
): Promise<Told> {
  const taken: string[] = [];
  const { sinks } = createSinks([config], aSinkContext(outside));
  const error: unknown = await sinks[0]!
    .deliver(events, aRun(), (some) => taken.push(...some.map(({ id }) => id)))
    .catch((thrown: unknown) => thrown);
  const { code, message } = error as { code: unknown; message: string };
  return { taken, code, message };
}

async function tellAws(
  config: SinkConfig,
  events: readonly AgentEvent[],
  faults: FaultPlan = [],
): Promise<Told & { readonly published: number }> {
  const topics = [{ arn: TOPIC, confirmed: 3, pending: 0 }];
  running = await startLoopback({ ...literalAccount(), topics }, { faults });
  const own = createClients({ region: REGION, endpointUrl: running.url }, new CostMeter());
  clients = own;
  const told = await tell(config, events, { clients: () => own });
  return { ...told, published: running.published.length };
}

const three = ["one", "two", "three"].map((id) => anEvent({ id }));

describe("SNS that fails after the first message", () => {
  it("has taken that one, and is asked for no more", async () => {
    const told = await tellAws({ type: "sns", topicArn: TOPIC }, three, [{ kind: "deny", after: 1 }]);
    expect(told).toMatchObject({ taken: ["one"], code: "E_ACCESS_DENIED", published: 1 });
    expect(running?.requests).toHaveLength(2);
  });
});

describe("EventBridge that refuses one event", () => {
  it("has taken all others, before it and behind it", async () => {
    const events = [three[0]!, anEvent({ id: "huge", changes: HUGE }), three[1]!, three[2]!];
    const told = await tellAws({ type: "eventbridge" }, events);
    expect(told).toMatchObject({ taken: ["one", "two", "three"], code: "E_BAD_INPUT", published: 3 });
  });

  it("for itself, within a call, is given again what may pass and nothing else", async () => {
    const codes = [
      ["", "MalformedDetail", "ThrottlingException"],
      ["ThrottlingException"],
      ["InternalFailure"],
    ];
    const asked: number[] = [];
    const send = async ({ input }: { input: { Entries: unknown[] } }) => {
      asked.push(input.Entries.length);
      const answers = codes[asked.length - 1] ?? [];
      return { Entries: answers.map((code) => (code === "" ? { EventId: "e" } : { ErrorCode: code })) };
    };
    const bus = { eventBridge: async () => ({ send }) } as unknown as AwsClients;
    const told = await tell({ type: "eventbridge" }, three, { clients: () => bus });
    expect(asked).toEqual([3, 1, 1]);
    expect(told).toMatchObject({ taken: ["one"], code: "E_UNREACHABLE" });
    expect(told.message).toContain("2 of 3 events were refused (MalformedDetail)");
  });
});

describe("Slack that refuses one message", () => {
  it.each([
    ["for what it is: the rest is taken", 400, 2],
    ["for what the address is: nothing more is tried", 404, 0],
  ])("%s", async (_what, status, takenAfter) => {
    const events = Array.from({ length: 23 }, (_, index) => anEvent({ id: `e${index}` }));
    let asked = 0;
    const fetch = async () => {
      asked += 1;
      return new Response("invalid_blocks", { status: asked === 2 ? status : 200 });
    };
    const env = { SLACK: "https://hooks.slack.com/services/T/B/X" };
    const told = await tell({ type: "slack", url: "env:SLACK" }, events, { env, fetch });
    const ids = events.map(({ id }) => id);
    // Messages hold eight events each, by the blocks that each event has.
    expect(told.taken).toEqual([...ids.slice(0, 8), ...(takenAfter > 0 ? ids.slice(16) : [])]);
    expect(asked).toBe(takenAfter > 0 ? 3 : 2);
    expect(told.message).toContain(`status ${status} (invalid_blocks)`);
  });
});
