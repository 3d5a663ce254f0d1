import type { Random } from "../core/random.ts";
import { MINUTE_MS, SECOND_MS, type Window } from "../core/window.ts";
import type { Behaviour, Outcome } from "./behaviour.ts";
import type { StageModel } from "./behaviour-at.ts";
import { anonymousShares } from "./clients.ts";
import { type BareRequest, nameRequest, timeRequest } from "./complete-request.ts";
import { drawBinomial } from "./draw-binomial.ts";
import { pickSender } from "./draw-requests.ts";
import type { RoutePlan } from "./plan.ts";
import type { SimulatedRequest } from "./request.ts";

/** How the requests of one route ended in one minute. */
export interface RouteOutcomes {
  readonly route: RoutePlan;
  /** With incidents and limits. */
  readonly behaviour: Behaviour;
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
}

const SECONDS = MINUTE_MS / SECOND_MS;

/** One way in which a minute's requests of a route ended, and how many of them in each second. */
interface Dealt extends RouteOutcomes {
  readonly anonymous: readonly number[];
  readonly bySecond: readonly (readonly number[])[];
}

/**
 * Single requests that fit what was drawn of whole minutes: as many as the datapoints count, ended as they
 * say, each as long as its outcome takes. A second costs as much as it has requests, whatever lies around it.
 *
 * @param outcomesOf how the minute (counted from the epoch) went, route by route.
 * @returns the requests of a window, ascending by time.
 */
export function createMinuteRequests(
  model: StageModel,
  random: Random,
  outcomesOf: (minute: number) => readonly RouteOutcomes[],
): (window: Window) => Generator<SimulatedRequest> {
  let newest: { readonly minute: number; readonly dealt: readonly Dealt[] } | null = null;

  const dealtIn = (minute: number): readonly Dealt[] => {
    if (newest?.minute === minute) return newest.dealt;
    const chance = random.fork(`deal ${minute}`);
    const dealt = outcomesOf(minute).map((of): Dealt => ({
      ...of,
      anonymous: anonymousShares(model.stage, of.behaviour),
      bySecond: of.outcomes.map(({ count }) => dealCount(count, chance)),
    }));
    newest = { minute, dealt };
    return dealt;
  };

  const drawSecond = (minute: number, second: number): SimulatedRequest[] => {
    const startMs = minute * MINUTE_MS + second * SECOND_MS;
    const chance = random.fork(`second ${startMs}`);
    const drawn: BareRequest[] = [];
    for (const { route, outcomes, anonymous, bySecond } of dealtIn(minute)) {
      for (const [index, { outcome }] of outcomes.entries()) {
        const count = bySecond[index]?.[second] ?? 0;
        for (let made = 0; made < count; made += 1) {
          const timeMs = startMs + Math.floor(chance.next() * SECOND_MS);
          const client = pickSender(model.stage, outcome, anonymous, chance);
          drawn.push(timeRequest({ timeMs, route, outcome, client }, outcome, chance));
        }
      }
    }
    drawn.sort((left, right) => left.timeMs - right.timeMs);
    return drawn.map((request) => nameRequest(model, request, chance));
  };

  return function* requests({ startMs, endMs }) {
    for (let atMs = Math.floor(startMs / SECOND_MS) * SECOND_MS; atMs < endMs; atMs += SECOND_MS) {
      const minute = Math.floor(atMs / MINUTE_MS);
      for (const request of drawSecond(minute, (atMs - minute * MINUTE_MS) / SECOND_MS))
        if (request.timeMs >= startMs && request.timeMs < endMs) yield request;
    }
  };
}

/** Few requests fall into a second each by itself, many are split by a chain of binomial draws. */
function dealCount(count: number, random: Random): number[] {
  const seconds = Array<number>(SECONDS).fill(0);
  if (count < SECONDS) {
    for (let left = count; left > 0; left -= 1) {
      const second = Math.floor(random.next() * SECONDS);
      seconds[second] = (seconds[second] ?? 0) + 1;
    }
    return seconds;
  }
  let left = count;
  return seconds.map((_, second) => {
    const taken = drawBinomial(left, 1 / (SECONDS - second), random);
    left -= taken;
    return taken;
  });
}
