// A labelled case as rows for attributeRate: which minutes are the rise, and values as texts that turn back into what they were.
import { attributeRate } from "../../../dist/core/attribute-rate.js";

/** The ranked explanations of `{attrs, rows: [[minute, value of each attr, errors, total], ...], timestamp}`, best first. */
export function explainCase({ attrs, rows, timestamp }) {
  const { ranked } = attributeRate(attrs, toRateRows(attrs.length, rows, timestamp));
  return ranked.map(({ where }) =>
    Object.fromEntries(where.map(({ attribute, value }) => [attribute, JSON.parse(value)])),
  );
}

export function toRateRows(attributes, rows, timestamp) {
  const times = rows.map(([minute]) => toMinutes(minute));
  const place = new Map(
    [...new Set(times)].sort((left, right) => left - right).map((time, at) => [time, at]),
  );
  const ratios = sumByMinute(rows, times, place, attributes);
  const { from, to } = riseOf(
    ratios,
    [...place.keys()].findIndex((time) => time >= toMinutes(timestamp)),
  );
  return rows.flatMap((row, at) => {
    const minute = place.get(times[at]);
    if (minute >= to) return [];
    const values = row.slice(1, 1 + attributes).map((value) => JSON.stringify(value ?? null));
    const [errors, total] = row.slice(1 + attributes).map(Number);
    return [{ minute, isNow: minute >= from, values, errors, total }];
  });
}

/** Minutes since any one moment: numbers by their magnitude (epoch milliseconds, seconds, else minutes), or text that is a date or a time of day. */
function toMinutes(time) {
  const number = typeof time === "string" && time.trim() === "" ? Number.NaN : Number(time);
  const clock = /^(\d{1,2}):(\d{2})/.exec(time);
  if (clock) return 60 * Number(clock[1]) + Number(clock[2]);
  if (Number.isNaN(number)) return Date.parse(/[Zz]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`) / 60_000;
  if (number >= 1e11) return number / 60_000;
  return number >= 1e9 ? number / 60 : number;
}

function sumByMinute(rows, times, place, attributes) {
  const sums = Array.from(place, () => ({ errors: 0, total: 0 }));
  rows.forEach((row, at) => {
    const sum = sums[place.get(times[at])];
    sum.errors += Number(row[1 + attributes]);
    sum.total += Number(row[2 + attributes]);
  });
  return sums.map(({ errors, total }) => errors / Math.max(1, total));
}

/**
 * The minutes [from, to) of the rise, where `first` is the one that was named, or -1 where all are before it. Where
 * nothing precedes or follows it, it is the end of the minutes that differs most from what precedes it. A rise is
 * named a minute or two late by whoever waits to be sure: minutes just before it that are as high belong to it.
 */
function riseOf(ratios, first) {
  if (ratios.length < 2) return { from: 0, to: ratios.length };
  let from = first > 0 ? first : greatestStep(ratios);
  const before = ratios.slice(0, from);
  const usual = median(before);
  const spread = 1.4826 * median(before.map((ratio) => Math.abs(ratio - usual)));
  const isHigh = (ratio) => ratio > usual + Math.max(4 * spread, 0.5 * (mean(ratios.slice(from)) - usual));
  while (from > 3 && first - from < 2 && isHigh(ratios[from - 1])) from -= 1;
  return { from, to: ratios.length };
}

function greatestStep(ratios) {
  let best = { at: ratios.length - 1, step: -Infinity };
  for (let at = 1; at < ratios.length; at += 1) {
    const rise = mean(ratios.slice(at)) - mean(ratios.slice(0, at));
    const step = rise * Math.sqrt((at * (ratios.length - at)) / ratios.length);
    if (step > best.step) best = { at, step };
  }
  return best.at;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
