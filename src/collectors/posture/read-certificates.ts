import { CERTIFICATE_METRIC } from "../../catalog/certificate-metrics.ts";
import { DAY_MS } from "../../core/window.ts";
import type { EstateDomain } from "../../model/estate.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { datapoints } from "../../model/series.ts";
import type { MetricQuery, MetricReading } from "../account-reader.ts";

/** The metric comes twice a day; a day that has just begun may have none yet. */
const LOOKED_AT_DAYS = 2;

/**
 * Says of each domain how many days its certificate has left, by the newest value of its metric.
 *
 * Edge cases: a certificate of another Region (edge-optimized domains have theirs in us-east-1) is not asked about; without a value
 * nothing is said.
 */
export async function readCertificates(
  domains: readonly EstateDomain[],
  region: string,
  nowMs: number,
  ask: (queries: readonly MetricQuery[]) => Promise<MetricReading>,
): Promise<{ readonly domains: readonly EstateDomain[]; readonly blindSpots: readonly BlindSpot[] }> {
  const { namespace, metric, dimension, stat } = CERTIFICATE_METRIC;
  const endMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
  const startMs = endMs - (LOOKED_AT_DAYS + 1) * DAY_MS;
  const arns = domains.flatMap(({ certificateArn: arn }) =>
    arn && arn.split(":")[3] === region ? [arn] : [],
  );
  if (arns.length === 0) return { domains, blindSpots: [] };
  const { series, blindSpots } = await ask(
    [...new Set(arns)].map((arn) => ({
      target: null,
      route: null,
      key: { namespace, metric, dimensions: { [dimension]: arn } },
      stat,
      periodSeconds: DAY_MS / 1_000,
      startMs,
      endMs,
    })),
  );
  const days = new Map(
    series.flatMap((one) => {
      const arn = one.dimensions[dimension];
      const value = datapoints(one, startMs, endMs).at(-1)?.value;
      return arn === undefined || value === undefined ? [] : [[arn, value] as const];
    }),
  );
  return {
    domains: domains.map((domain) => {
      const left = days.get(domain.certificateArn ?? "");
      return left === undefined ? domain : { ...domain, certificateDays: left };
    }),
    blindSpots,
  };
}
