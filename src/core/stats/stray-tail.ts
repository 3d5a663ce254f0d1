/**
 * How surprising a count of events among requests is, in nats, when the share that is usual is uncertain and strays:
 *
 *   - what was learned of it is a gamma distribution of some `shape`;
 *   - it strays around that as real shares do, by factors: log-normally, with the relative variance `variance`.
 *
 * A gamma law for both is quick to reckon with, but it lets a share hardly ever double that often moves by a quarter: the
 * tail of factors is wider. As for the negative binomial, the rate function is the least price of what came:
 *
 *   I = min over g, h of  whole KL(count / whole, g h usual) + shape (g - 1 - ln g) + (ln h)^2 / (2 ln(1 + variance))
 *
 * At the least, a factor's gain is the same for all three: with L = (count - whole q) / (1 - q), q = g h usual,
 *
 *   g = 1 + L / shape        h = (1 + variance)^L
 *
 * which leaves one equation for L, solved by bisection in its bracket with Newton's steps.
 *
 * Sources: Chernoff 1952; Aitchison and Brown, The Lognormal Distribution, 1957.
 *
 * @param usual share, 0..1, below `count / whole`.
 */
export function strayTailNats(
  count: number,
  whole: number,
  usual: number,
  shape: number,
  variance: number,
): number {
  const spread = Math.log1p(variance);
  let low = 0;
  let high = count;
  let gain = (count - whole * usual) / (1 + whole * usual * (1 / shape + spread));
  for (let round = 0; round < ROUNDS; round += 1) {
    const factor = (1 + gain / shape) * Math.exp(spread * gain);
    const share = factor * usual;
    const over = share >= 1 ? Infinity : gain * (1 - share) - count + whole * share;
    if (over > 0) high = gain;
    else low = gain;
    const slope = 1 - share + share * (whole - gain) * (1 / (shape + gain) + spread);
    const next = gain - over / slope;
    gain = next > low && next < high ? next : (low + high) / 2;
    if (high - low < EXACT * high || Math.abs(over) < EXACT * count) break;
  }
  const learned = 1 + gain / shape;
  const strayed = spread * gain;
  const share = Math.min(count / whole, learned * Math.exp(strayed) * usual);
  const others = whole - count;
  const events = count * Math.log(count / (whole * share));
  const rest = others > 0 ? others * Math.log(others / (whole * (1 - share))) : 0;
  return (
    events +
    rest +
    shape * (learned - 1 - Math.log(learned)) +
    (spread > 0 ? (strayed * strayed) / (2 * spread) : 0)
  );
}

const ROUNDS = 40;
const EXACT = 1e-6;
