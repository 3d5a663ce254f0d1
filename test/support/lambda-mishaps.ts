import { createRandom } from "../../src/core/random.ts";
import type { FaultPicker } from "../../src/loopback/fault-plan.ts";
import type { Mishaps } from "./lambda-day.ts";

/** Every request of a run on which something depends that comes after it. */
export const QUIET_STEPS = [
  "s3:GetObject config.yaml",
  "s3:GetObject state",
  "s3:PutObject state",
  "sts:GetCallerIdentity",
  "apigateway:GetRestApis",
  "cloudwatch:ListMetrics",
  "cloudwatch:GetMetricData",
  "s3:PutObject state #2",
  "s3:PutObject state #3",
] as const;
/** Of one that has news: the report in two formats, what is to be told, the channels, and the first two marks. */
export const NEWS_STEPS = [
  "s3:PutObject reports",
  "s3:PutObject reports #2",
  "s3:PutObject state #2",
  "sns:Publish",
  "events:PutEvents",
  "webhook",
  "s3:PutObject state #3",
  "s3:PutObject state #4",
] as const;

const bothWays = (ofNews: boolean) => (step: string) =>
  (["before", "after"] as const).map((when) => ({ step, when, ofNews }));

/** A quarter of a run's calls, of every service: told by what is asked and how often it was before, not by what arrives first. */
export function throttling(run: number): FaultPicker {
  const random = createRandom(run);
  const times = new Map<string, number>();
  return ({ service, operation }) => {
    const asked = `${service}:${operation}`;
    const time = (times.get(asked) ?? 0) + 1;
    times.set(asked, time);
    return random.fork(`${asked} ${time}`).next() < 0.25 ? "throttle" : null;
  };
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}
const isIn = (spans: readonly Span[], timeMs: number): boolean =>
  spans.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);

/** All kinds of mishaps side by side. @param down when the webhook's receiver refuses. @param mute when the topic does. */
export function everyMishap(down: readonly Span[], mute: readonly Span[]): Required<Omit<Mishaps, "death">> {
  return {
    isDeadly: (run) => run % 3 !== 0,
    deaths: [...QUIET_STEPS.flatMap(bothWays(false)), ...NEWS_STEPS.flatMap(bothWays(true))],
    isDoubled: (run) => run % 6 === 0,
    isRepeated: (run) => run % 6 === 3,
    isDelayed: (run) => run % 12 === 9,
    faults: (run, nowMs) => {
      const throttle = run % 5 === 3 ? throttling(run) : () => null;
      const isMute = isIn(mute, nowMs);
      return (request) => (isMute && request.service === "sns" ? "deny" : throttle(request));
    },
    isWebhookDown: (nowMs) => isIn(down, nowMs),
  };
}
