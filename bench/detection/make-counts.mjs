// Makes labelled series of counts with a seed of their own, for checks that no published corpus has a part in.
//
//   node bench/detection/make-counts.mjs SEED SERIES DIR
//
// Each series is 14 days of minutes: traffic with a daily and weekly rhythm, slow wandering, bursts and gaps at 0.3 to
// 3,000 requests a minute; errors beta-binomial around a share that follows the time of day and wanders (AR(1) with a
// memory of ten hours); raised by 1 to 100 percentage points for 2 to 240 minutes, a few times after day three.
// A rise counts as decidable where the log-likelihood ratio of the true raised share against the true usual one is
// at least 14 with at least three errors. DIR/labels.json holds the truth.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MINUTES = 14 * 1_440;
const LEVELS = [0.3, 3, 30, 300, 3_000];
const DURATIONS = [2, 5, 15, 60, 240];
const SIZES = [0.01, 0.03, 0.1, 0.3, 1];
const DISPERSIONS = [0, 0.001, 0.005];
const USUAL = { "4xx": [0.005, 0.02, 0.06], "5xx": [0, 0.0005, 0.003] };

const [seed, howMany, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: make-counts.mjs SEED SERIES DIR");
mkdirSync(folder, { recursive: true });
const labels = {};
for (let index = 0; index < Number(howMany); index += 1) {
  const random = chance(Number(seed) * 1_000 + index);
  const { name, label, rows } = madeSeries(index, random);
  labels[name] = label;
  writeFileSync(join(folder, `${name}.csv`), `minute,count,errors\n${rows.join("\n")}\n`);
}
writeFileSync(join(folder, "labels.json"), JSON.stringify(labels));

function madeSeries(index, random) {
  const level = LEVELS[index % LEVELS.length];
  const kind = index % 2 === 0 ? "4xx" : "5xx";
  const p0 = pick(USUAL[kind], random);
  const rho = pick(DISPERSIONS, random);
  const rates = trafficOf(level, random);
  const surges = Array.from({ length: whole(random, 1, 4) }, () => stretch(random, 10, 60, 1_440));
  for (const [start, end] of surges) {
    const factor = 3 + 7 * random();
    for (let minute = start; minute <= end; minute += 1) rates[minute] *= factor;
  }
  const gaps = Array.from({ length: whole(random, 0, 2) }, () => stretch(random, 60, 240, 1_440));
  for (const [start, end] of gaps) rates.fill(0, start, end + 1);
  const shares = sharesOf(p0, random);
  const { events, raised } = plannedEvents(shares, random);
  const rows = [];
  const facts = events.map(() => ({ requests: 0, errors: 0, llr: 0 }));
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const requests = poisson(rates[minute], random);
    if (requests === 0) continue;
    const errors = betaBinomial(requests, raised[minute], rho, random);
    rows.push(`${minute},${requests},${errors}`);
    const event = events.findIndex(({ start, end }) => minute >= start && minute <= end);
    if (event < 0) continue;
    const fact = facts[event];
    fact.requests += requests;
    fact.errors += errors;
    fact.llr +=
      logBetaBinomial(errors, requests, Math.min(0.999, raised[minute]), rho) -
      logBetaBinomial(errors, requests, Math.max(1e-4, shares[minute]), rho);
  }
  const told = events.map((event, at) => ({
    ...event,
    ...facts[at],
    scored: facts[at].llr >= 14 && facts[at].errors >= 3,
  }));
  const name = `g${String(index).padStart(3, "0")}_${kind}_${level}rpm`;
  return { name, rows, label: { level, kind, p0, rho, minutes: MINUTES, events: told, surges, gaps } };
}

/** Expected requests of each minute; their mean is the level. */
function trafficOf(level, random) {
  const peak = 1_440 * random();
  const daily = 0.4 + 0.8 * random();
  const weekend = 0.5 + 0.5 * random();
  let slow = 0;
  let burst = 0;
  const rates = Float64Array.from({ length: MINUTES }, (_, minute) => {
    slow = 0.997 * slow + 0.03 * normal(random);
    burst = 0.93 * burst + (random() < 0.004 ? 1.5 * random() : 0);
    const isWeekend = Math.floor(minute / 1_440) % 7 >= 5;
    return (
      Math.exp(daily * Math.cos((2 * Math.PI * (minute - peak)) / 1_440) + slow + burst) *
      (isWeekend ? weekend : 1)
    );
  });
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / MINUTES;
  return rates.map((rate) => (rate * level) / mean);
}

function sharesOf(p0, random) {
  const peak = 1_440 * random();
  const daily = 0.1 + 0.3 * random();
  const spread = 0.1 + 0.15 * random();
  const memory = Math.exp(-1 / 600);
  let drift = spread * normal(random);
  return Float64Array.from({ length: MINUTES }, (_, minute) => {
    drift = memory * drift + spread * Math.sqrt(1 - memory ** 2) * normal(random);
    return p0 * Math.exp(daily * Math.cos((2 * Math.PI * (minute - peak)) / 1_440) + drift);
  });
}

function plannedEvents(shares, random) {
  const raised = Float64Array.from(shares);
  const events = [];
  for (let attempt = whole(random, 4, 10); attempt > 0; attempt -= 1) {
    const length = pick(DURATIONS, random);
    const start = whole(random, 4_400, MINUTES - length - 60);
    if (events.some((other) => start < other.end + 300 && other.start < start + length + 300)) continue;
    const delta = Math.min(1, pick(SIZES, random) * Math.exp(0.25 * normal(random)));
    for (let minute = start; minute < start + length; minute += 1)
      raised[minute] = Math.min(1, raised[minute] + delta);
    events.push({ start, end: start + length - 1, delta });
  }
  return { events: events.sort((left, right) => left.start - right.start), raised };
}

function stretch(random, shortest, longest, first) {
  const start = whole(random, first, MINUTES - longest - 1);
  return [start, start + whole(random, shortest, longest)];
}

/** mulberry32: small, and good enough to draw from. */
function chance(start) {
  let state = Math.imul(start + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick(values, random) {
  return values[Math.floor(random() * values.length)];
}

function whole(random, least, most) {
  return least + Math.floor(random() * (most - least + 1));
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function poisson(mean, random) {
  if (mean <= 0) return 0;
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** Marsaglia and Tsang 2000, with the boost for shapes below 1. */
function gamma(shape, random) {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function betaBinomial(requests, share, rho, random) {
  if (share <= 0) return 0;
  if (share >= 1) return requests;
  let own = share;
  if (rho > 0) {
    const one = gamma(share * (1 / rho - 1), random);
    const other = gamma((1 - share) * (1 / rho - 1), random);
    own = one / (one + other);
  }
  return binomial(requests, own, random);
}

function binomial(requests, share, random) {
  if (share > 0.5) return requests - binomial(requests, 1 - share, random);
  const variance = requests * share * (1 - share);
  if (variance > 100)
    return Math.min(
      requests,
      Math.max(0, Math.round(requests * share + Math.sqrt(variance) * normal(random))),
    );
  // Jumps from one error to the next.
  if (share <= 1e-12) return 0;
  const scale = Math.log1p(-share);
  let errors = 0;
  for (let at = -1; ; errors += 1) {
    at += 1 + Math.floor(Math.log(1 - random()) / scale);
    if (at >= requests) return errors;
  }
}

function logBetaBinomial(errors, requests, share, rho) {
  if (rho === 0) return errors * Math.log(share) + (requests - errors) * Math.log1p(-share);
  const strength = 1 / rho - 1;
  const a = share * strength;
  const b = (1 - share) * strength;
  return (
    logGamma(errors + a) +
    logGamma(requests - errors + b) -
    logGamma(requests + strength) -
    logGamma(a) -
    logGamma(b) +
    logGamma(strength)
  );
}

/** Stirling's series, after moving the argument above 8. */
function logGamma(value) {
  let x = value;
  let shift = 0;
  while (x < 8) {
    shift -= Math.log(x);
    x += 1;
  }
  const inverse = 1 / (x * x);
  return (
    shift +
    (x - 0.5) * Math.log(x) -
    x +
    0.9189385332046727 +
    (1 / 12 - inverse * (1 / 360 - inverse / 1_260)) / x
  );
}
