import { mostPagesAMonth } from "../thresholds/page-bound.ts";
import type { CatchDelays, FoundThreshold } from "../thresholds/search-threshold.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";

/** Why this number: what the history and the drill say of it. Ends in a full stop. */
export function explainThreshold(found: FoundThreshold, { search }: Pick<AlarmProposal, "search">): string {
  const { days } = found;
  const { Threshold, DatapointsToAlarm, EvaluationPeriods } = found.definition;
  const span = `${DatapointsToAlarm ?? EvaluationPeriods} of ${EvaluationPeriods} datapoints`;
  const extreme = search?.side === "below" ? "highest" : "lowest";
  const length = `${Number(days.toPrecision(2))} day${days < 1.05 && days > 0.95 ? "" : "s"}`;
  const quiet =
    found.noise === 0
      ? `the ${extreme} round number that stayed quiet in ${length} outside of known incidents${chanceText(found.aboveChance)}${headroomText(found.headroom)}`
      : `no number within reason stayed quiet; this one fired ${found.noise} times in ${length} outside of known incidents`;
  const bound = Number(mostPagesAMonth(found.noise, days).toPrecision(2));
  return `Threshold ${Threshold ?? "none"} in ${span}: ${quiet}. So much history excludes more than ${bound} false alarms a month (95 %).${drillText(found.delays)}`;
}

function chanceText(steps: number): string {
  if (steps === 0) return "";
  return `, and ${steps === 1 ? "one step" : `${steps} steps`} more, below which chance alone would fire it once a year or more often`;
}

function headroomText(steps: number): string {
  if (steps === 0) return "";
  return steps === 1
    ? ", and one step more, which costs no catch"
    : `, and ${steps} steps more, which cost no catch`;
}

function drillText(delays: CatchDelays): string {
  const entries = [...delays];
  if (entries.length === 0) return "";
  const caught = entries.flatMap(([name, minutes]) =>
    minutes === null ? [] : [`${name} after ${minutes} min`],
  );
  const missed = entries.flatMap(([name, minutes]) => (minutes === null ? [name] : []));
  return [
    caught.length > 0 ? ` In the drill it catches ${caught.join(", ")}.` : "",
    missed.length > 0 ? ` It does not catch ${missed.join(", ")} at the usual strength.` : "",
  ].join("");
}
