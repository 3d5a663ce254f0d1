import { MINUTE_MS } from "../../src/core/window.ts";
import type { WaterfallRow } from "../../src/model/trace-report.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { toView, type ReportView } from "../../src/report/view/to-view.ts";
import { aFinding, aSeries, aSnapshot, aTarget, END_MS, WINDOW } from "./report-fixtures.ts";
import { aLogSlice } from "./report-snapshot.ts";

/** What names, paths, messages and descriptions hold where somebody wants a reader's page, terminal or comment to obey. */
export const ATTACKS = [
  `"><script>window.hacked=1</script>`,
  `</script><script>window.hacked=2</script><!--`,
  `'><img src=x onerror=window.hacked=3>`,
  `\`><svg onload=window.hacked=4>`,
  `<iframe src="https://attacker.invalid/"></iframe><base href="https://attacker.invalid/">`,
  `</title></style><style>@import url(https://attacker.invalid/)</style>`,
  `<meta http-equiv=refresh content="0;url=https://attacker.invalid/">`,
  `<form action=https://attacker.invalid/><button>`,
  `&lt;script&gt;window.hacked=5&lt;/script&gt; &#60;b>`,
  `{{constructor.constructor('window.hacked=6')()}} \${window.hacked=7}`,
  `javascript:window.hacked=8`,
  `[click](javascript:window.hacked=9) ![x](https://attacker.invalid/x.png) <https://attacker.invalid/>`,
  `| a | b |\n| --- | --- |\n# heading @everyone #1 \`\`\`js\nwindow.hacked=10`,
  `</details><details open>`,
  `\u202egnp.exe\u202c \u2066x\u2069 \u200b\u00ad\u2028\u2029\ufeff`,
  `\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u009b32m\r\n\t\u0000\u007f`,
  `\ud800 lone \udfff`,
  `=HYPERLINK("https://attacker.invalid/","x")`,
] as const;

const URLS = [
  "javascript:window.hacked=11",
  "data:text/html,<script>window.hacked=12</script>",
  'https://attacker.invalid/"onmouseover=window.hacked=13 x="',
  "https://attacker.invalid/)[x](javascript:window.hacked=14",
  "vbscript:x",
  "//attacker.invalid/",
];

/** A report in which every text from outside is an attack. */
export function hostileView(): ReportView {
  const targets = ATTACKS.map((attack, index) => ({
    ...aTarget({
      apiName: attack,
      apiId: attack,
      stage: attack,
      region: attack,
      kind: index % 2 ? "http" : "rest",
    }),
    id: `rest:${attack}${index}/${attack}`,
    configuration: {
      routes: [],
      detailedMetrics: true,
      cache: null,
      throttle: null,
      tracing: false,
      accessLog: null,
      executionLogLevel: null,
      deploymentId: attack,
      deployments: [{ id: attack, createdMs: END_MS - 7 * MINUTE_MS, description: attack }],
      canary: null,
      usagePlans: [],
      webAclArn: attack,
    },
  }));
  const attackAt = (index: number): string => ATTACKS[index % ATTACKS.length] ?? "";
  const series = targets.flatMap(({ id }, index) =>
    [null, attackAt(index), attackAt(index + 1)].flatMap((route) =>
      ["Count", "5XXError", "4XXError"].map((metric) =>
        aSeries(metric, "Sum", [90, 80, 70, 60], { target: id, route }),
      ),
    ),
  );
  const logs = targets.slice(0, 3).map(({ id }, index) =>
    aLogSlice({
      target: id,
      counts: [
        {
          minuteMs: WINDOW.startMs,
          route: attackAt(index),
          status: 500,
          responseType: attackAt(index + 1),
          deploymentId: attackAt(index + 2),
          isCanary: null,
          requests: 7,
        },
      ],
      latencies: [
        { route: null, phase: "latency", count: 7, meanMs: 12, p50: 11, p90: 13, p99: 14, buckets: null },
      ],
    }),
  );
  const snapshot: Snapshot = aSnapshot({
    targets,
    series,
    logs,
    blindSpots: ATTACKS.map((attack) => ({ source: attack, target: attack, code: attack, hint: attack })),
    cost: {
      metricsRequested: 3,
      logBytesScanned: 0,
      tracesRetrieved: 0,
      usd: 0.1,
      calls: { [attackAt(0)]: 3 },
    },
  });
  const findings = targets.map(({ id }, index) => {
    const attack = attackAt(index);
    return aFinding({
      id: `f-${index}`,
      target: id,
      route: attack,
      title: attack,
      summary: attack,
      cause: { kind: "unknown", detail: attack },
      verdict: {
        side: "unknown",
        phase: null,
        signature: attack,
        dimensions: [{ name: "userAgent", value: attack, share: 0.7, now: 0.6, before: 0.1 }],
        change: { what: attack, at: "2026-03-05T16:20:00.000Z", minutesBefore: 1 },
        signals: ["metrics"],
        confidence: 0.5,
      },
      evidence: [{ label: attack, baseline: 1, observed: 2, unit: "count", source: "metrics" }],
      actions: [attack],
      links: URLS.map((url) => ({ label: attack, url })),
    });
  });
  const row = (label: string): WaterfallRow => ({
    depth: 1,
    label,
    phase: "downstream",
    startMs: 0,
    durationMs: 9,
    selfMs: 9,
    waitedMs: 9,
    isFault: true,
  });
  const worstTraces = targets.map(({ id }, index) => ({
    target: id,
    before: null,
    since: {
      request: {
        traceId: attackAt(index),
        time: "2026-03-05T16:59:00.000Z",
        durationMs: 9,
        route: attackAt(index),
        status: 500,
        mainStep: attackAt(index),
        mainStepMs: 9,
        cause: attackAt(index),
      },
      rows: [row(attackAt(index))],
    },
  }));
  return toView(snapshot, findings, "0.1.0", { worstTraces });
}
