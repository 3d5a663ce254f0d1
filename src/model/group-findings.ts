import { MINUTE_MS } from "../core/window.ts";
import type { FindingGroup } from "./finding-group.ts";
import type { CauseKind, Finding } from "./finding.ts";
import type { Target } from "./target.ts";

/** What one thing breaks shows within so long in every metric. */
const TOGETHER_MS = 15 * MINUTE_MS;
/** Starts are known to a few minutes: within as long the kind of cause says what came first. */
const SAME_START_MS = 5 * MINUTE_MS;

/** The more a cause explains of the others, the earlier it stands; what follows from something stands last. */
const ROOTS: readonly CauseKind[] = [
  "deployment",
  "configuration",
  "quota",
  "waf",
  "authorizer",
  "throttle",
  "downstream",
  "cache",
  "integration",
  "gateway",
  "client",
  "unknown",
];
/** Mostly what callers do after something else went wrong, or a warning. */
const FOLLOWS: ReadonlySet<string> = new Set(["traffic/drop", "throttling/headroom"]);
/** What a function or service behind several APIs can break in all of them. */
const BEHIND: ReadonlySet<CauseKind> = new Set(["integration", "downstream", "deployment", "configuration"]);

/**
 * Findings that are one incident, put together: of one target, what began together and overlaps; of several targets, where
 * besides the same function or service stands behind them, or the account's limit turns requests away. Pure.
 *
 * @param findings worst first; groups are in the order of their worst finding, and each finding is in one.
 */
export function groupFindings(findings: readonly Finding[], targets: readonly Target[]): FindingGroup[] {
  const byId = new Map(targets.map((target) => [target.id, target]));
  const groups: Finding[][] = [];
  for (const finding of findings) {
    const near = groups.filter((group) =>
      group.some((other) => isTogether(other, finding) && isRelated(other, finding, byId)),
    );
    const [first, ...others] = near;
    if (first === undefined) {
      groups.push([finding]);
      continue;
    }
    first.push(finding);
    for (const other of others) {
      first.push(...other);
      groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map((group) => toGroup(group, findings));
}

function isTogether(left: Finding, right: Finding): boolean {
  const [leftMs, rightMs] = [startOf(left), startOf(right)];
  return Math.abs(leftMs - rightMs) <= TOGETHER_MS && leftMs < endOf(right) && rightMs < endOf(left);
}

function isRelated(left: Finding, right: Finding, targets: ReadonlyMap<string, Target>): boolean {
  if (left.target === right.target) return true;
  const [one, other] = [targets.get(left.target), targets.get(right.target)];
  if (one === undefined || other === undefined) return false;
  if (one.region !== other.region || one.accountId !== other.accountId) return false;
  if (left.cause.kind === "throttle" && right.cause.kind === "throttle")
    return [left, right].every(({ cause }) => /\bthe account's\b/.test(cause.detail));
  if (!BEHIND.has(left.cause.kind) || !BEHIND.has(right.cause.kind)) return false;
  const behind = standsBehind(left, one);
  return [...standsBehind(right, other)].some((name) => behind.has(name));
}

/** What the route calls that a finding is of, by its place or by its verdict; of all routes where it names none. */
function standsBehind({ route, verdict }: Finding, { configuration }: Target): ReadonlySet<string> {
  const named = (verdict?.dimensions ?? []).flatMap(({ name, value }) => (name === "route" ? [value] : []));
  const routes = new Set(route === null ? named : [route]);
  const own = (configuration?.routes ?? []).filter(({ key }) => routes.size === 0 || routes.has(key));
  return new Set(own.flatMap(({ integrationTarget }) => integrationTarget ?? []));
}

function toGroup(group: readonly Finding[], order: readonly Finding[]): FindingGroup {
  const startMs = Math.min(...group.map(startOf));
  const endMs = Math.max(...group.map(endOf));
  const rank = (finding: Finding): readonly number[] => [
    Number(FOLLOWS.has(finding.analyzer)),
    Math.floor((startOf(finding) - startMs) / SAME_START_MS),
    ROOTS.indexOf(finding.cause.kind),
    order.indexOf(finding),
  ];
  const [root, ...rest] = [...group].sort((left, right) => compareRanks(rank(left), rank(right)));
  const others = rest.sort(
    (left, right) => startOf(left) - startOf(right) || order.indexOf(left) - order.indexOf(right),
  );
  const ordered = root === undefined ? [] : [root, ...others];
  return {
    findings: ordered.map(({ id }) => id),
    targets: [...new Set(ordered.map(({ target }) => target))],
    startedAt: new Date(startMs).toISOString(),
    endedAt: Number.isFinite(endMs) ? new Date(endMs).toISOString() : null,
    cause: root?.cause.kind ?? "unknown",
  };
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function startOf({ startedAt }: Finding): number {
  return Date.parse(startedAt);
}

function endOf({ endedAt }: Finding): number {
  return endedAt === null ? Infinity : Date.parse(endedAt);
}
