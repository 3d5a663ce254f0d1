import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { s3Archive } from "../../../../src/agent/sinks/s3-archive.ts";
import { createClients, type AwsClients } from "../../../../src/aws/clients.ts";
import { CostMeter } from "../../../../src/aws/cost-meter.ts";
import { startLoopback, type Loopback } from "../../../../src/loopback/start-loopback.ts";
import { toView, type ReportView } from "../../../../src/report/view/to-view.ts";
import { collectorAccount } from "../../../support/collector-account.ts";
import { aSnapshot } from "../../../support/report-fixtures.ts";
import { aSinkContext } from "../../../support/sink-context.ts";
import { stubAwsEnvironment } from "../../../support/stub-aws-environment.ts";

const RUN_MS = Date.UTC(2026, 10, 20, 15, 5);
const KEY = "reports/2026/11/20/1505-00";
const VIEW = toView(aSnapshot(), [], "1.2.3");
/** Charts are drawn from its details, and programs read none. */
const UNDRAWABLE: ReportView = {
  ...VIEW,
  details: () => {
    throw new Error("no such chart");
  },
};

let loopback: Loopback;
let clients: AwsClients;
const refused = new Set<string>();

beforeEach(async () => {
  stubAwsEnvironment();
  refused.clear();
  loopback = await startLoopback(collectorAccount(), {
    buckets: new Map([["kept", new Map()]]),
    faults: ({ path }) => ([...refused].some((one) => path.endsWith(one)) ? "deny" : null),
  });
  clients = createClients({ region: "eu-central-1", endpointUrl: loopback.url }, new CostMeter());
});

afterEach(async () => {
  clients.destroy();
  await loopback.close();
  vi.unstubAllEnvs();
});

const put = async (view: ReportView, onThere: (url: string) => void = () => undefined) =>
  s3Archive({ bucket: "kept" }, aSinkContext({ clients: () => clients })).put(view, RUN_MS, onThere);
const keys = (): string[] => [...(loopback.buckets.get("kept")?.keys() ?? [])].toSorted();

it("keeps a report for people and for programs, and leads to the one for people", async () => {
  const { url, lost } = await put(VIEW);
  expect(keys()).toEqual([`${KEY}.html`, `${KEY}.json`]);
  expect(url).toContain(encodeURIComponent(`${KEY}.html`));
  expect(lost).toEqual([]);
});

it("keeps what programs read where the page cannot be made, and says what it failed at", async () => {
  const { url, lost } = await put(UNDRAWABLE);
  expect(keys()).toEqual([`${KEY}.json`]);
  expect(url).toContain(encodeURIComponent(`${KEY}.json`));
  expect(lost).toEqual(["a defect in making its html: no such chart"]);
});

it("keeps one where the other is refused, and says once that all is", async () => {
  refused.add(".html");
  const half = await put(VIEW);
  expect(keys()).toEqual([`${KEY}.json`]);
  expect(half.url).toContain(encodeURIComponent(`${KEY}.json`));
  expect(half.lost).toEqual([
    expect.stringMatching(
      /^cannot deliver to s3:kept\/reports\/: ACCESS_DENIED from s3:PutObject\. .*s3:PutObject.*\.$/,
    ),
  ]);
  refused.add(".json");
  expect(await put(VIEW)).toEqual({ url: null, lost: half.lost });
});

it("leads to the page before the other form is there, and to that one where the page is not", async () => {
  const hanging = (end: string): AwsClients => {
    const send = async ({ input }: { readonly input: { readonly Key: string } }) =>
      input.Key.endsWith(end) ? new Promise(() => undefined) : {};
    const s3 = async () => ({ send, config: { region: async () => "eu-central-1" } });
    return { ...clients, s3 } as unknown as AwsClients;
  };
  for (const [hangs, isThere] of [
    [".json", ".html"],
    [".html", ".json"],
  ] as const) {
    const archive = s3Archive({ bucket: "kept" }, aSinkContext({ clients: () => hanging(hangs) }));
    const url = await new Promise((resolve) => void archive.put(VIEW, RUN_MS, resolve));
    expect(url).toContain(encodeURIComponent(`${KEY}${isThere}`));
  }
});
