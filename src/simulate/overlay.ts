/**
 * An incident laid over somebody's recorded datapoints: what would they have been, had it happened then?
 *
 *   recorded statistics ──▶ outcomes and latencies ──▶ incident ──▶ numbers drawn ──▶ statistics moved
 *   of a period             (rebuild)                  (apply)      (flow)            (derive)
 *
 * Each period is rebuilt as distributions, the incident changes those as it changes simulated requests, and
 * every recorded statistic moves by as much as the distributions do. What a stage holds besides its recorded
 * routes is a part like any route, so that the stage moves by exactly the requests that its routes moved by.
 */
import { ToolError } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { MINUTE_MS } from "../core/window.ts";
import type { Series } from "../model/series.ts";
import type { Target } from "../model/target.ts";
import type { Incident } from "./incident.ts";
import { addTallies, combineTallies, type Cell, type Tally } from "./overlay-cell.ts";
import { createDeriver } from "./overlay-derive.ts";
import { createFluidLimits, type FluidLimits } from "./overlay-limits.ts";
import { changePart, joinStates, type ChangedPart, type Moment } from "./overlay-part.ts";
import { stagePlanOf } from "./overlay-plan.ts";
import { OverlayRecording, type RecordedPart, type RecordedPeriod } from "./overlay-recording.ts";
import { SeriesTable } from "./overlay-series.ts";
import type { StagePlan } from "./plan.ts";

/** Where and when, as in a plan. */
export interface OverlayPlacement {
  /** A route key, or null for the whole stage. */
  readonly route: string | null;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** Undefined: the incident's default. */
  readonly magnitude?: number | undefined;
}

/** Somebody's recorded datapoints, ready to have incidents laid over them. */
export interface Overlay {
  /** What was given. */
  readonly recorded: readonly Series[];
  lay(incident: Incident, placed: OverlayPlacement, random: Random): LaidSeries;
}

interface LaidSeries {
  /**
   * The series with the incident in them, in the order given. Series of other targets and namespaces, statistics
   * that cannot be derived (trimmed means, percentile ranks), times outside the window and series in which
   * nothing changes stay as they are, to the bit. A period without a known number of requests stays too.
   *
   * Edge cases: a period that lies partly in the window changes in that part. Where no request is left the
   * datapoints disappear. Where the control plane could not be read, the incident meets whatever it needs
   * (a function, an authorizer, a web ACL).
   */
  readonly series: Series[];
  /** Whether a single request went another way, or took another time, whatever the series show of it. */
  readonly hasEffect: boolean;
}

/**
 * Cost: what a period was rebuilt as is kept for the next incident that is laid over it, which then takes a fraction of
 * the time; give the series of the target and the time in question alone.
 *
 * Errors, of laying: E_USAGE where the incident cannot happen to such an API, the route is not one of the target's, or
 * the window is empty.
 *
 * @param written the series that anybody will look at: the others stay as they are, which saves what they cost
 */
export function createOverlay(
  series: readonly Series[],
  target: Target,
  written: ReadonlySet<Series> | null = null,
): Overlay {
  const recording = new OverlayRecording(series, target);
  return {
    recorded: series,
    lay: (incident, placed, random) => {
      const table = new SeriesTable(series, target, written);
      assertPlaceable(table, target, incident, placed);
      let hasEffect = false;
      for (const periodSeconds of table.periods) {
        const draw = random.fork(`period ${periodSeconds}`);
        if (overlayPeriod(recording, table, target, incident, placed, periodSeconds, draw)) hasEffect = true;
      }
      return { series: table.toSeries(), hasEffect };
    },
  };
}

/** The series of one incident, where no other is laid over the same recording; see {@link createOverlay}. */
export function overlayIncident(
  series: readonly Series[],
  target: Target,
  incident: Incident,
  placed: OverlayPlacement,
  random: Random,
): Series[] {
  return createOverlay(series, target).lay(incident, placed, random).series;
}

function overlayPeriod(
  recording: OverlayRecording,
  table: SeriesTable,
  target: Target,
  incident: Incident,
  placed: OverlayPlacement,
  periodSeconds: number,
  random: Random,
): boolean {
  const times = table.times(periodSeconds, placed.startMs, placed.endMs);
  const periodAt = (timeMs: number) => recording.periodAt(periodSeconds, timeMs, placed.route);
  const concerned = (parts: readonly RecordedPart[]) =>
    parts.reduce((sum, part) => sum + concernedRequests(part), 0);
  const total = times.reduce((sum, timeMs) => sum + concerned(periodAt(timeMs).parts), 0);
  const perMinute = times.length === 0 ? 0 : (total / times.length / periodSeconds) * 60;
  const stage = stagePlanOf(target, perMinute, placed.route);
  const magnitude = placed.magnitude ?? incident.magnitude.default;
  const limits = fluidLimits(incident, stage, magnitude, placed.route);

  let hasEffect = false;
  for (const timeMs of times) {
    const period = periodAt(timeMs);
    const startMs = Math.max(timeMs, placed.startMs);
    const endMs = Math.min(timeMs + periodSeconds * 1_000, placed.endMs);
    const moment: Moment = {
      stage,
      incident,
      magnitude,
      progress: progressOf(startMs, endMs, placed),
      overlap: (endMs - startMs) / (periodSeconds * 1_000),
      rejectedShare: limits?.rejectedShare(concerned(period.parts), periodSeconds) ?? 0,
    };
    if (rewritePeriod(table, periodSeconds, timeMs, period, moment, random)) hasEffect = true;
  }
  return hasEffect;
}

/** Simulated incidents move on at the start of each minute; of a longer period it is the mean of its minutes. */
function progressOf(startMs: number, endMs: number, placed: OverlayPlacement): number {
  const middleMs = (startMs + endMs - Math.min(MINUTE_MS, endMs - startMs)) / 2;
  return (middleMs - placed.startMs) / (placed.endMs - placed.startMs);
}

function concernedRequests({ cell, candidates }: RecordedPart): number {
  const share = candidates.reduce((sum, { weight, isAffected }) => sum + (isAffected ? weight : 0), 0);
  return cell.tally.requests * share;
}

function fluidLimits(
  incident: Incident,
  stage: StagePlan,
  magnitude: number,
  routeKey: string | null,
): FluidLimits | undefined {
  const route = stage.routes.find(({ key }) => key === routeKey) ?? stage.routes[0];
  if (incident.limits === undefined || route === undefined) return undefined;
  const lowered = incident.limits(stage.limits, { stage, route, magnitude, progress: 0 });
  return lowered === stage.limits ? undefined : createFluidLimits(stage.limits, lowered, stage);
}

function rewritePeriod(
  table: SeriesTable,
  periodSeconds: number,
  timeMs: number,
  period: RecordedPeriod,
  moment: Moment,
  random: Random,
): boolean {
  const { parts, stageCell } = period;
  const changes: ChangedPart[] = [];
  const untouched: RecordedPart[] = [];
  for (const part of parts) {
    const draw = random.fork(`${timeMs} ${part.route ?? ""} ${part.label}`);
    const change = changePart(part.rebuilt, moment, draw);
    if (change === undefined) untouched.push(part);
    else changes.push(change);
    if (change === undefined || part.route === null) continue;
    const was = part.unchanged();
    const deriver = createDeriver({
      before: { ...was, tally: part.cell.tally },
      after: {
        ...change.afterRouted,
        tally: difference(part.cell, was.tally, change.afterRouted.tally),
      },
    });
    table.rewrite(periodSeconds, part.route, timeMs, (...asked) => deriver.derive(...asked));
  }
  const hasEffect = changes.some((change) => change.hasEffect);
  if (stageCell === undefined || changes.length === 0) return hasEffect;
  const before = period.unchanged();
  const still = untouched.map((part) => part.unchanged());
  const after = joinStates([...changes.map((change) => change.after), ...still]);
  const deriver = createDeriver({
    before: { ...before, tally: stageCell.tally },
    after: { ...after, tally: difference(stageCell, before.tally, after.tally) },
  });
  table.rewrite(periodSeconds, null, timeMs, (...asked) => deriver.derive(...asked));
  return hasEffect;
}

/** The recorded numbers, moved by as much as the drawn ones. */
function difference(cell: Cell, before: Tally, after: Tally): Tally {
  const change = combineTallies(after, before, (now, old) => now - old);
  return combineTallies(addTallies(cell.tally, change), change, (sum) => Math.max(0, sum));
}

function assertPlaceable(
  table: SeriesTable,
  target: Target,
  incident: Incident,
  placed: OverlayPlacement,
): void {
  if (!incident.kinds.includes(target.kind)) {
    throw new ToolError(
      "E_USAGE",
      `cannot lay ${incident.name} over ${target.id}: it happens to ${incident.kinds.join(", ")} APIs, this one is ${target.kind}`,
      { hint: "Choose an incident of that flavour; docs/incidents.md lists them." },
    );
  }
  if (!(placed.startMs < placed.endMs)) {
    throw new ToolError(
      "E_USAGE",
      `cannot lay ${incident.name} over ${target.id}: it ends at ${placed.endMs}, not after its start at ${placed.startMs}`,
      { hint: "Give an end after the start." },
    );
  }
  const configured = target.configuration?.routes.map(({ key }) => key) ?? [];
  const recorded = table.periods.flatMap((periodSeconds) => table.routes(periodSeconds));
  const known = [...new Set([...configured, ...recorded.filter((route) => route !== null)])];
  if (placed.route === null || configured.length === 0 || known.includes(placed.route)) return;
  throw new ToolError(
    "E_USAGE",
    `cannot lay ${incident.name} over ${target.id}: it has no route "${placed.route}"`,
    {
      hint: `Its routes: ${known.join(", ")}.`,
    },
  );
}
