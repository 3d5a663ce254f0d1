// The figures of judge.mjs as text.
import { groundNames, verdictConfidence } from "../../dist/analyzers/attribution/verdict-confidence.js";
import { shareInterval } from "../detection/accounts/intervals.mjs";

const SIGNALS = ["all", "logs", "metrics"];
const SURE = 0.8;
const START_MINUTES = 3;

export const isRight = ({ isFound, kind, cause }) => isFound && kind === cause;

/** Null where the truth has no place, or nothing was found. */
function isPlaceRight({ isFound, route, dimension, dimensions }) {
  if (!isFound || (route === null && dimension === null)) return null;
  const isNamed = (names) =>
    dimensions.some(([own, text]) => names.some(([name, value]) => own === name && text === value));
  return (route === null || isNamed([["route", route]])) && (dimension === null || isNamed(dimension));
}

/** Null where nothing that is known brought it about. */
function isChangeRight({ isFound, guilty, change }) {
  return !isFound || (guilty ?? null) === null ? null : (change?.startsWith(guilty) ?? false);
}

/** Whether something is named where nothing that is known brought it about: harmless, however near. Null: not asked. */
function isChangeMadeUp({ isFound, guilty, change }) {
  return !isFound || guilty !== null ? null : change !== null;
}

function isStartRight({ isFound, name, startOffMinutes }) {
  // A ramp begins with nothing: any time until it shows is its start.
  if (!isFound || startOffMinutes === null || name === "backend-slowdown-ramp") return null;
  return Math.abs(startOffMinutes) <= START_MINUTES;
}

/** By the table as it is now, so that a run of before a change of the table can be reported on after it. */
export const withConfidence = (result) =>
  result.isFound ? { ...result, confidence: verdictConfidence(result.ground) } : result;

export function judgeReport(judged) {
  const results = judged.map(withConfidence);
  return SIGNALS.map((signals) => {
    const own = results.filter((one) => one.signals === signals);
    const found = own.filter(({ isFound }) => isFound);
    const sureAndWrong = found.filter((one) => one.confidence > SURE && !isRight(one));
    const lines = [
      `${signals}: ${own.length} incidents, ${found.length} found`,
      `  cause kind right   ${share(found.map(isRight))}`,
      `  wrong and sure     ${share(found.map((one) => sureAndWrong.includes(one)))}`,
      `  place right        ${share(found.map(isPlaceRight))}`,
      `  start within ${START_MINUTES} min ${share(found.map(isStartRight))}`,
      `  change right       ${share(found.map(isChangeRight))}`,
      `  harmless one named ${share(found.map(isChangeMadeUp))}`,
      ...deciles(found),
      ...CATALOGUE(found),
    ];
    return lines.join("\n");
  }).join("\n\n");
}

function deciles(found) {
  return Array.from({ length: 10 }, (_, index) => {
    const within = found.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === index);
    if (within.length === 0) return "";
    const stated = within.reduce((sum, { confidence }) => sum + confidence, 0) / within.length;
    const right = within.filter(isRight).length / within.length;
    return `  confidence ${(index / 10).toFixed(1)}  n ${String(within.length).padStart(5)}  stated ${stated.toFixed(3)}  right ${right.toFixed(3)}`;
  }).filter((line) => line !== "");
}

function CATALOGUE(found) {
  const names = [...new Set(found.map(({ name }) => name))];
  return names.flatMap((name) => {
    const own = found.filter((one) => one.name === name);
    const right = own.filter(isRight).length;
    const place = own.map(isPlaceRight).filter((one) => one !== null);
    const start = own.map(isStartRight).filter((one) => one !== null);
    const ok = (list) => `${list.filter(Boolean).length}/${list.length}`;
    return [`    ${name.padEnd(37)} kind ${right}/${own.length}  place ${ok(place)}  start ${ok(start)}`];
  });
}

function share(values) {
  const known = values.filter((value) => value !== null);
  const interval = shareInterval(known.filter(Boolean).length, known.length);
  if (interval === null) return "none";
  const { value, low, high } = interval;
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}, n = ${known.length})`;
}

export function wrongOnes(judged) {
  return judged
    .map(withConfidence)
    .filter(
      (one) =>
        !isRight(one) ||
        isPlaceRight(one) === false ||
        isStartRight(one) === false ||
        isChangeRight(one) === false,
    )
    .map((one) => {
      const { signals, name, host, level, seed, analyzer, kind, cause, confidence, detail, ground } = one;
      const parts = [isRight(one) ? "" : `kind ${kind} not ${cause}`];
      if (isPlaceRight(one) === false)
        parts.push(`place ${JSON.stringify(one.dimensions)} not ${one.route} ${one.dimension}`);
      if (isChangeRight(one) === false) parts.push(`change ${one.change} not ${one.guilty}`);
      if (isStartRight(one) === false) parts.push(`start off ${one.startOffMinutes}`);
      return `${signals} ${name} ${host} ${level} ${seed} ${analyzer ?? "NOT FOUND"} ${confidence?.toFixed(2)} ${ground === undefined ? "" : groundNames(ground)[0]}: ${parts.join("; ")}\n    ${detail ?? ""}`;
    })
    .join("\n");
}
