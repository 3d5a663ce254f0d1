import { shareTailNats } from "../stats/negative-binomial.ts";
import { strayTailNats } from "../stats/stray-tail.ts";

/** Half of what any threshold asks for. */
const LEAST_NATS = 4;

/**
 * Nats against so many events of a window by chance. The quick bound, of the negative binomial, is the larger one where
 * shares stray, so where it is small nobody needs the other.
 *
 * @param mean to be expected. @param shape what that is worth. @param strays relative variance of the share beyond it.
 */
export function shareSurprise(
  part: number,
  whole: number,
  mean: number,
  shape: number,
  strays: number,
): number {
  const quick = shareTailNats(part, whole, mean, 1 / (strays + 1 / shape));
  if (quick < LEAST_NATS) return quick;
  return Math.min(quick, strayTailNats(part, whole, mean / whole, shape, strays));
}
