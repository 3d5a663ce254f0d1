import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createSinks } from "../../src/agent/sinks/create-sinks.ts";
import { createClients, type AwsClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import type { Published } from "../../src/loopback/published.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import type { SinkConfig } from "../../src/model/sink-config.ts";
import { aRun, anEvent } from "../support/agent-events.ts";
import { aFinding } from "../support/report-fixtures.ts";
import { aSinkContext } from "../support/sink-context.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { ACCOUNT_ID, literalAccount, REGION } from "../unit/loopback/literal-account.ts";

const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT_ID}:page`;

let running: Loopback | undefined;
let clients: AwsClients | undefined;
beforeEach(() => stubAwsEnvironment());
afterEach(async () => {
  vi.unstubAllEnvs();
  clients?.destroy();
  await running?.close();
});

async function deliver(
  config: SinkConfig,
  events: readonly AgentEvent[],
  faults: FaultPlan = [],
): Promise<readonly Published[]> {
  running = await startLoopback(
    { ...literalAccount(), topics: [{ arn: TOPIC, confirmed: 3, pending: 0 }] },
    { faults },
  );
  clients = createClients({ region: REGION, endpointUrl: running.url }, new CostMeter());
  const own = clients;
  const { sinks } = createSinks([config], aSinkContext({ clients: () => own }));
  await sinks[0]!.deliver(events, aRun(), () => undefined);
  return running.published;
}

describe("SNS", () => {
  it("takes a message for people and attributes to filter by", async () => {
    const resolved = anEvent(
      { id: "errors-3f9a0c12be774d01-resolved-4", kind: "resolved", reportUrl: "https://example.com/report" },
      { state: "resolved", resolvedAt: "2026-03-05T16:57:00.000Z", flaps: 2 },
    );
    const published = await deliver({ type: "sns", topicArn: TOPIC }, [anEvent(), resolved]);
    expect(published).toHaveLength(2);
    const [first, last] = published.map(({ message }) => message);
    const { finding } = anEvent().incident;
    expect(first?.["Subject"]).toBe(`New critical: ${finding.title} (${finding.target})`.slice(0, 99));
    expect(first?.["attributes"]).toEqual({
      eventId: "errors-3f9a0c12be774d01-opened-1",
      incidentId: "errors-3f9a0c12be774d01",
      kind: "opened",
      severity: "critical",
      target: finding.target,
      analyzer: finding.analyzer,
    });
    const body = String(first?.["Message"]);
    expect(body).toContain("Since    2026-03-05 16:41 UTC, 19m so far");
    expect(body.replace(/\s+/g, " ")).toContain("(account 111122223333, eu-west-1)");
    for (const action of finding.actions) expect(body.replace(/\s+/g, " ")).toContain(action);
    const end = String(last?.["Message"]);
    expect(end).toContain("over after 16m; came back 2 times");
    expect(end).toContain("Report   https://example.com/report");
    for (const line of [...body.split("\n"), ...end.split("\n")]) expect(line.length).toBeLessThanOrEqual(76);
  });

  it("takes subjects of titles in every script, however long", async () => {
    const titles = ["größer\n\u202eals 日本語 😀", "x".repeat(300), "", "é"];
    const events = titles.map((title, index) =>
      anEvent({ id: `e${index}` }, { finding: aFinding({ title }) }),
    );
    const published = await deliver({ type: "sns", topicArn: TOPIC }, events);
    expect(published).toHaveLength(4);
    expect(published[0]?.message["Subject"]).toMatch(
      /^New critical: groer\?als \? \(|^New critical: gro\?er\?als/,
    );
    expect(String(published[1]?.message["Subject"])).toHaveLength(99);
  });

  it("says what is denied, and where", async () => {
    await expect(
      deliver({ type: "sns", topicArn: TOPIC }, [anEvent()], [{ kind: "deny", times: 9 }]),
    ).rejects.toMatchObject({
      code: "E_ACCESS_DENIED",
      message: `cannot deliver to ${TOPIC}: ACCESS_DENIED from sns:Publish`,
      hint: expect.stringContaining("sns:Publish") as string,
    });
  });
});

describe("EventBridge", () => {
  it("takes ten entries a call, and calls no larger than it takes", async () => {
    const small = Array.from({ length: 23 }, (_, index) => anEvent({ id: `small-${index}` }));
    const large = Array.from({ length: 4 }, (_, index) =>
      anEvent({ id: `large-${index}`, changes: ["é".repeat(55_000)] }),
    );
    const published = await deliver({ type: "eventbridge", eventBus: "ours" }, [...small, ...large]);
    expect(published.map(({ message }) => (JSON.parse(String(message["Detail"])) as AgentEvent).id)).toEqual(
      [...small, ...large].map(({ id }) => id),
    );
    expect(new Set(published.map(({ destination }) => destination))).toEqual(new Set(["ours"]));
    expect(published[0]?.message).toMatchObject({
      Source: "gatewatch",
      DetailType: "Gatewatch Incident Opened",
    });
    // 23 small ones are three calls, the third of which has room for a large one; of the others two go together.
    expect(running?.requests.filter(({ operation }) => operation === "PutEvents").length).toBe(4);
  });

  it("sends what was throttled again, and nothing twice", async () => {
    const published = await deliver({ type: "eventbridge" }, [anEvent()], [{ kind: "throttle", times: 1 }]);
    expect(published).toHaveLength(1);
    expect(running?.requests.length).toBe(2);
  });
});
