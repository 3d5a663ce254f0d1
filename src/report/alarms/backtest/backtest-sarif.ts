import type { Backtest, BacktestAlarm } from "../../../model/backtest.ts";
import type { SarifInput, SarifResult, SarifRule } from "../../sarif/render-sarif.ts";
import { count, daysText, firingTime, shortNumber } from "./backtest-text.ts";

const RULES: readonly SarifRule[] = [
  {
    id: "backtest/beyond-limit",
    title: "More pages or misses than allowed",
    description: "Over the replayed history the alarms exceed a limit that --fail-on sets.",
    help: "Raise the threshold, ask for more datapoints to alarm, or route the alarm to no pager.",
  },
  {
    id: "backtest/false-firing",
    title: "Fired while nothing was wrong",
    description: "The alarm was in ALARM at times at which no incident was found.",
    help: "Compare the firings with the graph; raise the threshold or the number of datapoints.",
  },
  {
    id: "backtest/flapping",
    title: "Fires again right after it ended",
    description: "The alarm went off again within minutes of its end.",
    help: "Ask for M of N datapoints instead of consecutive ones, or use a longer period.",
  },
  {
    id: "backtest/not-evaluated",
    title: "Could not be replayed",
    description: "The history does not hold what the alarm watches, or its definition is not complete.",
    help: "Record with `gatewatch record --alarms`, or give --parameter for values known at deployment.",
  },
];

/** Results at the lines where the alarms are declared. */
export function backtestSarif(backtest: Backtest): SarifInput {
  const { proposed, exceeded, days, tool } = backtest;
  const results = [
    ...exceeded.flatMap(({ measure, limit, value, alarm }): SarifResult[] => {
      const first = proposed.alarms.find(({ name }) => name === alarm)?.place;
      const message = `${measure} is ${shortNumber(value)} over ${daysText(days)}, at most ${limit}`;
      return [
        {
          ruleId: "backtest/beyond-limit",
          level: "error",
          message: alarm === null ? message : `${alarm}: ${message}`,
          file: first ? fileOf(first) : null,
          line: first?.line ?? null,
          fingerprint: `${measure} ${alarm ?? ""}`,
          suppressed: null,
        },
      ];
    }),
    ...proposed.alarms.flatMap((alarm) => [
      ...(alarm.falseFirings > 0
        ? [resultOf(alarm, "backtest/false-firing", "warning", falseText(alarm, days))]
        : []),
      ...(alarm.flaps > 0
        ? [
            resultOf(
              alarm,
              "backtest/flapping",
              "warning",
              `flapped ${count(alarm.flaps, "time")} in ${daysText(days)}`,
            ),
          ]
        : []),
    ]),
    ...proposed.notEvaluated.map((alarm) =>
      resultOf(alarm, "backtest/not-evaluated", "note", alarm.why.join("; ")),
    ),
  ];
  return { toolVersion: tool.version, rules: RULES, results };
}

function falseText({ falseFirings, firings }: BacktestAlarm, days: number): string {
  const first = firings.find(({ isJudged, incidents }) => isJudged && incidents.length === 0);
  return `fired ${count(falseFirings, "time")} at no incident in ${daysText(days)}${first ? `, first ${firingTime(first)}` : ""}`;
}

function resultOf(
  { name, place }: Pick<BacktestAlarm, "name" | "place">,
  ruleId: string,
  level: SarifResult["level"],
  message: string,
): SarifResult {
  const at = { file: fileOf(place), line: place.line };
  return {
    ruleId,
    level,
    message: `${name}: ${message}`,
    ...at,
    fingerprint: `${ruleId} ${name}`,
    suppressed: null,
  };
}

/** Only what has lines is a file of a repository: not an account, nor standard input. */
function fileOf({ file, line }: BacktestAlarm["place"]): string | null {
  return line === null || file === "-" ? null : file;
}
