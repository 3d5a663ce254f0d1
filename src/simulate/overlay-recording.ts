import type { Series } from "../model/series.ts";
import type { Target } from "../model/target.ts";
import { readCell, type Cell } from "./overlay-cell.ts";
import { joinStates, rebuildPart, unchangedState, type PartState, type RebuiltPart } from "./overlay-part.ts";
import { partsOf, type Part } from "./overlay-parts.ts";
import { stagePlanOf } from "./overlay-plan.ts";
import { SeriesTable } from "./overlay-series.ts";
import type { StagePlan } from "./plan.ts";

/** A part with what was rebuilt of it, once for all incidents. */
export interface RecordedPart extends Part {
  readonly rebuilt: RebuiltPart;
  /** As it is where no incident concerns it. */
  unchanged(): PartState;
}

/** A period of the whole target. */
export interface RecordedPeriod {
  readonly parts: readonly RecordedPart[];
  /** The stage's own statistics, where it has some. */
  readonly stageCell: Cell | undefined;
  /** All parts as they are without an incident. */
  unchanged(): PartState;
}

/** What was recorded of a target, rebuilt period by period when it is first asked for, and kept. */
export class OverlayRecording {
  readonly #table: SeriesTable;
  readonly #target: Target;
  readonly #routes = new Map<number, { routes: (string | null)[]; stats: Map<string | null, string[]> }>();
  readonly #periods = new Map<string, RecordedPeriod>();
  readonly #stages = new Map<string | null, StagePlan>();

  constructor(series: readonly Series[], target: Target) {
    this.#table = new SeriesTable(series, target);
    this.#target = target;
  }

  /** @param route null is the stage as a whole */
  #cellAt(periodSeconds: number, route: string | null, timeMs: number): Cell | undefined {
    const stats = this.#routesOf(periodSeconds).stats.get(route) ?? [];
    return readCell((measure, stat) => this.#table.read(periodSeconds, route, timeMs, measure, stat), stats);
  }

  /** @param placed the route that an incident is on, or null for all */
  periodAt(periodSeconds: number, timeMs: number, placed: string | null): RecordedPeriod {
    const key = `${periodSeconds}/${timeMs}/${placed === null ? "" : `route ${placed}`}`;
    const known = this.#periods.get(key);
    if (known !== undefined) return known;
    const { routes } = this.#routesOf(periodSeconds);
    const cells = routes.flatMap((route) => {
      const cell = this.#cellAt(periodSeconds, route, timeMs);
      return cell === undefined ? [] : [{ route, cell }];
    });
    // What a part can be made of does not depend on the stage's traffic.
    const stage = this.#stages.get(placed) ?? stagePlanOf(this.#target, 0, placed);
    this.#stages.set(placed, stage);
    const parts = partsOf(cells, routes, stage, placed).map((part): RecordedPart => {
      const rebuilt = rebuildPart(part.cell, part.candidates, stage);
      let state: PartState | undefined;
      return { ...part, rebuilt, unchanged: () => (state ??= unchangedState(rebuilt)) };
    });
    let whole: PartState | undefined;
    const period: RecordedPeriod = {
      parts,
      stageCell: this.#cellAt(periodSeconds, null, timeMs),
      unchanged: () => (whole ??= joinStates(parts.map((part) => part.unchanged()))),
    };
    this.#periods.set(key, period);
    return period;
  }

  #routesOf(periodSeconds: number): { routes: (string | null)[]; stats: Map<string | null, string[]> } {
    const known = this.#routes.get(periodSeconds);
    if (known !== undefined) return known;
    const routes = this.#table.routes(periodSeconds);
    const stats = new Map(routes.map((route) => [route, this.#table.quantileStats(periodSeconds, route)]));
    const found = { routes, stats };
    this.#routes.set(periodSeconds, found);
    return found;
  }
}
