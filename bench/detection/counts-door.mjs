// What the scripts for counts share: reading a folder of CSVs and running the detector of the analyzers over a series.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const DIST = process.env.GATEWATCH_DIST ?? new URL("../../dist/", import.meta.url).href;
const { ShareDetector } = await import(`${DIST}core/detect/share-detector.js`);
const { DEFAULT_SETTINGS } = await import(`${DIST}model/config.js`);
/** As for the server errors of one stage, with the settings that nobody changed. */
const GATES = {
  minParts: DEFAULT_SETTINGS.minErrors,
  minRise: DEFAULT_SETTINGS.minErrorRatioRise,
  unlearnedNats: 8,
  extraNats: 0,
  shares: 1,
};

/** Series by name; rows of minute, requests, errors one after the other. */
export function readCounts(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  return new Map(
    names.sort().map((name) => {
      const [head = "", ...lines] = readFileSync(join(folder, name), "utf8").trim().split(/\r?\n/);
      if (head !== "minute,count,errors")
        throw new Error(`${name} begins with ${head}, not minute,count,errors`);
      return [name.slice(0, -4), Float64Array.from(lines.flatMap((line) => line.split(",").map(Number)))];
    }),
  );
}

/** The minutes, of those with traffic, at which the detector says that errors are raised: nothing later is known to it. */
export function alarmMinutes(rows, changes = {}) {
  const detector = new ShareDetector(GATES, () => {}, changes);
  const minutes = [];
  for (let at = 0; at < rows.length; at += 3) {
    detector.observe(rows[at], 1, rows[at + 2], rows[at + 1]);
    if (detector.rise !== null) minutes.push(rows[at]);
  }
  return minutes;
}
