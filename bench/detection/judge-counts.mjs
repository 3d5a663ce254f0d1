// Judges the detector of error spikes on labelled counts, as shipped and cross-validated, and measures its cost.
//
//   npm run build && node bench/detection/judge-counts.mjs DIR...
//
// Cross-validated: series are dealt into five folds; what was chosen (threshold, memory, threshold over the past) is
// chosen again on four of them, by F1, and scored on the fifth, which had no part in it. Without a DIR, series are made
// from judging seeds, which nothing was tuned on.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { alarmMinutes, readCounts } from "./counts-door.mjs";
import { scoreSeries, summarize } from "./score-counts.mjs";

const JUDGING_SEEDS = [9_301, 9_302];
const MADE_SERIES = 100;
const FOLDS = 5;
const CHOICES = [10.5, 11.5, 12.5].flatMap((floorNats) =>
  [1.6, 2, 2.5].flatMap((factor) =>
    [20, 30, 45].map((fast) => ({
      floorNats,
      past: { quantile: 0.75, factor },
      halfLives: { fast, medium: 360, slow: 10_080, hourOfDay: 10_080, dispersion: 10_080 },
    })),
  ),
);

const folders = process.argv.slice(2);
for (const folder of folders) judge(folder, folder, true);
if (folders.length === 0) {
  for (const seed of JUDGING_SEEDS) {
    const made = mkdtempSync(join(tmpdir(), "gatewatch-counts-"));
    try {
      const script = fileURLToPath(new URL("make-counts.mjs", import.meta.url));
      spawnSync(process.execPath, [script, `${seed}`, `${MADE_SERIES}`, made], { stdio: "inherit" });
      judge(`made, seed ${seed}`, made, false);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  }
}

function judge(title, folder, isCrossValidated) {
  const labels = JSON.parse(readFileSync(join(folder, "labels.json"), "utf8"));
  const series = [...readCounts(folder)].map(([name, rows]) => ({ label: labels[name], rows }));
  const startedMs = process.cpuUsage().user / 1_000;
  const plain = series.map(({ label, rows }) => scoreSeries(label, alarmMinutes(rows)));
  const usedMs = process.cpuUsage().user / 1_000 - startedMs;
  const samples = series.reduce((sum, { rows }) => sum + rows.length / 3, 0);
  console.log(`${title}: ${series.length} series, ${((1_000 * usedMs) / samples).toFixed(2)} µs a sample`);
  print("as shipped", summarize(plain));
  if (!isCrossValidated) return;
  const byChoice = CHOICES.map((choice) =>
    series.map(({ label, rows }) => scoreSeries(label, alarmMinutes(rows, choice))),
  );
  const outside = series.map((_, index) => {
    const f1 = byChoice.map(
      (scores) => summarize(scores.filter((__, at) => at % FOLDS !== index % FOLDS)).f1,
    );
    return byChoice[f1.indexOf(Math.max(...f1))][index];
  });
  print("cross-validated", summarize(outside));
}

function print(name, { f1, precision, recall, wrongPerWeek, medianDelay, ninthDelay, recallByLevel }) {
  const levels = recallByLevel.map(([level, share]) => `${level}/min ${share.toFixed(2)}`).join(", ");
  console.log(
    `  ${name.padEnd(16)} F1 ${f1.toFixed(3)}, precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)} (${levels}), ` +
      `${wrongPerWeek.toFixed(2)} false a series-week, delay ${medianDelay} min (nine tenths within ${ninthDelay})`,
  );
}
