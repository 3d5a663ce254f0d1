import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { runApply, runDiff, type Deployment } from "../../src/cli/commands/alarms/synth-deploy.ts";
import type { CliContext } from "../../src/cli/context.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { DeploymentOutcome, DeploymentPlan } from "../../src/model/alarm-deployment.ts";
import type { AlarmSpec } from "../../src/model/alarm-spec.ts";
import { compositeSpec, EMIT, errorsSpec, logSpec, mathSpec, PAGE_ARN } from "../support/deployable-specs.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { literalAccount, NOW_MS, TARGETS } from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

const GROUP = "/aws/apigateway/orders";
const SPECS: readonly AlarmSpec[] = [
  compositeSpec("any of orders", ["orders errors", "orders overhead"], "page"),
  errorsSpec(),
  mathSpec(),
  logSpec(GROUP),
];

let running: Loopback;
let client: CloudWatchClient;

async function serve(faults: FaultPlan = []): Promise<void> {
  running = await startLoopback(literalAccount({ events: { [GROUP]: [] } }), { faults, nowMs: NOW_MS });
  client = new CloudWatchClient(clientConfig(running.url));
}

beforeEach(() => {
  stubAwsEnvironment();
  // The usual mode slows down for seconds after one throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
});

interface Ran {
  readonly text: string;
  readonly code: number;
}

async function run(
  mode: typeof runApply | typeof runDiff,
  specs: readonly AlarmSpec[],
  change: Partial<Deployment> = {},
  options: { readonly overwrite?: true; readonly yes?: true } = { yes: true },
  surroundings: Partial<CliContext> = {},
): Promise<Ran> {
  const said: string[] = [];
  let code = 0;
  const out = { write: (text: string) => void said.push(text), isTTY: false, columns: undefined };
  const context: CliContext = {
    stdout: out,
    stderr: { ...out, write: () => undefined },
    env: {},
    cwd: "/",
    now: () => NOW_MS,
    timeZone: () => "UTC",
    interruption: () => new AbortController().signal,
    setExitCode: (given) => {
      code = given;
    },
    ...surroundings,
  };
  const deployment = {
    specs,
    targets: TARGETS,
    regions: [],
    emit: EMIT,
    seen: null,
    asJson: true,
    ...change,
  };
  await mode(deployment, { color: false, quiet: true, endpointUrl: running.url, ...options }, context);
  return { text: said.join(""), code };
}

interface Told {
  readonly plan: DeploymentPlan;
  readonly outcome: DeploymentOutcome | undefined;
}

function told({ text }: Ran): Told {
  const parsed = JSON.parse(text) as { regions: DeploymentPlan[]; outcomes?: DeploymentOutcome[] };
  expect(parsed.regions).toHaveLength(1);
  return { plan: parsed.regions[0]!, outcome: parsed.outcomes?.[0] };
}

const apply = async (specs: readonly AlarmSpec[], ...rest: [] | [Partial<Deployment>]) =>
  run(runApply, specs, ...rest);
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
const deployed = async () => {
  const page = await client.send(
    new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 }),
  );
  return new Map(
    [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])].map((one) => [one.AlarmName ?? "", one]),
  );
};
const tagsOf = async (ResourceARN: string | undefined) => {
  const { Tags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }): [string, string] => [Key, Value]));
};
const put = async (change: Partial<PutMetricAlarmCommandInput> & { readonly AlarmName: string }) => {
  const { Tags: _tags, ...definition } = errorsSpec().definition;
  await client.send(
    new PutMetricAlarmCommand({
      ...definition,
      AlarmActions: [],
      ...change,
    } as PutMetricAlarmCommandInput),
  );
};
/** Calls that change something, without what only reads. */
const changes = () => running.requests.filter(({ operation }) => /^(Put|Tag|Delete)/.test(operation ?? ""));

describe("alarms deployed through the real SDK", () => {
  it("puts filters, alarms and composites in order, and has nothing to do a second time", async () => {
    await serve();
    const first = await apply(SPECS);
    expect(told(first).outcome).toMatchObject({ failed: [], left: [], isInterrupted: false });
    expect(first.code).toBe(0);
    expect(changes().map(({ operation }) => operation)).toEqual([
      "PutMetricFilter",
      "PutMetricAlarm",
      "PutMetricAlarm",
      "PutMetricAlarm",
      "PutCompositeAlarm",
    ]);
    const alarms = await deployed();
    expect([...alarms.keys()].sort()).toEqual([
      "any of orders",
      "orders errors",
      "orders overhead",
      "orders throttled",
    ]);
    expect(alarms.get("orders errors")).toMatchObject({ Threshold: 0.0173, AlarmActions: [PAGE_ARN] });
    expect(await tagsOf(alarms.get("any of orders")?.AlarmArn)).toMatchObject({
      team: "orders",
      "gatewatch:set": "gatewatch-alarms",
    });
    const logs = new CloudWatchLogsClient(clientConfig(running.url));
    const { metricFilters } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: GROUP }));
    expect(metricFilters).toMatchObject([
      {
        filterName: "gatewatch-throttled-prod",
        filterPattern: '{ $.type = "THROTTLED" }',
        metricTransformations: [
          { metricNamespace: "Gatewatch/AccessLogs", metricName: "orders throttled", metricValue: "1" },
        ],
      },
    ]);
    const second = told(await apply(SPECS));
    expect(second.plan).toMatchObject({
      added: [],
      changed: [],
      stale: [],
      foreign: [],
      refused: [],
      filters: [],
      unchanged: 4,
    });
    expect(second.outcome).toBeUndefined();
    expect(changes()).toHaveLength(5);
  });

  it("refuses an alarm of the same name that somebody else made, lists one that watches the same, touches neither", async () => {
    await serve();
    await put({ AlarmName: "orders errors", Threshold: 0.5 });
    await put({ AlarmName: "theirs", Threshold: 0.25 });
    await put({ AlarmName: "elsewhere", MetricName: "4XXError" });
    const before = await deployed();
    const ran = await apply([errorsSpec(), mathSpec()]);
    expect(ran.code).toBe(1);
    const { plan, outcome } = told(ran);
    expect(plan.refused).toEqual([
      { name: "orders errors", why: "an alarm of this name is there and is not Gatewatch's" },
    ]);
    expect(plan.foreign).toEqual([
      { name: "orders errors", reason: "same-name", wanted: "orders errors" },
      { name: "theirs", reason: "same-metric", wanted: "orders errors" },
    ]);
    expect(outcome?.done).toEqual(["created orders overhead"]);
    const after = await deployed();
    expect(before.size).toBe(3);
    for (const [name, alarm] of before) expect(after.get(name)).toEqual(alarm);
  });

  it("deletes what is wanted no longer, composites first, and nothing where only a part was looked at", async () => {
    await serve();
    const all = [...SPECS, compositeSpec("above", ["any of orders"], "above")];
    await apply(all);
    const part = told(await apply([errorsSpec()], { seen: ["rest:returns/prod"] }));
    expect(part.plan).toMatchObject({ stale: [], outOfView: 4 });
    const same = told(await run(runDiff, [errorsSpec()], { seen: ["rest:orders/prod"] }));
    expect(same.plan).toMatchObject({ stale: [{}, {}, {}, {}], outOfView: 0 });
    const { outcome } = told(await apply([errorsSpec()]));
    expect(outcome?.done).toEqual([
      "deleted above",
      "deleted any of orders",
      "deleted orders overhead, orders throttled",
    ]);
    expect([...(await deployed()).keys()]).toEqual(["orders errors"]);
  });

  it("deletes the filter of a deleted alarm, and none that does anything else or still makes what is watched", async () => {
    await serve();
    const own = (name: string): AlarmSpec => {
      const spec = logSpec(GROUP);
      const metricName = `orders ${name}`;
      const logMetric = { ...spec.logMetric!, filterName: `gatewatch ${name} orders`, metricName };
      const definition = { ...spec.definition, AlarmName: metricName, MetricName: metricName };
      return {
        ...spec,
        key: `${spec.key}-${name}`,
        definition,
        logMetric,
      };
    };
    const gone = ["lonely", "watched", "changed"].map(own);
    await apply([errorsSpec(), ...gone]);
    // Somebody else watches one of the metrics, and has made another of the filters count bytes.
    await client.send(
      new PutMetricAlarmCommand({
        ...errorsSpec().definition,
        AlarmName: "theirs",
        Namespace: "Gatewatch/AccessLogs",
        MetricName: "orders watched",
        Dimensions: [],
        AlarmActions: [],
        Tags: [],
      } as PutMetricAlarmCommandInput),
    );
    const logs = new CloudWatchLogsClient(clientConfig(running.url));
    const metric = { metricNamespace: "Gatewatch/AccessLogs", metricName: "orders changed" };
    await logs.send(
      new PutMetricFilterCommand({
        logGroupName: GROUP,
        filterName: "gatewatch changed orders",
        filterPattern: "",
        metricTransformations: [{ ...metric, metricValue: "$.bytes" }],
      }),
    );
    const { plan, outcome } = told(await apply([errorsSpec()]));
    expect(plan.staleFilters).toEqual([
      { logGroupName: GROUP, filterName: "gatewatch lonely orders", metricName: "orders lonely" },
    ]);
    expect(outcome?.done).toEqual([
      "deleted orders changed, orders lonely, orders watched",
      `deleted metric filter gatewatch lonely orders of ${GROUP}`,
    ]);
    const { metricFilters = [] } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: GROUP }));
    expect(metricFilters.map(({ filterName }) => filterName)).toEqual([
      "gatewatch changed orders",
      "gatewatch watched orders",
    ]);
  });

  it("says why filters of deleted alarms stay where they cannot be looked for", async () => {
    await serve([{ kind: "deny", operation: "DescribeMetricFilters", after: 1, times: 9 }]);
    await apply([errorsSpec(), logSpec(GROUP)]);
    const { plan, outcome } = told(await apply([errorsSpec()]));
    expect(plan.staleFilters).toEqual([]);
    expect(plan.unseenFilters).toContain("logs:DescribeMetricFilters");
    expect(outcome?.done).toEqual(["deleted orders throttled"]);
  });

  it("looks at a Region that was named also where its last API is gone", async () => {
    await serve();
    await apply([errorsSpec(), mathSpec()]);
    const region = TARGETS[0]!.region;
    const none = { targets: [], regions: [region] };
    const partly = await run(runApply, [], { ...none, seen: [] }).catch((error: unknown) => String(error));
    expect(partly).toContain("nothing is deleted for that");
    expect((await deployed()).size).toBe(2);
    const { plan, outcome } = told(await run(runApply, [], none));
    expect(plan.stale.map(({ name }) => name)).toEqual(["orders errors", "orders overhead"]);
    expect(outcome?.failed).toEqual([]);
    expect((await deployed()).size).toBe(0);
  });

  it("keeps a stale alarm that somebody's composite looks at, and says whose", async () => {
    await serve();
    await apply([errorsSpec(), mathSpec()]);
    await client.send(
      new PutCompositeAlarmCommand({ AlarmName: "their own", AlarmRule: 'ALARM("orders overhead")' }),
    );
    const ran = await apply([errorsSpec()]);
    expect(ran.code).toBe(1);
    expect(told(ran).plan.stale).toMatchObject([
      { name: "orders overhead", isHeld: true, heldBy: ["their own"] },
    ]);
    expect((await deployed()).size).toBe(3);
  });

  it("creates an alarm under its new name before the old one goes, composites following", async () => {
    await serve();
    await apply([errorsSpec(), compositeSpec("any", ["orders errors"])]);
    const renamed = [errorsSpec("orders: errors"), compositeSpec("any", ["orders: errors"])];
    const { plan, outcome } = told(await apply(renamed));
    expect(plan.stale).toMatchObject([{ name: "orders errors", renamedTo: "orders: errors", isHeld: false }]);
    expect(outcome?.done).toEqual([
      "created orders: errors",
      "updated any",
      "tagged any",
      "deleted orders errors",
    ]);
    expect(told(await run(runDiff, renamed)).plan.unchanged).toBe(2);
  });

  it("changes what it put itself, and holds back what a person changed until that is to be overwritten", async () => {
    await serve();
    await apply([errorsSpec(), mathSpec()]);
    const changed = [errorsSpec("orders errors", 0.031), mathSpec()];
    const own = told(await apply(changed));
    expect(own.plan.changed).toMatchObject([
      {
        name: "orders errors",
        isHeld: false,
        fields: [{ field: "Threshold", now: 0.0173, wanted: 0.031, origin: "own" }],
      },
    ]);
    expect(own.outcome?.done).toEqual(["updated orders errors", "tagged orders errors"]);
    expect(told(await run(runDiff, changed)).plan.unchanged).toBe(2);

    await put({ AlarmName: "orders errors", Threshold: 0.031, AlarmActions: ["arn:aws:sns:eu-west-1:1:x"] });
    const held = await apply([errorsSpec("orders errors", 0.047), mathSpec()]);
    expect(held.code).toBe(1);
    expect(told(held).plan.changed).toMatchObject([
      {
        isHeld: true,
        fields: [
          { field: "AlarmActions", origin: "by-hand", wanted: [PAGE_ARN] },
          { field: "Threshold", origin: "own", now: 0.031, wanted: 0.047 },
        ],
      },
    ]);
    expect((await deployed()).get("orders errors")).toMatchObject({ Threshold: 0.031 });
    await run(runApply, [errorsSpec("orders errors", 0.047), mathSpec()], {}, { yes: true, overwrite: true });
    expect((await deployed()).get("orders errors")).toMatchObject({
      Threshold: 0.047,
      AlarmActions: [PAGE_ARN],
    });
  });

  it("keeps the actions that an alarm has where none are wanted", async () => {
    await serve();
    await apply([mathSpec()]);
    const theirs = ["arn:aws:sns:eu-west-1:1:theirs"];
    const { Tags: _tags, ...definition } = mathSpec().definition;
    await client.send(
      new PutMetricAlarmCommand({ ...definition, AlarmActions: theirs } as PutMetricAlarmCommandInput),
    );
    expect(told(await run(runDiff, [mathSpec()])).plan).toMatchObject({ changed: [], unchanged: 1 });
    const spec = mathSpec();
    const stricter = { ...spec, definition: { ...spec.definition, Threshold: 307 } };
    expect(told(await apply([stricter])).outcome?.failed).toEqual([]);
    expect((await deployed()).get("orders overhead")).toMatchObject({ Threshold: 307, AlarmActions: theirs });
  });

  it("leaves the filter of another metric alone, and puts no alarm on a log group that is not there", async () => {
    await serve();
    const logs = new CloudWatchLogsClient(clientConfig(running.url));
    await logs.send(
      new PutMetricFilterCommand({
        logGroupName: GROUP,
        filterName: "gatewatch-throttled-prod",
        filterPattern: "ERROR",
        metricTransformations: [{ metricNamespace: "Theirs", metricName: "errors", metricValue: "1" }],
      }),
    );
    const taken = await apply([logSpec(GROUP)]);
    expect(told(taken).plan.refused).toEqual([
      {
        name: "orders throttled",
        why: `the metric filter "gatewatch-throttled-prod" of "${GROUP}" makes another metric`,
      },
    ]);
    const missing = told(await apply([logSpec("/no/such/group")]));
    expect(missing.plan.refused[0]?.why).toContain("which is not there");
    expect((await deployed()).size).toBe(0);
  });

  it("says honestly what was denied in the middle, and goes on from there", async () => {
    await serve([{ kind: "deny", operation: "PutMetricAlarm", after: 2, times: 1 }]);
    const ran = await apply(SPECS);
    expect(ran.code).toBe(1);
    expect(told(ran).outcome).toMatchObject({
      done: [
        "metric filter gatewatch-throttled-prod of /aws/apigateway/orders",
        "created orders errors",
        "created orders overhead",
      ],
      failed: [{ what: "created orders throttled", code: "ACCESS_DENIED" }],
      left: ["created any of orders"],
    });
    const again = told(await apply(SPECS));
    expect(names(again.plan.added).sort()).toEqual(["any of orders", "orders throttled"]);
    expect(again.plan).toMatchObject({ unchanged: 2, filters: [] });
    expect(again.outcome).toMatchObject({ failed: [], left: [] });
    expect(told(await run(runDiff, SPECS)).plan.unchanged).toBe(4);
  });

  it("retries what is throttled", async () => {
    await serve([{ kind: "throttle", operation: "PutMetricAlarm", times: 2 }]);
    expect(told(await apply([errorsSpec()])).outcome).toMatchObject({
      failed: [],
      done: ["created orders errors"],
    });
    expect(running.requests.filter(({ operation }) => operation === "PutMetricAlarm")).toHaveLength(3);
  });

  it("stops between calls when it is interrupted", async () => {
    await serve();
    const controller = new AbortController();
    const said: string[] = [];
    const stderr = {
      write: (text: string) => {
        said.push(text);
        if (text.includes("changing alarms")) controller.abort();
      },
      isTTY: false,
      columns: undefined,
    };
    const ran = await run(
      async (deployment, options, context) =>
        runApply(deployment, { ...options, quiet: undefined } as never, context),
      SPECS,
      {},
      { yes: true },
      { stderr, interruption: () => controller.signal },
    );
    expect(said.join("")).toContain("changing alarms of eu-west-1");
    const { outcome } = told(ran);
    expect(outcome?.isInterrupted).toBe(true);
    expect(outcome?.done.length).toBeGreaterThan(0);
    expect(outcome?.left.length).toBeGreaterThan(0);
    expect((outcome?.done.length ?? 0) + (outcome?.left.length ?? 0)).toBe(5);
    expect(told(await apply(SPECS)).outcome).toMatchObject({ failed: [], left: [] });
  });

  it("changes nothing where nobody agrees, where whose alarms are is not known, and without specs", async () => {
    await serve();
    await put({ AlarmName: "theirs" });
    const before = changes().length;
    await expect(run(runApply, SPECS, {}, {})).rejects.toMatchObject({ code: "E_USAGE" });
    const ask = async () => "y";
    await expect(run(runApply, SPECS, { asJson: false }, {}, { ask })).rejects.toMatchObject({
      code: "E_USAGE",
    });
    await expect(apply([])).rejects.toMatchObject({ code: "E_NOTHING_READABLE" });
    const others = TARGETS.map((target) => ({ ...target, accountId: "111111111111" }));
    await expect(apply(SPECS, { targets: others })).rejects.toMatchObject({ code: "E_USAGE" });
    await running.close();
    await serve([{ kind: "deny", operation: "ListTagsForResource" }]);
    await put({ AlarmName: "theirs" });
    await expect(apply(SPECS)).rejects.toMatchObject({
      code: "E_NOTHING_READABLE",
      hint: expect.stringContaining("cloudwatch:ListTagsForResource") as string,
    });
    await running.close();
    await serve([{ kind: "deny", operation: "DescribeAlarms" }]);
    await expect(apply(SPECS)).rejects.toMatchObject({ code: "E_NOTHING_READABLE" });
    expect(changes()).toHaveLength(0);
    expect(before).toBe(1);
  });

  it("asks whoever sits at the terminal, and shows the plan before", async () => {
    await serve();
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return "yes";
    };
    const { text } = await run(
      runApply,
      SPECS,
      { asJson: false, emit: { ...EMIT, topics: {} } },
      {},
      { ask },
    );
    expect(asked).toHaveLength(1);
    expect(text).toContain("eu-west-1: 4 to add; 0 as they should be.");
    expect(text).toContain("Nobody is told of alarms for page");
    expect(text).toContain("eu-west-1: 5 of 5 calls done.");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const { AlarmHistoryItems = [] } = await client.send(
      new DescribeAlarmHistoryCommand({
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        ScanBy: "TimestampAscending",
      }),
    );
    expect(AlarmHistoryItems).toHaveLength(4);
  });
});
