import { existsSync, readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { ANALYZERS } from "../../src/analyzers/registry.ts";
import { analyze } from "../../src/analyzers/run.ts";
import { DEFAULT_SETTINGS } from "../../src/model/config.ts";
import { findingSchema, type Finding } from "../../src/model/finding.ts";
import type { Run } from "../../src/model/series.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { dayAndNight, madeSnapshot, madeTarget, minutesAgo } from "../support/analyzers-snapshot.ts";

const FAMILIES = ["errors", "latency", "traffic", "cache", "websocket", "throttling"];
const HEADINGS = ["What it says", "When it is wrong", "How to act", "How to silence it"];

/** One target of each flavour, everything wrong at once, with routes. */
function troubled(): Snapshot {
  const at = (timeMs: number) => {
    const isBad = timeMs >= minutesAgo(49);
    return {
      requests: dayAndNight(timeMs, 90, 0.3),
      clientErrorRatio: isBad ? 0.4 : 0.02,
      serverErrorRatio: isBad ? 0.2 : 0.002,
      missRatio: isBad ? 0.9 : 0.2,
      integrationMs: isBad ? 420 : 70,
      overheadMs: 11,
    };
  };
  return madeSnapshot(
    [
      madeTarget({ at, days: 2, api: "shop", routes: ["GET /x", "POST /y"] }),
      madeTarget({ at, days: 2, api: "h7", kind: "http" }),
      madeTarget({ at, days: 2, api: "w3", kind: "websocket" }),
    ],
    { days: 2 },
  );
}

/** One target of each flavour, nothing wrong. */
function calm(): Snapshot {
  const at = () => ({
    requests: 60,
    clientErrorRatio: 0.02,
    serverErrorRatio: 0.003,
    missRatio: 0.2,
    integrationMs: 70,
    overheadMs: 11,
  });
  return madeSnapshot(
    [
      madeTarget({ at, days: 2, api: "shop", routes: ["GET /x", "POST /y"] }),
      madeTarget({ at, days: 2, api: "h7", kind: "http" }),
      madeTarget({ at, days: 2, api: "w3", kind: "websocket" }),
    ],
    { days: 2 },
  );
}

type Change = (runs: readonly Run[]) => readonly Run[];

/** The same snapshot with every series' values changed. */
function withValues(snapshot: Snapshot, change: Change): Snapshot {
  return {
    ...snapshot,
    series: snapshot.series.map((series) => ({ ...series, runs: [...change(series.runs)] })),
  };
}

const snapshot = troubled();
const healthy = calm();

const lastPoint: Change = (runs) => runs.slice(-1).map(([start, values]): Run => [start, values.slice(-1)]);
/** Made once for all analyzers. */
const SILENT = [
  ["empty", withValues(healthy, () => [])],
  ["constant", withValues(healthy, allTheSame)],
  ["single-point", withValues(healthy, lastPoint)],
  ["gap-ridden", withValues(healthy, cut)],
] as const;
const ABSURD: Change = (runs) =>
  runs.map(([start, values]): Run => [start, values.map((value, index) => (index % 7 === 3 ? 1e15 : value))]);
const HOSTILE = [
  ["no datapoint", withValues(snapshot, () => [])],
  ["one datapoint", withValues(snapshot, lastPoint)],
  ["zeros", withValues(snapshot, (runs) => runs.map(([start, values]): Run => [start, values.map(() => 0)]))],
  ["every second run is a gap", withValues(snapshot, cut)],
  ["absurd numbers", withValues(snapshot, ABSURD)],
  [
    "negative numbers",
    withValues(snapshot, (runs) =>
      runs.map(([start, values]): Run => [start, values.map((value) => -value)]),
    ),
  ],
] as const;

describe("the registry", () => {
  test("holds one analyzer for each file, named after its path", () => {
    const files = FAMILIES.flatMap((family) =>
      readdirSync(`src/analyzers/${family}`).map((name) => `${family}/${name.replace(".ts", "")}`),
    );
    expect(files.length).toBeGreaterThan(5);
    expect(ANALYZERS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  test.each(ANALYZERS)("$id has a page that says what an owner needs", ({ id, title }) => {
    const path = `docs/analyzers/${id}.md`;
    expect(existsSync(path)).toBe(true);
    const page = readFileSync(path, "utf8");
    expect(page).toContain(`\`${id}\``);
    expect(page.startsWith(`# ${title}\n`)).toBe(true);
    for (const heading of HEADINGS) expect(page).toMatch(new RegExp(`^## ${heading}$`, "m"));
  });
});

describe.each(ANALYZERS)("$id", (analyzer) => {
  const told = (one: Snapshot): readonly Finding[] => {
    const { findings, failures } = analyze(one, () => DEFAULT_SETTINGS, [analyzer]);
    expect(failures).toEqual([]);
    return findings;
  };

  test("gives findings of the documented shape, with numbers to check and a next step", () => {
    for (const finding of told(snapshot)) {
      expect(findingSchema.parse(finding)).toEqual(finding);
      expect(finding.evidence.length).toBeGreaterThan(0);
      expect(finding.actions.length).toBeGreaterThan(0);
      expect(finding.impact.share).toBeLessThanOrEqual(1);
      expect(finding.links.every(({ url }) => URL.canParse(url))).toBe(true);
      expect(`${finding.title}${finding.summary}`).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test("can be silenced by name and by family", () => {
    const [family] = analyzer.id.split("/");
    for (const pattern of [analyzer.id, `${family}/*`]) {
      const settings = { ...DEFAULT_SETTINGS, disable: [pattern] };
      expect(analyze(snapshot, () => settings, [analyzer]).findings).toEqual([]);
    }
  });

  test.each(SILENT)("is silent on %s input", (_, changed) => {
    expect(healthy.series.length).toBeGreaterThan(20);
    expect(told(changed)).toEqual([]);
  });

  test.each(HOSTILE)("does not break on %s", (_, changed) => {
    for (const finding of told(changed)) {
      expect(findingSchema.safeParse(finding).error).toBeUndefined();
    }
  });
});

/** The mean everywhere: it says the same in all periods that a metric is read in. */
function allTheSame(runs: readonly Run[]): Run[] {
  const all = runs.flatMap(([, values]) => values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return runs.map(([start, values]) => [start, values.map(() => mean)]);
}

/** Runs of seven datapoints with gaps of five between them. */
function cut(runs: readonly Run[]): Run[] {
  return runs.flatMap(([start, values]) => {
    const periodMs = values.length > 500 ? 300_000 : 60_000;
    const pieces: Run[] = [];
    for (let index = 0; index < values.length; index += 12) {
      pieces.push([start + index * periodMs, values.slice(index, index + 7)]);
    }
    return pieces;
  });
}

test("severity can be overridden for one analyzer", () => {
  const settings = { ...DEFAULT_SETTINGS, severity: { "errors/server-error-spike": "info" as const } };
  const { findings } = analyze(snapshot, () => settings);
  const own = findings.filter(({ analyzer }) => analyzer === "errors/server-error-spike");
  expect(own.length).toBeGreaterThan(0);
  expect(own.every(({ severity }) => severity === "info")).toBe(true);
});

test("an analyzer that breaks is told, and loses nothing else", () => {
  const broken = {
    id: "errors/broken",
    title: "Broken",
    needs: ["requests"] as const,
    analyze: () => {
      throw new Error("a bug");
    },
  };
  const { findings, failures } = analyze(snapshot, () => DEFAULT_SETTINGS, [broken, ...ANALYZERS]);
  expect(findings.length).toBeGreaterThan(0);
  expect(failures).toEqual([
    { analyzer: "errors/broken", target: "rest:shop/prod", message: "a bug" },
    { analyzer: "errors/broken", target: "http:h7/prod", message: "a bug" },
  ]);
});

test("ids are unique, and worse comes first", () => {
  const { findings } = analyze(snapshot, () => DEFAULT_SETTINGS);
  expect(findings.length).toBeGreaterThan(3);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  const ranks = findings.map(({ severity }) => ["critical", "warning", "info"].indexOf(severity));
  expect(ranks).toEqual([...ranks].sort((left, right) => left - right));
});
