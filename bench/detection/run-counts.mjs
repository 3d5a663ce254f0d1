// Runs the detector of error spikes over labelled or unlabelled counts, minute by minute, each series by itself.
//
//   npm run build && node bench/detection/run-counts.mjs DIR OUT.json
//
// DIR holds CSVs of minute,count,errors (a minute without traffic has no row). OUT.json: {series: [minutes in alarm]}.
import { writeFileSync } from "node:fs";

import { alarmMinutes, readCounts } from "./counts-door.mjs";

const [folder, out] = process.argv.slice(2);
if (out === undefined) throw new Error("usage: run-counts.mjs DIR OUT.json");
const alarms = {};
for (const [name, rows] of readCounts(folder)) alarms[name] = alarmMinutes(rows);
writeFileSync(out, JSON.stringify(alarms));
