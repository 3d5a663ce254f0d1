import { agentSettings } from "../../agent/agent-settings.ts";
import { monthlyCost } from "../../agent/monthly-cost.ts";
import { PRICES } from "../../catalog/prices.ts";
import { elapsedText } from "../../core/elapsed-text.ts";
import type { Config } from "../../model/config.ts";
import type { ReportView } from "../../report/view/to-view.ts";
import { formatUsd } from "../../report/text/format.ts";

/** What watching costs a month while nothing is wrong, with the sum: known once the targets are. */
export function costLine({ report: { targets } }: ReportView, pauseMs: number, config: Config): string {
  const kinds = targets.map(({ kind }) => kind);
  const { runs, tripwireSeries, tails, tailSeries, sweeps, wholeSeries, usd } = monthlyCost(
    kinds,
    pauseMs,
    agentSettings(config).sweepMs,
  );
  const counted = `${targets.length} quiet target${targets.length === 1 ? "" : "s"}`;
  return [
    `${counted} every ${elapsedText(pauseMs)}: about ${formatUsd(usd)} a month in GetMetricData =`,
    `(${runs} runs x ${tripwireSeries} series + ${tails} tails x ${tailSeries} series + ${sweeps} sweeps x ${wholeSeries} series)`,
    `x $${PRICES.metricRequestedUsd * 1_000} a thousand`,
  ].join(" ");
}
