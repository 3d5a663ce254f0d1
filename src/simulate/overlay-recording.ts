import type { Series } from "../model/series.ts";
import type { Target } from "../model/target.ts";
import { readCell, type Cell } from "./overlay-cell.ts";
import { rebuildPart, unchangedState, type PartState, type RebuiltPart } from "./overlay-part.ts";
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

/** What was recorded of a target, rebuilt period by period when it is first asked for, and kept. */
export class OverlayRecording {
  readonly #table: SeriesTable;
  readonly #target: Target;
  readonly #routes = new Map<number, { routes: (string | null)[]; stats: Map<string | null, string[]> }>();
  readonly #cells = new Map<string, Cell | undefined>();
  readonly #parts = new Map<string, readonly RecordedPart[]>();
  readonly #stages = new Map<string | null, StagePlan>();

  constructor(series: readonly Series[], target: Target) {
    this.#table = new SeriesTable(series, target);
    this.#target = target;
  }

  /** @param route null is the stage as a whole */
  cellAt(periodSeconds: number, route: string | null, timeMs: number): Cell | undefined {
    const key = `${periodSeconds}/${timeMs}/${route === null ? "" : `route ${route}`}`;
    if (this.#cells.has(key)) return this.#cells.get(key);
    const stats = this.#routesOf(periodSeconds).stats.get(route) ?? [];
    const cell = readCell(
      (measure, stat) => this.#table.read(periodSeconds, route, timeMs, measure, stat),
      stats,
    );
    this.#cells.set(key, cell);
    return cell;
  }

  /** @param placed the route that an incident is on, or null for all */
  partsAt(periodSeconds: number, timeMs: number, placed: string | null): readonly RecordedPart[] {
    const key = `${periodSeconds}/${timeMs}/${placed === null ? "" : `route ${placed}`}`;
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const { routes } = this.#routesOf(periodSeconds);
    const cells = routes.flatMap((route) => {
      const cell = this.cellAt(periodSeconds, route, timeMs);
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
    this.#parts.set(key, parts);
    return parts;
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
