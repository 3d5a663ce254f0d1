import { expect, it } from "vitest";

import { analyze } from "../../src/analyzers/run.ts";
import { demoAccount } from "../../src/cli/source/demo-account.ts";
import { demoSnapshot } from "../../src/cli/source/demo-snapshot.ts";
import { MINUTE_MS } from "../../src/core/window.ts";
import { DEFAULT_SETTINGS } from "../../src/model/config.ts";
import type { CauseKind, Finding } from "../../src/model/finding.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Target } from "../../src/model/target.ts";
import type { Truth } from "../../src/simulate/incident.ts";

const USUALLY = 1;

const ANALYZER: Readonly<Record<string, string>> = {
  "integration-errors-after-deployment": "errors/server-error-spike",
  "backend-slowdown-step": "latency/integration-regression",
  "backend-slowdown-tail": "latency/integration-regression",
  "cache-collapse": "cache/hit-ratio-collapse",
  "authorizer-slowdown": "latency/overhead-regression",
  "traffic-drop": "traffic/drop",
  "websocket-integration-errors": "websocket/integration-errors",
  "lambda-permission-removed": "errors/server-error-spike",
};

/**
 * What metrics alone can say of a cause: an authorizer is a part of the gateway's side, and that a deployment
 * came shortly before is named in the detail, while the side stays the integration's.
 */
const SIDE: Partial<Record<CauseKind, CauseKind>> = {
  authorizer: "gateway",
  waf: "gateway",
  configuration: "integration",
  deployment: "integration",
};

/** What is wrong with the finding that should tell this truth; empty where nothing is. */
function complaints(truth: Truth, snapshot: Snapshot, findings: readonly Finding[]): string[] {
  const ofTarget = findings.filter((finding) => finding.target === truth.target);
  const [finding] = ofTarget;
  if (finding === undefined) return [`${truth.incident} on ${truth.target}: not found`];
  const target = snapshot.targets.find(({ id }) => id === truth.target);
  const route = target?.configuration?.detailedMetrics ? truth.route : null;
  const startMs = Date.parse(finding.startedAt);
  const offMinutes = (startMs - (truth.firstEffectMs ?? truth.startMs)) / MINUTE_MS;
  const wrong = (what: string, expected: unknown, seen: unknown): string[] =>
    expected === seen
      ? []
      : [`${truth.incident} on ${truth.target}: ${what} ${String(seen)}, should be ${String(expected)}`];
  return [
    ...wrong("number of findings", 1, ofTarget.length),
    ...wrong("analyzer", ANALYZER[truth.incident], finding.analyzer),
    ...wrong("route", route, finding.route),
    // Where logs were read as well, the cause itself may be told.
    ...(finding.cause.kind === truth.cause
      ? []
      : wrong("cause", SIDE[truth.cause] ?? truth.cause, finding.cause.kind)),
    // That a release went live just before is a fact, whatever the cause is: told where there was one, and nowhere else.
    ...wrong("names the deployment", releaseBefore(truth, target), namedIn(finding.cause.detail)),
    ...wrong("start within 5 minutes", true, Math.abs(offMinutes) <= 5),
    ...wrong("is over", truth.endMs < snapshot.window.endMs, finding.endedAt !== null),
  ];
}

/** The id of what went live within half an hour before the truth; null where nothing did. */
function releaseBefore({ startMs }: Truth, target: Target | undefined): string | null {
  const before = (target?.configuration?.deployments ?? []).filter(
    ({ createdMs }) => createdMs <= startMs && createdMs >= startMs - 30 * MINUTE_MS,
  );
  return before.at(-1)?.id ?? null;
}

function namedIn(detail: string): string | null {
  return /\bDeployment (\S+) went live/.exec(detail)?.[1] ?? null;
}

/**
 * The judge of the detectors: an incident counts as found only where target, route, analyzer, side, start and end
 * are all right and it is told once, and nothing may be found anywhere else. Tuning used seeds 1 to 12; judging
 * uses seeds that nobody looked at before. Each account takes seconds, so a usual run judges the first seed of the first
 * file; where GATEWATCH_JUDGE_ALL is set all are judged, in two files, so that both cores have work.
 *
 * @param baseline the report's default where it is left out; a shorter one takes less time and is harder.
 */
export function judgeDemo(seeds: readonly number[], baseline?: string): void {
  it.each(process.env["GATEWATCH_JUDGE_ALL"] === undefined ? seeds.slice(0, USUALLY) : seeds)(
    "seed %d: every planted incident is found, and nothing else",
    async (seed) => {
      const { truths } = demoAccount(seed);
      expect(new Set(truths.map(({ incident }) => incident)).size).toBeGreaterThanOrEqual(7);
      const asked = { api: null, stage: null, since: undefined, until: undefined, baseline };
      const snapshot = await demoSnapshot(seed, asked, () => undefined);
      const { findings, failures } = analyze(snapshot, () => DEFAULT_SETTINGS);
      const planted = new Set(truths.map(({ target }) => target));
      const onHealthy = findings
        .filter(({ target }) => !planted.has(target))
        .map(({ target, title }) => `${target}: ${title}`);
      expect(failures).toEqual([]);
      expect(onHealthy).toEqual([]);
      expect(truths.flatMap((truth) => complaints(truth, snapshot, findings))).toEqual([]);
    },
  );
}
