import type { ResolvedSettings } from "../../model/config.ts";
import type { RatioGates } from "./ratio-scores.ts";

/** The smallest error incident that the owner wants to hear of. */
export function errorGates({ minErrors, minErrorRatioRise }: ResolvedSettings): RatioGates {
  return { minParts: minErrors, minRise: minErrorRatioRise };
}
