// 95 % intervals of the figures.
import { createRandom } from "../../../dist/core/random.js";
import { quantile } from "../../../dist/core/stats/quantile.js";

const Z = 1.96;
const DRAWS = 1_000;

/** Wilson's interval of a share. Source: Wilson 1927. */
export function shareInterval(hits, all) {
  if (all === 0) return null;
  const share = hits / all;
  const middle = (share + (Z * Z) / (2 * all)) / (1 + (Z * Z) / all);
  const reach =
    (Z / (1 + (Z * Z) / all)) * Math.sqrt((share * (1 - share)) / all + (Z * Z) / (4 * all * all));
  return { value: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** Byar's approximation of the exact interval of a Poisson rate. */
export function rateInterval(events, exposure) {
  const bound = (count, z) =>
    count <= 0 ? 0 : count * (1 - 1 / (9 * count) + z / (3 * Math.sqrt(count))) ** 3;
  return {
    value: events / exposure,
    low: bound(events, -Z) / exposure,
    high: bound(events + 1, Z) / exposure,
  };
}

/** Bootstrap interval of a quantile; null where there is nothing. */
export function quantileInterval(values, q) {
  if (values.length === 0) return null;
  const random = createRandom(1);
  const drawn = Array.from({ length: DRAWS }, () =>
    quantile(
      Float64Array.from(values, () => values[Math.floor(random.next() * values.length)]),
      q,
    ),
  );
  return { value: quantile(values, q), low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) };
}
