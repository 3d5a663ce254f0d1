import {
  addTallies,
  combineTallies,
  EMPTY_TALLY,
  type Cell,
  type Tally,
  type TallyKey,
} from "./overlay-cell.ts";
import type { Candidate } from "./overlay-part.ts";
import { assumedRoute } from "./overlay-plan.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";

/** What changes as one: a recorded route, or what a stage holds besides its recorded routes. */
export interface Part {
  /** The recorded route; null for the rest of the stage, which has no series of its own. */
  readonly route: string | null;
  /** Tells parts of the same period apart. */
  readonly label: string;
  readonly cell: Cell;
  readonly candidates: readonly Candidate[];
}

/** The recorded cells of one period; the stage's own is that of route null. */
export interface RecordedCell {
  readonly route: string | null;
  readonly cell: Cell;
}

/**
 * @param recorded routes that have series, whether or not they have a datapoint in this period
 * @param placed the route that the incident is on, or null for all
 */
export function partsOf(
  cells: readonly RecordedCell[],
  recorded: readonly (string | null)[],
  stage: StagePlan,
  placed: string | null,
): Part[] {
  const isAffected = (key: string) => placed === null || placed === key;
  const routes = cells.flatMap(({ route, cell }): Part[] => {
    if (route === null) return [];
    const plan = stage.routes.find(({ key }) => key === route) ?? assumedRoute(route);
    return [
      {
        route,
        label: "route",
        cell,
        candidates: [{ route: plan, weight: 1, isAffected: isAffected(route) }],
      },
    ];
  });
  const whole = cells.find(({ route }) => route === null)?.cell;
  if (whole === undefined) return routes;
  const told = routes.reduce((sum, { cell }) => addTallies(sum, cell.tally), EMPTY_TALLY);
  const rest = combineTallies(whole.tally, told, (all, part) => Math.max(0, all - part));
  if (rest.requests === 0) return routes;
  const unrecorded = stage.routes.filter(({ key }) => !recorded.includes(key));
  // Where every route is recorded the rest matched none, or is a rounding; no incident of a route concerns it.
  const candidates =
    unrecorded.length === 0
      ? stage.routes.map((route) => ({ route, isAffected: false }))
      : unrecorded.map((route) => ({ route, isAffected: isAffected(route.key) }));
  return [...routes, ...restParts({ ...whole, tally: rest }, candidates, stage)];
}

function restParts(cell: Cell, candidates: readonly Omit<Candidate, "weight">[], stage: StagePlan): Part[] {
  const part = (label: string, tally: Tally, of: readonly Omit<Candidate, "weight">[]): Part[] =>
    tally.requests === 0
      ? []
      : [{ route: null, label, cell: { ...cell, tally }, candidates: groupAlike(of) }];
  if (stage.kind !== "websocket") return part("rest", cell.tally, candidates);
  const isConnect = ({ route }: { readonly route: RoutePlan }) => route.key === "$connect";
  const connects = shareOf(cell.tally, cell.tally.connects, "connects");
  const messages = combineTallies(cell.tally, connects, (all, some) => all - some);
  const connect = candidates.filter(isConnect);
  const others = candidates.filter((candidate) => !isConnect(candidate));
  const unaffected = (key: string) => [{ route: assumedRoute(key), isAffected: false }];
  return [
    ...part("connects", connects, connect.length > 0 ? connect : unaffected("$connect")),
    ...part("messages", messages, others.length > 0 ? others : unaffected("$default")),
  ];
}

/** `requests` of the tally, with their share of everything else; all of its `own` and none of the other count. */
function shareOf(tally: Tally, requests: number, own: TallyKey): Tally {
  const share = tally.requests === 0 ? 0 : requests / tally.requests;
  const scaled = combineTallies(tally, EMPTY_TALLY, (value) => Math.round(value * share));
  return { ...scaled, requests, connects: 0, messages: 0, [own]: tally[own] };
}

/** Hundreds of routes differ in few ways that matter to an incident; each way is looked at once. */
function groupAlike(candidates: readonly Omit<Candidate, "weight">[]): Candidate[] {
  const groups = new Map<string, { candidate: Omit<Candidate, "weight">; count: number }>();
  for (const candidate of candidates) {
    const { route, isAffected } = candidate;
    const special = route.key.startsWith("$") ? route.key : "";
    const ways = [
      route.integration,
      route.authorizer?.kind,
      route.timeoutMs,
      route.cacheHitRatio,
      special,
      isAffected,
    ];
    const key = ways.map(String).join("|");
    const group = groups.get(key) ?? { candidate, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()].map(({ candidate, count }) => ({
    ...candidate,
    weight: count / candidates.length,
  }));
}
