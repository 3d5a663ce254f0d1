import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { Estate, EstateApi } from "../../model/estate.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { toEstateAlarms } from "../../templates/declared/estate-alarms.ts";
import type { MetricQuery, MetricReading, OnProgress, TargetFilter } from "../account-reader.ts";
import { distinctBlindSpots, failedCall, listProblems } from "../blind-spots.ts";
import { callContext } from "../inventory/inventory-context.ts";
import { toThrottle } from "../inventory/to-throttle.ts";
import { listMetrics } from "../list-metrics.ts";
import { awsAuditPlane } from "./audit-plane.ts";
import { collectDomains } from "./collect-domains.ts";
import { collectHttpEstate } from "./collect-http-estate.ts";
import { collectRestEstate } from "./collect-rest-estate.ts";
import type { EstateContext } from "./estate-context.ts";
import { readCertificates } from "./read-certificates.ts";
import { readFunctions } from "./read-functions.ts";
import { readLogGroups } from "./read-log-groups.ts";
import { readTraffic } from "./read-traffic.ts";
import { toUsagePlan } from "./to-usage-plan.ts";

/** How one Region of one account is reached. */
export interface EstateAccess {
  readonly clients: AwsClients;
  readonly budget: RateBudget;
  readonly region: string;
  readonly readAlarms: () => Promise<AlarmList>;
  /** Asks for datapoints; each query is billed. */
  readonly ask: (queries: readonly MetricQuery[]) => Promise<MetricReading>;
}

interface AlarmList {
  readonly alarms: readonly DeclaredAlarm[];
  /** True where the list broke off, or could not be read at all. */
  readonly isPartial: boolean;
  readonly blindSpots: readonly BlindSpot[];
}

export interface EstateReading {
  readonly estate: Estate;
  readonly blindSpots: readonly BlindSpot[];
  /** True where neither kind of API could be listed. */
  readonly isBlind: boolean;
}

/**
 * All that checks look at in one Region. What could not be read is left out of the estate and named in a blind spot.
 * Does not throw.
 */
export async function collectEstate(
  { clients, budget, region, readAlarms, ask }: EstateAccess,
  filter: TargetFilter,
  accountId: string | null,
  nowMs: number,
  onProgress: OnProgress,
): Promise<EstateReading> {
  const plane = awsAuditPlane(clients, budget);
  const blindSpots: BlindSpot[] = [];
  let done = 0;
  let total = 0;
  const context: EstateContext = {
    plane,
    region,
    filter,
    see: (pages, path, lost) => {
      blindSpots.push(...listProblems(pages, null, callContext(region, path), lost));
      return pages.error === undefined ? pages.items : undefined;
    },
    say: (spot) => void blindSpots.push(spot),
    onFound: (apis) => {
      total += apis;
      onProgress({ step: "inventory", scope: region, done, total });
    },
    onRead: () => {
      done += 1;
      onProgress({ step: "inventory", scope: region, done, total });
    },
  };
  const account = await readAccount(context);
  const [rest, others, domains, links, certificates, plans, alarms, listing] = await Promise.all([
    collectRestEstate(context, account?.throttle),
    collectHttpEstate(context),
    collectDomains(context),
    collectLinks(context),
    plane.clientCertificates(),
    plane.usagePlans(),
    readAlarms(),
    listMetrics(clients, budget, region),
  ]);
  blindSpots.push(...alarms.blindSpots, ...listing.blindSpots);
  const apis = [...(rest ?? []), ...(others ?? [])];
  const isListed = listing.metrics !== null && listing.isPartial !== true;
  const [groups, functions, traffic, certified] = await Promise.all([
    readLogGroups(apis, clients, budget, region),
    readFunctions(functionNames(apis), clients, budget, region),
    readTraffic(apis, isListed ? (listing.metrics ?? []) : undefined, nowMs, ask),
    readCertificates(domains ?? [], region, nowMs, ask),
  ]);
  blindSpots.push(
    ...groups.blindSpots,
    ...functions.blindSpots,
    ...traffic.blindSpots,
    ...certified.blindSpots,
  );
  const known = context.see(
    certificates,
    "/clientcertificates",
    "When client certificates expire is unknown.",
  );
  const plansKnown = context.see(plans, "/usageplans", "Limits and quotas of single clients are unknown.");
  const estate: Estate = {
    schemaVersion: 1,
    origin: "aws",
    takenMs: nowMs,
    region,
    accountId,
    ...(account === undefined ? {} : { account }),
    apis: [...traffic.apis],
    ...(domains === undefined ? {} : { domains: [...certified.domains] }),
    ...(links === undefined ? {} : { vpcLinks: links }),
    ...(known === undefined
      ? {}
      : {
          clientCertificates: known.map(({ clientCertificateId: id, expirationDate }) => ({
            id,
            ...(expirationDate ? { expiresMs: expirationDate.getTime() } : {}),
          })),
        }),
    ...(plansKnown === undefined
      ? {}
      : {
          usagePlans: plansKnown.map(toUsagePlan),
        }),
    logGroups: groups.logGroups,
    functions: functions.functions,
    ...(alarms.isPartial ? {} : { alarms: toEstateAlarms(alarms.alarms) }),
  };
  return {
    estate,
    blindSpots: distinctBlindSpots(blindSpots),
    isBlind: rest === undefined && others === undefined,
  };
}

async function readAccount({ plane, region, say }: EstateContext): Promise<Estate["account"]> {
  try {
    const { cloudwatchRoleArn, throttleSettings } = await plane.account();
    const throttle = toThrottle(throttleSettings?.rateLimit, throttleSettings?.burstLimit);
    return { logRoleArn: cloudwatchRoleArn ?? null, ...(throttle === null ? {} : { throttle }) };
  } catch (error) {
    say(
      failedCall(
        "inventory",
        null,
        error,
        callContext(region, "/account"),
        "The account's limits, and its role for logs, are unknown.",
      ),
    );
    return undefined;
  }
}

async function collectLinks({ plane, see }: EstateContext): Promise<Estate["vpcLinks"]> {
  const [old, recent] = await Promise.all([plane.vpcLinks(), plane.v2VpcLinks()]);
  const lost = "Whether VPC links work is unknown.";
  const first = see(old, "/vpclinks", lost);
  const second = see(recent, "/vpclinks", lost);
  if (first === undefined && second === undefined) return undefined;
  return [
    ...(first ?? []).map(({ id, name, status, statusMessage }) => ({
      id,
      name: name ?? null,
      status: status ?? null,
      message: statusMessage ?? null,
    })),
    ...(second ?? []).map((link) => ({
      id: link.VpcLinkId,
      name: link.Name ?? null,
      status: link.VpcLinkStatus ?? null,
      message: link.VpcLinkStatusMessage ?? null,
    })),
  ];
}

function functionNames(apis: readonly EstateApi[]): string[] {
  const names = apis.flatMap(({ routes }) =>
    (routes ?? []).flatMap(({ integration }) =>
      integration?.target && (integration.kind === "lambda-proxy" || integration.kind === "lambda")
        ? [integration.target]
        : [],
    ),
  );
  return [...new Set(names)];
}
