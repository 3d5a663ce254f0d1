// What counts as found and as false, as the corpus defines it: an event is found by an alarm from its start to five minutes
// after its end; alarms further than an hour after any event are false, once for each episode (a pause of 30 minutes or six
// hours of alarm begin the next). The first three days are for learning.
const GRACE = 5;
const SLACK = 60;
const PAUSE = 30;
const LONGEST = 360;
const LEARNING = 3 * 1_440;

/** Figures of one series. */
export function scoreSeries({ level, minutes, events }, alarms) {
  const known = alarms.filter((minute) => minute >= LEARNING);
  const decidable = events.filter(({ scored }) => scored);
  const delays = decidable.flatMap(({ start, end }) => {
    const first = known.find((minute) => minute >= start && minute <= end + GRACE);
    return first === undefined ? [] : [first - start + 1];
  });
  let wrong = 0;
  let began = -Infinity;
  let last = -Infinity;
  for (const minute of known) {
    if (events.some(({ start, end }) => start <= minute && minute <= end + SLACK)) continue;
    if (minute - last > PAUSE || minute - began > LONGEST) {
      wrong += 1;
      began = minute;
    }
    last = minute;
  }
  return {
    level,
    found: delays.length,
    events: decidable.length,
    wrong,
    delays,
    days: (minutes - LEARNING) / 1_440,
  };
}

/** Sums of them: F1, precision, recall, false alarms for each series-week, delays in minutes, recall by level. */
export function summarize(scores) {
  const total = (key, of = scores) => of.reduce((sum, score) => sum + score[key], 0);
  const found = total("found");
  const delays = scores.flatMap((score) => score.delays).sort((left, right) => left - right);
  const levels = [...new Set(scores.map(({ level }) => level))].sort((left, right) => left - right);
  return {
    f1: (2 * found) / Math.max(1, found + total("events") + total("wrong")),
    precision: found / Math.max(1, found + total("wrong")),
    recall: found / Math.max(1, total("events")),
    wrongPerWeek: (7 * total("wrong")) / total("days"),
    medianDelay: delays[Math.floor(delays.length / 2)] ?? null,
    ninthDelay: delays[Math.floor(delays.length * 0.9)] ?? null,
    recallByLevel: levels.map((level) => {
      const same = scores.filter((score) => score.level === level);
      return [level, total("found", same) / Math.max(1, total("events", same))];
    }),
  };
}
