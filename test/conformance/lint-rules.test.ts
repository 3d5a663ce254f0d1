import { existsSync, readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { LINT_RULES } from "../../src/alarms/lint/registry.ts";
import { runLint } from "../../src/alarms/lint/run-lint.ts";
import { readAlarms } from "../../src/cli/alarms-source/read-alarms.ts";
import type { LintContext } from "../../src/alarms/lint/lint-context.ts";
import type { DeclaredAlarm } from "../../src/model/declared-alarm.ts";
import type { LintFinding } from "../../src/model/lint-finding.ts";
import { OFFLINE } from "../support/lint-alarms.ts";
import {
  LINT_HISTORY,
  LINT_LISTED,
  LINT_STAGES,
  LINT_TOPICS,
  lintCoverage,
} from "../support/lint-account.ts";
import { LINT_SERIES, LINT_TARGETS } from "../support/lint-recording.ts";

const DATA = "test/data/alarms-lint";
const DIALECTS = ["yaml", "tf", "json"] as const;

/** What a dialect cannot say, so that it has no file for the rule. */
const CANNOT: Readonly<Record<string, string>> = {
  "no-data-despite-traffic.yaml": "a template does not tell an alarm's state",
  "no-data-despite-traffic.tf": "Terraform files do not tell an alarm's state",
  "flapping.yaml": "a template has no history",
  "flapping.tf": "Terraform files have no history",
  "never-fired.yaml": "a template has no history",
  "never-fired.tf": "Terraform files have no history",
};
const RECORDED = { targets: LINT_TARGETS, series: LINT_SERIES };
/** Rules that need more than alarms get what they need of the account. */
const NEEDED: Readonly<
  Record<string, Partial<LintContext> | ((alarms: readonly DeclaredAlarm[]) => Partial<LintContext>)>
> = {
  "detailed-metrics-off": RECORDED,
  "no-data-despite-traffic": RECORDED,
  "unknown-stage": LINT_STAGES,
  "no-such-metric": LINT_LISTED,
  "topic-region": LINT_TOPICS,
  "topic-missing": LINT_TOPICS,
  "topic-unheard": LINT_TOPICS,
  flapping: LINT_HISTORY,
  "never-fired": LINT_HISTORY,
  "missing-recommended": lintCoverage,
};
/** Where what is found is about no alarm that there is. */
const PLACES: Readonly<Record<string, string>> = { "missing-recommended": "eu-west-1" };

const read = {
  cwd: process.cwd(),
  stderr: { write: () => undefined, isTTY: false, columns: undefined },
} as unknown as Parameters<typeof readAlarms>[2];

async function lint(path: string, rule: string): Promise<readonly LintFinding[]> {
  const [collection, ...others] = await readAlarms([path], [], read);
  expect(others).toEqual([]);
  expect(collection?.problems).toEqual([]);
  expect(collection?.alarms.length).toBeGreaterThan(0);
  const alarms = collection?.alarms ?? [];
  const needed = NEEDED[rule] ?? {};
  const context = typeof needed === "function" ? needed(alarms) : needed;
  return runLint(LINT_RULES, { ...OFFLINE, ...context, alarms });
}

describe("the registry", () => {
  test("holds one rule for each file, named after it, each with files that trip it", () => {
    const files = readdirSync("src/alarms/lint/rules").map((name) => name.replace(".ts", ""));
    expect(files.length).toBeGreaterThan(30);
    const ids = LINT_RULES.map(({ id }) => id);
    expect([...ids].sort()).toEqual(files.sort());
    expect(readdirSync(DATA).sort()).toEqual(files);
  });

  test("has no page of a rule that is gone", () => {
    const pages = readdirSync("docs/alarms/lint").filter((name) => name !== "README.md");
    expect(pages.sort()).toEqual(LINT_RULES.map(({ id }) => `${id}.md`).sort());
  });

  test("lists every rule in the index, with its severity and title", () => {
    const index = readFileSync("docs/alarms/lint/README.md", "utf8").replaceAll(/ +/g, " ");
    for (const { id, severity, title } of LINT_RULES) {
      expect(index).toContain(`| [${id}](${id}.md) | ${severity} | ${title} |`);
    }
  });
});

describe.each(LINT_RULES)("$id", ({ id, title, what, why, fix }) => {
  test("has its words, and a page that says them", () => {
    for (const text of [title, what, why, fix]) expect(text.length).toBeGreaterThan(10);
    for (const text of [what, why, fix]) expect(text).toMatch(/[.]$/);
    const page = readFileSync(`docs/alarms/lint/${id}.md`, "utf8");
    expect(page.startsWith(`# ${title}\n`)).toBe(true);
    expect(page).toContain(`\`${id}\``);
    for (const heading of ["What it looks for", "Why it matters", "How to fix it", "How to silence it"]) {
      expect(page).toMatch(new RegExp(`^## ${heading}$`, "m"));
    }
    const words = page.replaceAll(/\s+/g, " ");
    for (const text of [what, why, fix]) expect(words).toContain(text.replaceAll(/([<>])/g, "\\$1"));
    expect(page).toContain(`rule: ${id}`);
  });

  for (const dialect of DIALECTS) {
    const reason = CANNOT[`${id}.${dialect}`];
    // Terraform reads a folder as one.
    const ending = dialect === "tf" ? "/main.tf" : `.${dialect}`;
    const [bad, good] = [`${DATA}/${id}/bad${ending}`, `${DATA}/${id}/good${ending}`];
    if (reason !== undefined) {
      test(`${dialect} has no file: ${reason}`, () => {
        expect(existsSync(bad) || existsSync(good)).toBe(false);
      });
      continue;
    }

    test(`${dialect}: tells the bad one, and nothing else of it`, async () => {
      const findings = await lint(bad, id);
      expect([...new Set(findings.map(({ rule }) => rule))]).toEqual([id]);
      for (const { message, fix: next, place } of findings) {
        expect(`${message} ${next}`).not.toMatch(/undefined|NaN|\[object/);
        expect(place.file).toBe(PLACES[id] ?? bad);
      }
    });

    test(`${dialect}: is silent about the repaired twin, as all rules are`, async () => {
      expect(await lint(good, id)).toEqual([]);
    });
  }
});
