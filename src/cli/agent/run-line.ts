import type { RunOnceResult } from "../../agent/run-once.ts";
import type { RunSummary } from "../../model/run-summary.ts";
import { escapeText } from "../../report/text/escape.ts";
import { formatUsd, formatUtc } from "../../report/text/format.ts";

const LOOKED_AT_NOTHING: Readonly<Record<Exclude<RunSummary["outcome"], "done">, string>> = {
  overlapped: "another run is at work",
  repeated: "this run was finished before",
  late: "a newer run was finished before",
};

/** What a run did, for the person who watches the agent: a line, and one for each channel that took nothing. */
export function runLines({ summary, events, undelivered }: RunOnceResult): string[] {
  const { outcome, targets, targetsReadWhole, incidents, blindSpots, cost, durationMs, truncated } = summary;
  const parts =
    outcome === "done"
      ? [
          `${counted(targets, "target")}, ${targetsReadWhole} read in full`,
          counted(events.length, "event"),
          `${counted(incidents, "incident")} going on`,
          ...(blindSpots === 0 ? [] : [counted(blindSpots, "blind spot")]),
          `cost: ${formatUsd(cost.usd)}`,
          ...(truncated ? ["ran out of time"] : []),
        ]
      : [LOOKED_AT_NOTHING[outcome]];
  return [
    `${formatUtc(Date.parse(summary.startedAt))} UTC  ${parts.join("; ")} (${(durationMs / 1_000).toFixed(1)} s)`,
    ...undelivered.map(({ sink, events: waiting, error }) =>
      escapeText(
        `${counted(waiting, "event")} ${waiting === 1 ? "waits" : "wait"} for ${sink}${error === null ? "" : `: ${error}`}`,
      ),
    ),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
