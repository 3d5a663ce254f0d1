// Seeded cases of a rise with a known cause, of the kind that real ones are: a few minutes, two to seven skewed attributes that
// partly follow each other, 350 to 3 million requests a minute, sparse errors whose share differs by place, varies from minute to minute and
// drifts, a fault that hits one or two places of one to three attributes unevenly, other places that rise for no reason.
import {
  randomBernoulli,
  randomBinomial,
  randomGamma,
  randomInt,
  randomNormal,
  randomPoisson,
  randomUniform,
} from "d3-random";

import { createRandom } from "../../../dist/core/random.js";

const MOST_LEAVES = 1_500;
/** Two places of which the smaller has this part of the other's requests are one place with two names. */
const SAME = 0.93;
/** A fault in more than this part of the requests is nobody's place. */
const MOST_TRAFFIC = 0.75;
/** Nats by which the planted fault itself must show. */
const DECIDABLE_NATS = 14;

/** @param seed any whole number. Draws again until the case can be decided. */
export function makeCase(seed) {
  for (let attempt = 0; ; attempt += 1) {
    const made = drawCase(createRandom(seed).fork(`case ${attempt}`));
    if (made !== null) return made;
  }
}

function drawCase(random) {
  const draw = drawsFrom(() => random.next());
  const { leaves, attributes } = drawLeaves(draw);
  if (leaves.length < 4) return null;
  const requestsPerMinute = draw.spread(350, 3e6);
  const weight = total(leaves, (leaf) => leaf.weight);
  const baseShare = draw.spread(3e-4, 0.05);
  const sigma = draw.between(0.2, 1.1);
  for (const leaf of leaves) {
    leaf.rate = (leaf.weight / weight) * requestsPerMinute;
    leaf.share = Math.min(0.6, baseShare * Math.exp(sigma * draw.normal()));
  }
  const faults = Array.from({ length: draw.chance(0.08) ? 2 : 1 }, () => drawPlace(leaves, attributes, draw));
  for (const fault of faults) {
    simplify(fault, leaves);
    const traffic = trafficOf(fault, leaves) / requestsPerMinute;
    if (traffic > MOST_TRAFFIC || hasTwin(fault, leaves, attributes)) return null;
  }
  const [one, two] = faults;
  if (two && leaves.some((leaf) => isIn(leaf, one) && isIn(leaf, two))) return null;
  const { rows, first } = drawRows(leaves, attributes, faults, draw);
  if (!isDecidable(rows, attributes, faults, first)) return null;
  return {
    attrs: attributes,
    rows,
    timestamp: first.named,
    cause: faults.map(({ at, values }) =>
      Object.fromEntries(at.map((attribute, place) => [attributes[attribute], values[place]])),
    ),
    leaves: leaves.length,
  };
}

function drawsFrom(next) {
  const normal = randomNormal.source(next)(0, 1);
  return {
    next,
    normal,
    between: (low, high) => randomUniform.source(next)(low, high)(),
    /** Evenly over orders of magnitude. */
    spread: (low, high) => Math.exp(randomUniform.source(next)(Math.log(low), Math.log(high))()),
    whole: (low, high) => randomInt.source(next)(low, high + 1)(),
    chance: (share) => randomBernoulli.source(next)(share)() === 1,
    gamma: (shape) => randomGamma.source(next)(shape)(),
    poisson: (mean) => (mean > 0 ? randomPoisson.source(next)(mean)() : 0),
    binomial: (count, share) => (count > 0 && share > 0 ? randomBinomial.source(next)(count, share)() : 0),
    pick: (items, weightOf) => {
      let left = next() * total(items, weightOf);
      return items.find((item) => (left -= weightOf(item)) < 0) ?? items.at(-1);
    },
  };
}

function drawLeaves(draw) {
  const attributes = ["a", "b", "c", "d", "e", "f", "g"].slice(0, draw.whole(2, 7));
  const columns = attributes.map((name, place) => {
    const skew = draw.between(0.4, 1.8);
    const values = Array.from({ length: Math.round(draw.spread(2, 30)) }, (_, index) => ({
      text: `${name}${index}`,
      weight: (index + 1) ** -skew * draw.spread(0.5, 2),
    }));
    const follows = place > 0 && draw.chance(0.3) ? draw.whole(0, place - 1) : null;
    return { values, follows };
  });
  const loyalty = draw.between(0.8, 1);
  const leaves = new Map();
  for (let count = Math.round(draw.spread(30, 4_000)); count > 0; count -= 1) {
    const chosen = [];
    columns.forEach(({ values, follows }, place) => {
      const index =
        follows !== null && draw.chance(loyalty)
          ? (chosen[follows] * 7 + place) % values.length
          : values.indexOf(draw.pick(values, ({ weight }) => weight));
      chosen.push(index);
    });
    const texts = chosen.map((index, place) => columns[place].values[index].text);
    const key = texts.join();
    const leaf = leaves.get(key) ?? { texts, weight: 0 };
    leaf.weight += draw.gamma(0.7);
    leaves.set(key, leaf);
  }
  return { attributes, leaves: [...leaves.values()].slice(0, MOST_LEAVES) };
}

/** Some attributes of a leaf that has traffic. */
function drawPlace(leaves, attributes, draw) {
  const leaf = draw.pick(leaves, ({ rate }) => Math.sqrt(rate));
  const depth = Math.min(
    attributes.length,
    draw.pick([1, 2, 3], (count) => [0, 4, 4, 2][count]),
  );
  const at = attributes.map((_, place) => place);
  while (at.length > depth) at.splice(draw.whole(0, at.length - 1), 1);
  return { at, values: at.map((place) => leaf.texts[place]) };
}

function isIn(leaf, { at, values }) {
  return at.every((place, index) => leaf.texts[place] === values[index]);
}

function trafficOf(place, leaves) {
  return total(leaves, (leaf) => (isIn(leaf, place) ? leaf.rate : 0));
}

/** Leaves out attributes that change next to nothing: nobody would name them. */
function simplify(place, leaves) {
  for (let index = place.at.length - 1; index >= 0 && place.at.length > 1; index -= 1) {
    const wider = {
      at: place.at.filter((_, own) => own !== index),
      values: place.values.filter((_, own) => own !== index),
    };
    if (trafficOf(place, leaves) > SAME * trafficOf(wider, leaves)) Object.assign(place, wider);
  }
}

/** Whether as few other attributes name nearly the same requests, so that no answer is the right one. */
function hasTwin(place, leaves, attributes) {
  const own = trafficOf(place, leaves);
  const tries = (from, at) => {
    if (at.length > 0) {
      const sums = new Map();
      for (const leaf of leaves) {
        const values = at.map((attribute) => leaf.texts[attribute]);
        const sum = sums.get(values.join()) ?? { values, all: 0, shared: 0 };
        sum.all += leaf.rate;
        if (isIn(leaf, place)) sum.shared += leaf.rate;
        sums.set(values.join(), sum);
      }
      for (const { values, all, shared } of sums.values()) {
        const isItself = at.join() === place.at.join() && values.join() === place.values.join();
        if (!isItself && shared > SAME * (all + own - shared)) return true;
      }
    }
    if (at.length === place.at.length) return false;
    return attributes.some((_, next) => next >= from && tries(next + 1, [...at, next]));
  };
  return tries(0, []);
}

function drawRows(leaves, attributes, faults, draw) {
  const minutes = draw.whole(5, 27);
  const lasting = Math.min(minutes - 3, draw.whole(1, minutes > 10 ? 8 : 2));
  const start = minutes - lasting;
  // Whoever waits to be sure names the rise a minute late.
  const named = lasting > 2 && start > 1 && draw.chance(0.25) ? start + 1 : start;
  const unevenness = draw.chance(0.3) ? 0 : draw.between(0.2, 1.4);
  const spared = draw.chance(0.4) ? 0 : draw.between(0, 0.5);
  const isRamp = draw.chance(0.3);
  const drift = draw.chance(0.3) ? draw.between(1, 1.4) : 1;
  const [common, own] = [draw.spread(3e-3, 0.25), draw.spread(0.02, 0.4)];
  const decoys = Array.from({ length: draw.chance(0.4) ? draw.whole(1, 3) : 0 }, () => ({
    ...drawPlace(leaves, attributes, draw),
    factor: draw.between(1.3, 3.3),
  }));
  const strengths = faults.map(() => draw.spread(0.03, 1));
  for (const leaf of leaves) {
    leaf.wander = 0;
    leaf.decoy = Math.min(
      4,
      decoys.reduce((all, one) => (isIn(leaf, one) ? all * one.factor : all), 1),
    );
    leaf.faults = faults.map((fault, index) =>
      isIn(leaf, fault) && !draw.chance(spared)
        ? Math.min(1, strengths[index] * Math.exp(unevenness * draw.normal() - unevenness ** 2 / 2))
        : 0,
    );
  }
  const rows = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const all = Math.exp(common * draw.normal());
    const isNow = minute >= start;
    for (const leaf of leaves) {
      leaf.wander = 0.7 * leaf.wander + 0.7 * own * draw.normal();
      const count = draw.poisson(leaf.rate * Math.exp(0.08 * draw.normal()));
      if (count === 0) continue;
      const usual = leaf.share * all * Math.exp(leaf.wander) * (isNow ? drift * leaf.decoy : 1);
      let errors = draw.binomial(count, Math.min(0.9, usual));
      for (const fault of isNow ? leaf.faults : []) {
        const strength = isRamp ? fault * Math.min(1, (minute - start + 1) / Math.min(3, lasting)) : fault;
        errors += draw.binomial(count - errors, strength);
      }
      rows.push([minute, ...leaf.texts, errors, count]);
    }
  }
  return { rows, first: { start, named } };
}

/** The fault shows by itself, and the whole rises with it. */
function isDecidable(rows, attributes, faults, { start }) {
  const rates = (isWanted) =>
    [false, true].map((isNow) => {
      const own = rows.filter((row) => row[0] >= start === isNow && isWanted(row));
      return { errors: total(own, (row) => row.at(-2)), count: total(own, (row) => row.at(-1)) };
    });
  const [before, now] = rates(() => true);
  if (now.errors / now.count < (1.15 * before.errors) / before.count) return false;
  return faults.every(({ at, values }) => {
    const [earlier, later] = rates((row) => at.every((place, index) => row[1 + place] === values[index]));
    if (later.count === 0 || earlier.count === 0 || later.errors < 5) return false;
    const usual = (earlier.errors + 0.5) / (earlier.count + 1);
    const share = later.errors / later.count;
    const nats = later.errors * Math.log(share / usual) - later.count * (share - usual);
    return share >= 1.3 * usual && nats >= DECIDABLE_NATS;
  });
}

function total(items, amountOf) {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}
