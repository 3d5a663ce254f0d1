import type { Backtest, BacktestAlarm } from "../../../model/backtest.ts";
import type { JunitSuite } from "../../junit/render-junit.ts";
import { doubtText, firingTime, peakText, shortNumber, verdictText } from "./backtest-text.ts";

/**
 * A case for each alarm and for each limit of the set as a whole. What fails is what --fail-on says, and nothing else; an
 * alarm that could not be replayed is skipped.
 */
export function backtestJunit(backtest: Backtest): JunitSuite[] {
  const { proposed, exceeded } = backtest;
  const ofSet = exceeded.filter(({ alarm }) => alarm === null);
  const whole = {
    name: "all alarms",
    className: "gatewatch.backtest",
    failure:
      ofSet.length === 0
        ? null
        : {
            message: ofSet
              .map(({ measure, value, limit }) => `${measure} is ${shortNumber(value)}, at most ${limit}`)
              .join("; "),
            text: verdictText(backtest),
          },
    skipped: null,
  };
  return [
    {
      name: `alarms backtest: ${proposed.label}`,
      cases: [
        whole,
        ...proposed.alarms.map((alarm) => ({
          name: alarm.name,
          className: "gatewatch.backtest",
          failure: failureOf(alarm, exceeded),
          skipped: null,
        })),
        ...proposed.notEvaluated.map(({ name, why }) => ({
          name,
          className: "gatewatch.backtest",
          failure: null,
          skipped: `not evaluated: ${why.join("; ")}`,
        })),
      ],
    },
  ];
}

function failureOf(
  alarm: BacktestAlarm,
  exceeded: Backtest["exceeded"],
): { readonly message: string; readonly text: string } | null {
  const own = exceeded.find((one) => one.alarm === alarm.name);
  if (!own) return null;
  const firings = alarm.firings.map((firing) =>
    [firingTime(firing), peakText(firing)].filter(Boolean).join(", "),
  );
  return {
    message: `${own.measure} is ${shortNumber(own.value)}, at most ${own.limit}`,
    text: [alarm.watches, ...firings, ...alarm.doubts.map(doubtText)].join("\n"),
  };
}
