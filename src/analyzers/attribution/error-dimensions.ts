import type { Dimension } from "../../model/finding.ts";
import type { Target } from "../../model/target.ts";
import type { CallerRise } from "./callers.ts";
import type { OutcomeRise } from "./outcomes.ts";
import type { ErrorPlace } from "./places.ts";

/** What was found of added errors. */
interface ErrorParts {
  readonly rise: OutcomeRise;
  /** Of the finding's class, of what was read. */
  readonly errors: { readonly now: number; readonly before: number };
  readonly places: readonly ErrorPlace[];
  readonly caller: CallerRise | null;
  /** The one that came with the rise. */
  readonly deployment: string | null;
  readonly target: Target;
}

/** Where added errors concentrate: places first, then callers, then how they ended. */
export function errorDimensions(parts: ErrorParts): Dimension[] {
  const { rise, errors, places, caller, deployment, target } = parts;
  const partOf = (count: number, all: number): number | null => (all === 0 ? null : Math.min(1, count / all));
  const dimension = (
    name: Dimension["name"],
    value: string,
    share: number,
    [now, before]: readonly [number, number],
  ): Dimension => ({
    name,
    value,
    share: Math.min(1, Math.max(0, share)),
    now: partOf(now, errors.now) ?? 0,
    before: partOf(before, errors.before),
  });
  const ofPlaces = places.flatMap(({ where, now, before, excessShare }) => {
    const counts = [now.errors, before.errors] as const;
    const { route } = where;
    const behind = target.configuration?.routes.find(({ key }) => key === route)?.integrationTarget;
    return [
      ...(["route", "deployment", "release"] as const).flatMap((name) => {
        const value = where[name];
        return value === undefined ? [] : [dimension(name, value, excessShare, counts)];
      }),
      ...(behind ? [dimension("integration", behind, excessShare, counts)] : []),
    ];
  });
  const isKnown = ofPlaces.some(({ name, value }) => name === "deployment" && value === deployment);
  return [
    ...ofPlaces,
    ...(deployment === null || isKnown ? [] : [dimension("deployment", deployment, 1, [errors.now, 0])]),
    ...(caller === null
      ? []
      : [
          dimension(caller.dimension, caller.text, caller.excessShare, [
            caller.now.errors,
            caller.before.errors,
          ]),
        ]),
    dimension("status", String(rise.status), rise.excessShare, [rise.now, rise.before]),
    ...(rise.responseType === null
      ? []
      : [dimension("responseType", rise.responseType, rise.excessShare, [rise.now, rise.before])]),
  ];
}
