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

const put = async (view: ReportView) =>
  s3Archive({ bucket: "kept" }, aSinkContext({ clients: () => clients })).put(view, RUN_MS);
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
  expect(half.lost).toEqual(["cannot deliver to s3:kept/reports/: ACCESS_DENIED from s3:PutObject"]);
  refused.add(".json");
  expect(await put(VIEW)).toEqual({ url: null, lost: half.lost });
});
