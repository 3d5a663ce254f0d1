import { accountThrottle } from "../../catalog/account-throttle.ts";
import type { Target } from "../../model/target.ts";
import { topsOf } from "./log-tops.ts";
import type { LogSide } from "./log-sides.ts";
import { formatCount, formatFactor, formatList } from "./wording.ts";

/** Which limit turned requests away, as far as the lines tell. */
export interface BindingLimit {
  readonly scope: "usage plan" | "route" | "stage" | "account";
  /** Whom or what it turned away: API keys, routes; empty where everybody. */
  readonly who: readonly string[];
  /** Requests a second: the limit where one is configured and known, what was asked for and what got through. */
  readonly limit: number | null;
  readonly asked: number;
  readonly passed: number;
}

/** A key or route is turned away where it loses this share, and spared below a fifth of it. */
const TURNED_AWAY = 0.02;
const SPARED = 0.2;
/** Fewer requests of a key or route tell nothing about whether it is spared. */
const LEAST_REQUESTS = 20;
/** What gets through stays near the limit; far below it, the limit is not the one. */
const NEAR = 0.5;
/** Chi-square for each degree of freedom that chance does not reach: 1 of 1,000. */
const SURELY_UNLIKE = 10.8;

/**
 * The limits are token buckets, met in the order usage plan, stage or route, account. Who is spared tells which one it was: a usage
 * plan spares other keys, or leaves each of them as much; a route's limit spares other routes; and between stage and account what
 * got through decides.
 *
 * Source: API Gateway Developer Guide, "Throttle requests to your REST APIs" (api-gateway-request-throttling.html, April 2026).
 */
export function bindingLimit(target: Target, side: LogSide): BindingLimit | null {
  const throttled = side.counts.filter(({ responseType }) => responseType === "THROTTLED");
  const minutes = new Set(throttled.map(({ minuteMs }) => minuteMs));
  const all = side.counts.filter(({ minuteMs }) => minutes.has(minuteMs));
  if (minutes.size === 0 || side.seconds <= 0) return null;
  const seconds = side.seconds * (minutes.size / new Set(side.counts.map(({ minuteMs }) => minuteMs)).size);
  const asked = total(all) / seconds;
  const passed = (total(all) - total(throttled)) / seconds;
  return (
    ofUsagePlan(target, side) ??
    ofRoute(target, all, seconds) ??
    ofEveryKey(target, side) ??
    ofStage(target, asked, passed) ?? {
      scope: "account",
      who: [],
      limit: accountThrottle(target.region).rateLimit,
      asked,
      passed,
    }
  );
}

function ofUsagePlan({ configuration }: Target, side: LogSide): BindingLimit | null {
  const keys = topsOf(side, "apiKey").map(({ text, requests, throttled }) => ({
    name: text,
    requests,
    throttled,
  }));
  const turned = turnedAway(keys);
  if (turned === null || side.seconds <= 0) return null;
  const [worst] = turned;
  const limits = (configuration?.usagePlans ?? []).flatMap(({ throttle }) => throttle?.rateLimit ?? []);
  const asked = (worst?.requests ?? 0) / side.seconds;
  const passed = ((worst?.requests ?? 0) - (worst?.throttled ?? 0)) / side.seconds;
  return {
    scope: "usage plan",
    who: turned.map(({ name }) => name),
    limit: nearest(limits, passed),
    asked,
    passed,
  };
}

/**
 * Where every key is turned away: a plan gives each key a bucket of its own, so its limit is below what each asked for, and what
 * gets through is alike for busy and less busy keys. A limit that all share leaves each its share.
 */
function ofEveryKey({ configuration }: Target, side: LogSide): BindingLimit | null {
  const keys = topsOf(side, "apiKey").filter(
    ({ requests, throttled }) => requests >= LEAST_REQUESTS && throttled >= TURNED_AWAY * requests,
  );
  const [worst] = keys.sort((left, right) => right.throttled - left.throttled);
  if (worst === undefined || side.seconds <= 0) return null;
  const passed = (worst.requests - worst.throttled) / side.seconds;
  const leastAsked = Math.min(...keys.map(({ requests }) => requests)) / side.seconds;
  const exceeded = (configuration?.usagePlans ?? [])
    .flatMap(({ throttle }) => throttle?.rateLimit ?? [])
    .filter((limit) => limit <= leastAsked);
  const limit = nearest(exceeded, passed);
  const isNear = limit !== null && passed >= NEAR * limit && passed <= limit / NEAR;
  if (!isNear && !passAlike(keys)) return null;
  return {
    scope: "usage plan",
    who: keys.map(({ text }) => text),
    limit,
    asked: worst.requests / side.seconds,
    passed,
  };
}

/** Whether equal numbers of each key's requests got through, and not equal parts of them. */
function passAlike(keys: readonly Turned[]): boolean {
  const passed = keys.map(({ requests, throttled }) => requests - throttled);
  const all = passed.reduce((sum, count) => sum + count, 0);
  const asked = keys.reduce((sum, { requests }) => sum + requests, 0);
  const distance = (expectedOf: (key: Turned) => number): number =>
    keys.reduce((sum, key, index) => {
      const expected = Math.max(1, expectedOf(key));
      return sum + ((passed[index] ?? 0) - expected) ** 2 / expected;
    }, 0);
  const asParts = distance(({ requests }) => (all * requests) / asked);
  const asEqual = distance(() => all / keys.length);
  return keys.length > 1 && asParts >= SURELY_UNLIKE * (keys.length - 1) && asEqual <= asParts / 4;
}

function ofRoute({ configuration }: Target, counts: LogSide["counts"], seconds: number): BindingLimit | null {
  const byRoute = new Map<string, { name: string; requests: number; throttled: number }>();
  for (const { route, responseType, requests } of counts) {
    if (route === null) continue;
    const own = byRoute.get(route) ?? { name: route, requests: 0, throttled: 0 };
    own.requests += requests;
    if (responseType === "THROTTLED") own.throttled += requests;
    byRoute.set(route, own);
  }
  const turned = turnedAway([...byRoute.values()]);
  const [worst] = turned ?? [];
  if (turned === null || worst === undefined) return null;
  const limit = configuration?.routes.find(({ key }) => key === worst.name)?.throttle?.rateLimit ?? null;
  return {
    scope: "route",
    who: turned.map(({ name }) => name),
    limit,
    asked: worst.requests / seconds,
    passed: (worst.requests - worst.throttled) / seconds,
  };
}

function ofStage({ configuration }: Target, asked: number, passed: number): BindingLimit | null {
  const limit = configuration?.throttle?.rateLimit ?? null;
  // More than it allows was asked for, or nearly as much as it allows got through.
  const isMet = limit !== null && (asked >= limit || passed >= NEAR * limit);
  return isMet ? { scope: "stage", who: [], limit, asked, passed } : null;
}

interface Turned {
  readonly requests: number;
  readonly throttled: number;
}

interface Named extends Turned {
  readonly name: string;
}

/** Those that lost requests, most first; null where nobody was spared, or nobody lost any. */
function turnedAway(all: readonly Named[]): Named[] | null {
  const heard = all.filter(({ requests }) => requests >= LEAST_REQUESTS);
  const most = Math.max(0, ...heard.map(({ requests, throttled }) => throttled / requests));
  if (most < TURNED_AWAY) return null;
  const turned = heard.filter(({ requests, throttled }) => throttled / requests >= SPARED * most);
  if (turned.length === heard.length) return null;
  return turned.sort((left, right) => right.throttled - left.throttled);
}

function nearest(limits: readonly number[], passed: number): number | null {
  const near = (limit: number): number => Math.abs(Math.log(Math.max(limit, 1e-3) / Math.max(passed, 1e-3)));
  const [first] = [...limits].sort((left, right) => near(left) - near(right));
  return first ?? null;
}

/** "The usage plan's rate limit of 5 requests a second turned away API key k1: 12 requests a second were asked for (2.4 times as many), 4.9 got through." */
export function limitSentence({ scope, who, limit, asked, passed }: BindingLimit): string {
  const got = `${formatRate(asked)} requests a second were asked for, ${formatRate(passed)} got through.`;
  if (scope === "account") {
    return `Every caller was turned away alike: ${got} No limit that is configured here comes near that, so it is most likely the account's, ${formatRate(limit ?? 0)} requests a second that all APIs of the Region share.`;
  }
  const known = limit === null ? "" : ` of ${formatRate(limit)} requests a second`;
  const whom =
    who.length === 0 ? "every caller" : scope === "route" ? formatList(who) : `API key ${formatList(who)}`;
  const over = limit !== null && asked > limit ? ` (${formatFactor(asked / limit)} the limit)` : "";
  const first = who.length > 1 ? `of ${who[0] ?? ""} ` : "";
  return `The ${scope}'s rate limit${known} turned away ${whom}: ${first}${got.replace(" asked for", ` asked for${over}`)}`;
}

/** What to do about it, most useful first. */
export function limitActions({ scope, who }: BindingLimit): string[] {
  const named = formatList(who);
  return {
    "usage plan": [
      `Ask the owner of API key ${named} why it calls so often and to back off on 429, or raise its usage plan's rate limit.`,
    ],
    route: [
      `Raise the rate limit of ${named} if the backend can take it, or ask its callers to back off on 429.`,
    ],
    stage: ["Raise the stage's rate limit if the backend can take it: it turns away every caller alike."],
    account: [
      "Find the API that takes the Region's rate limit, and give its stage a limit of its own.",
      "Ask AWS for a higher account limit (Service Quotas, throttle quota of API Gateway).",
    ],
  }[scope];
}

function formatRate(perSecond: number): string {
  return perSecond >= 100 ? formatCount(perSecond) : String(Number(perSecond.toPrecision(2)));
}

function total(counts: LogSide["counts"]): number {
  return counts.reduce((sum, { requests }) => sum + requests, 0);
}
