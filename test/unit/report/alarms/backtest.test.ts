import { describe, expect, it } from "vitest";

import {
  backtestSchema,
  type Backtest,
  type BacktestAlarm,
  type BacktestFiring,
} from "../../../../src/model/backtest.ts";
import { NO_COST } from "../../../../src/model/snapshot.ts";
import { BACKTEST_RENDERERS } from "../../../../src/report/alarms/backtest/registry.ts";
import { displayWidth } from "../../../../src/report/text/width.ts";

const HOSTILE = "x\u001b[31m|`<img src=x>` @team #12 [a](http://evil.example) \u202e\nnext";

function firing(over: Partial<BacktestFiring> = {}): BacktestFiring {
  return {
    start: "2026-11-18T03:12:00.000Z",
    end: "2026-11-18T03:41:00.000Z",
    minutes: 29,
    beganBefore: false,
    reason: "Threshold Crossed: 3 datapoints were greater than the threshold (0.05).",
    peak: { at: "2026-11-18T03:20:00.000Z", value: 0.1234567 },
    pages: 1,
    isJudged: true,
    incidents: ["i-1"],
    url: "https://eu-west-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=eu-west-1#metricsV2:graph=(x)",
    ...over,
  };
}

function alarm(over: Partial<BacktestAlarm> = {}): BacktestAlarm {
  return {
    name: "orders-errors",
    kind: "metric",
    place: { file: "template.yaml", line: 12, id: "OrdersErrors" },
    watches: "5XXError Average > 0.05, 3 of 3 x 60 s",
    targets: ["rest:orders/prod"],
    route: null,
    canPage: true,
    fired: 1,
    minutesInAlarm: 29,
    longestMinutes: 29,
    flaps: 0,
    pages: 1,
    pagesPerWeek: 0.54,
    falseFirings: 0,
    falsePages: 0,
    incidents: 1,
    caught: [{ incident: "i-1", afterMinutes: 4 }],
    usdPerMonth: 0.1,
    firings: [firing()],
    notes: [],
    doubts: [],
    ...over,
  };
}

function backtest(over: Partial<Backtest> = {}, alarms: readonly BacktestAlarm[] = [alarm()]): Backtest {
  return backtestSchema.parse({
    schemaVersion: 1,
    tool: { name: "gatewatch", version: "1.2.3" },
    origin: "recorded",
    window: { start: "2026-11-07T15:00:00.000Z", end: "2026-11-20T15:00:00.000Z" },
    days: 13,
    judged: { start: "2026-11-07T15:00:00.000Z", end: "2026-11-20T15:00:00.000Z" },
    incidents: [
      {
        id: "i-1",
        target: "rest:orders/prod",
        route: "POST /orders",
        start: "2026-11-18T03:08:00.000Z",
        end: null,
        severity: "critical",
        title: "Server errors",
      },
    ],
    proposed: {
      label: "template.yaml",
      alarms,
      notEvaluated: [
        {
          name: "http-5xx",
          place: { file: "template.yaml", line: 62, id: "Http" },
          why: ["its metric is not there"],
        },
      ],
      catches: [{ incident: "i-1", alarm: "orders-errors", afterMinutes: 4, pagedAfterMinutes: 5 }],
      total: {
        alarms: alarms.length,
        fired: 7,
        minutesInAlarm: 83,
        flaps: 2,
        pages: 6,
        pagesPerWeek: 3.23,
        falseFirings: 4,
        falsePages: 3,
        caught: 1,
        paged: 1,
        usdPerMonth: 2.4,
      },
    },
    against: null,
    changes: [],
    exceeded: [],
    notes: ["one thing to know"],
    blindSpots: [{ source: "metrics", target: null, code: "THROTTLED", hint: "some were not read" }],
    cost: NO_COST,
    ...over,
  });
}

const render = (format: string, value: Backtest, verbose = false): string =>
  BACKTEST_RENDERERS[format]?.(value, { colour: false, width: 80, verbose }) ?? "";

const compared = (): Backtest => {
  const base = backtest();
  const { proposed } = base;
  const against = {
    ...proposed,
    label: "deployed.json",
    total: { ...proposed.total, pages: 9, usdPerMonth: 1.1 },
  };
  return {
    ...base,
    against,
    changes: [
      { name: "orders-errors", change: "changed" },
      { name: "late", change: "added" },
      { name: "old", change: "removed" },
      { name: "quiet", change: "same" },
    ],
    exceeded: [{ measure: "pages-per-week", limit: 2, value: 3.23, alarm: null }],
  };
};

describe("a backtest for people", () => {
  it("is read from the top: how often, which, when, and what was missed", () => {
    expect(render("terminal", compared())).toMatchInlineSnapshot(`
      "Gatewatch backtest of template.yaml against deployed.json, 2026-11-07 15:00 to
      2026-11-20 15:00 UTC, from a recording
      This alarm would have fired 7 times in the last 13 days and paged 6 times (3.23
      a week), 3 of them for no incident. They caught 1 of 1 incident, half of them
      within 4 minutes; 0 were missed.
      beyond pages-per-week=2: 3.23

      compared                 deployed.json  template.yaml  difference
      alarms replayed                      1              1        same
      not evaluated                        1              1        same
      times fired                          7              7        same
      time in ALARM                   1h 23m         1h 23m        same
      flaps                                2              2        same
      pages                                9              6          -3
      pages a week                      3.23           3.23        same
      false pages                          3              3        same
      incidents caught (of 1)              1              1        same
      incidents paged for                  1              1        same
      USD a month                       1.10           2.40       +1.30
      added    late
      removed  old
      changed  orders-errors

      alarm          fired  in ALARM  longest  flaps  pages/wk  false  caught
      orders-errors      1       29m      29m      0      0.54      0  1 of 1

      orders-errors
        5XXError Average > 0.05, 3 of 3 x 60 s
        2026-11-18 03:12 to 03:41 (29m), worst 0.1235 at 03:20
            Server errors

      Incidents
        2026-11-18 03:08 critical rest:orders/prod POST /orders: Server errors
            caught after 4 minutes by orders-errors, paged after 5 minutes

      Not evaluated: 1 alarm
        http-5xx (template.yaml:62)
            its metric is not there

      Not evaluated of deployed.json: 1 alarm
        http-5xx (template.yaml:62)
            its metric is not there

      To know
        - one thing to know
        - not seen (metrics): some were not read

      These alarms cost about $2.40 a month at list price. A flap is ALARM again
      within 15 minutes; "false" are firings at no incident. Reasons and links to
      graphs: --verbose, or --format json.
      "
    `);
  });

  it("has reasons and links with --verbose, and says what is hidden without", () => {
    const many = alarm({ firings: Array.from({ length: 9 }, () => firing()), fired: 9 });
    expect(render("terminal", backtest({}, [many]))).toContain("  and 4 firings more (--verbose)\n");
    const verbose = render("terminal", backtest({}, [many]), true);
    expect(verbose).toContain("Threshold Crossed: 3 datapoints");
    expect(verbose).toContain("https://eu-west-1.console.aws.amazon.com/");
    expect(verbose).not.toContain("--verbose");
  });

  it("fits its lines, whatever alarms are called, and lets no name do anything", () => {
    const text = render(
      "terminal",
      backtest({}, [alarm({ name: HOSTILE.repeat(3), watches: HOSTILE, notes: [HOSTILE] })]),
    );
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    // A name in a table has its line for itself, however long.
    const lines = text.split("\n").filter((line) => !line.startsWith("x\\x1b"));
    expect(lines.length).toBeGreaterThan(15);
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
  });

  it("says so where nothing could be replayed", () => {
    const text = render("terminal", backtest({ incidents: [], judged: null }, []));
    expect(text).toContain("None of these alarms could be replayed.");
    expect(text).toContain("Not evaluated: 1 alarm");
  });
});

describe("a backtest as a comment", () => {
  it("has a title, the sentence, the comparison and the rest folded away", () => {
    expect(render("markdown", compared())).toMatchInlineSnapshot(`
      "### Alarm backtest

      **This alarm would have fired 7 times in the last 13 days and paged 6 times (3.23 a week), 3 of them for no incident.** They caught 1 of 1 incident, half of them within 4 minutes; 0 were missed.

      :x: beyond \`pages-per-week=2\`: 3.23

      |  | deployed.json | template.yaml | difference |
      | --- | ---: | ---: | ---: |
      | alarms replayed | 1 | 1 | same |
      | not evaluated | 1 | 1 | same |
      | times fired | 7 | 7 | same |
      | time in ALARM | 1h 23m | 1h 23m | same |
      | flaps | 2 | 2 | same |
      | pages | 9 | 6 | -3 |
      | pages a week | 3.23 | 3.23 | same |
      | false pages | 3 | 3 | same |
      | incidents caught (of 1) | 1 | 1 | same |
      | incidents paged for | 1 | 1 | same |
      | USD a month | 1.10 | 2.40 | +1.30 |

      - added: late
      - removed: old
      - changed: orders-errors

      | alarm | fired | in ALARM | longest | flaps | pages a week | false | caught |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      | orders-errors | 1 | 29m | 29m | 0 | 0.54 | 0 | 1 of 1 |

      <details><summary>Firings</summary>

      | alarm | in ALARM (UTC) | worst datapoint | incident |
      | --- | --- | --- | --- |
      | orders-errors | [2026-11-18 03:12 to 03:41 (29m)](https://eu-west-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=eu-west-1#metricsV2:graph=(x%29) | worst 0.1235 at 03:20 | Server errors |

      </details>

      <details><summary>Incidents (1)</summary>

      | start (UTC) | severity | where | what | caught | paged |
      | --- | --- | --- | --- | --- | --- |
      | 2026-11-18 03:08 | critical | rest:orders/prod POST /orders | Server errors | after 4 minutes by orders-errors | after 5 minutes |

      </details>

      <details><summary>Not evaluated (1)</summary>

      | alarm | where | why |
      | --- | --- | --- |
      | http-5xx | template.yaml:62 | its metric is not there |

      </details>

      <details><summary>To know</summary>

      - one thing to know
      - not seen (metrics): some were not read

      </details>

      <sub>2026-11-07 15:00 to 2026-11-20 15:00 UTC. A flap is ALARM again within 15 minutes; "false" are firings at no incident; about $2.40 a month at list price. gatewatch 1.2.3</sub>
      "
    `);
  });

  it("calls nobody, links nowhere else and breaks no table", () => {
    const text = render(
      "markdown",
      backtest({ notes: [HOSTILE] }, [alarm({ name: HOSTILE, firings: [firing({ incidents: [] })] })]),
    );
    expect(text).not.toMatch(/@team|#12|http:\/\/|(?<!\\)<img|\p{Cf}/u);
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    expect(rows.length).toBeGreaterThan(6);
    const unescaped = (line: string): number => line.replaceAll(/\\./g, "").split("|").length;
    const widths = new Set(rows.filter((line) => line.includes("img")).map(unescaped));
    expect(widths).toEqual(new Set([10, 6]));
  });

  it.each([40, 400, 4_000])("stays below 60,000 characters with %i alarms, and says what is cut", (count) => {
    const alarms = Array.from({ length: count }, (_, index) =>
      alarm({ name: `alarm-${index}`, notes: [`note ${index} `.repeat(9)], firings: [firing(), firing()] }),
    );
    const text = render("markdown", backtest({}, alarms));
    expect(text.length).toBeLessThan(60_000);
    expect(text.length).toBeGreaterThan(10_000);
    if (count > 40) expect(text).toMatch(/\d+ more firings are cut here; --format json has all\./);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});

describe("a backtest for CI", () => {
  it("fails in JUnit where a limit is exceeded, and skips what was not evaluated", () => {
    const exceeded = [{ measure: "alarm-pages-per-week", limit: 0.5, value: 0.54, alarm: "orders-errors" }];
    const text = render("junit", backtest({ exceeded }));
    expect(text).toContain('tests="3"');
    expect(text).toContain('failures="1"');
    expect(text).toContain('skipped="1"');
    expect(text).toContain("alarm-pages-per-week is 0.54, at most 0.5");
    expect(text).toContain("not evaluated: its metric is not there");
  });

  it("stands in SARIF at the alarm's line", () => {
    const noisy = alarm({ falseFirings: 3, flaps: 2, firings: [firing({ incidents: [] })] });
    const log = JSON.parse(render("sarif", backtest({}, [noisy]))) as {
      runs: { results: { ruleId: string; message: { text: string }; locations: unknown[] }[] }[];
    };
    expect(log.runs[0]?.results.map(({ ruleId, message }) => `${ruleId} ${message.text}`)).toEqual([
      "backtest/false-firing orders-errors: fired 3 times at no incident in 13 days, first 2026-11-18 03:12 to 03:41 (29m)",
      "backtest/flapping orders-errors: flapped 2 times in 13 days",
      "backtest/not-evaluated http-5xx: its metric is not there",
    ]);
    expect(JSON.stringify(log.runs[0]?.results[0]?.locations)).toContain('"startLine":12');
  });

  it("is in JSON what was found, safe to look at", () => {
    const value = backtest({}, [alarm({ name: HOSTILE })]);
    const text = render("json", value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
