import { MINUTE_MS } from "../../core/window.ts";
import type { Change } from "../../model/change.ts";
import type { Finding, Verdict } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { NEAR_AFTER_MS, NEAR_BEFORE_MS } from "../shared/near-start.ts";
import { recentDeployment } from "../shared/recent-deployment.ts";
import { changeFits } from "./change-fits.ts";

type NamedChange = NonNullable<Verdict["change"]>;

/** Something that was changed near a start, in the words of a report. */
interface Candidate extends Pick<NamedChange, "what" | "by" | "source"> {
  readonly atMs: number;
  /** A change first, then what only shows that something happened. */
  readonly rank: number;
}

/** That a stage was updated, and not how, is worth a word only right before a start. */
const UNTOLD_MS = 10 * MINUTE_MS;
/** One act, seen from two sides: a deployment also updates its stage. */
const SAME_ACT_MS = 2 * MINUTE_MS;
/** Most starts are found late rather than early, so what came after one is less likely to be its reason. */
const AFTER_COUNTS = 2;

/**
 * What was changed just before a finding began: of changes that can bring about such a cause the nearest, else the newest
 * deployment; null where nothing is known to have been changed.
 *
 * @param isSure whether more than metrics say what the cause is; where not, any change may be its reason.
 */
export function likelyChange(
  finding: Finding,
  target: Target,
  { changes = [] }: Pick<Snapshot, "changes">,
  isSure: boolean,
): NamedChange | null {
  const startMs = Date.parse(finding.startedAt);
  const { kind } = finding.cause;
  const near = changes.filter(
    ({ target: id, atMs }) =>
      id === target.id && atMs >= startMs - NEAR_BEFORE_MS && atMs <= startMs + NEAR_AFTER_MS,
  );
  const wanted = isSure && kind !== "unknown" ? kind : null;
  const fitting = near.filter((change) => isBehind(change, finding, target) && changeFits(change, wanted));
  const deployment = recentDeployment(target, startMs);
  const candidates = [
    ...(deployment === null
      ? []
      : [
          {
            what: `deployment ${deployment.id}`,
            atMs: deployment.createdMs,
            by: near.find((change) => isOfDeployment(change, deployment.createdMs))?.by ?? null,
            source: "inventory" as const,
            rank: isSure && (kind === "throttle" || kind === "quota" || kind === "waf") ? 2 : 0,
          },
        ]),
    ...fitting
      .filter((change) => deployment === null || !isOfDeployment(change, deployment.createdMs))
      .map(toCandidate),
    ...stageUpdate(target, startMs, [
      ...near.flatMap(({ subject, atMs }) => (subject === "alarm" || subject === "function" ? [] : atMs)),
      deployment?.createdMs,
    ]),
  ];
  const distance = ({ atMs }: Candidate): number =>
    atMs <= startMs ? startMs - atMs : AFTER_COUNTS * (atMs - startMs);
  const [first] = candidates.sort(
    (left, right) => left.rank - right.rank || distance(left) - distance(right),
  );
  if (first === undefined) return null;
  const { what, atMs, by, source } = first;
  const minutesBefore = Math.round((startMs - atMs) / MINUTE_MS);
  return { what, at: new Date(atMs).toISOString(), minutesBefore, by, source };
}

/** A function matters where the finding's own route leads to it, or no one route is the finding's. */
function isBehind({ subject, name }: Change, { route }: Finding, { configuration }: Target): boolean {
  const own = configuration?.routes.find(({ key }) => key === route);
  return subject !== "function" || own === undefined || own.integrationTarget === name;
}

function isOfDeployment({ subject, fields, atMs }: Change, createdMs: number): boolean {
  const isRelease =
    subject === "deployment" || (subject === "stage" && fields.some((field) => /deploymentId/i.test(field)));
  return isRelease && Math.abs(atMs - createdMs) <= SAME_ACT_MS;
}

function toCandidate({ subject, action, name, fields, by, source, atMs }: Change): Candidate {
  if (subject === "alarm") return { what: `alarm ${name} going to ${action}`, atMs, by, source, rank: 1 };
  if (subject === "deployment")
    return { what: name === "" ? "a deployment" : `deployment ${name}`, atMs, by, source, rank: 0 };
  const settings = fields.length === 0 ? "" : ` (${fields.map(withoutMethod).join(", ")})`;
  const whose = `${NOUNS[subject]}${name === "" ? "" : ` ${name}`}`;
  return { what: `${action} of ${whose}${settings}`, atMs, by, source, rank: 0 };
}

const NOUNS = {
  stage: "stage",
  api: "API",
  function: "function",
  "usage-plan": "usage plan",
  "web-acl": "web ACL",
} as const;

// What is set for all methods, "/*/*/throttling/rateLimit", is the setting itself.
function withoutMethod(field: string): string {
  return field.replace(/^\/(?:\*\/\*\/)?/, "");
}

/** The stage's own time of its last update, where nothing else tells of it. */
function stageUpdate(
  { configuration }: Target,
  startMs: number,
  told: readonly (number | undefined)[],
): Candidate[] {
  const atMs = configuration?.updatedMs;
  if (atMs === undefined || atMs < startMs - UNTOLD_MS || atMs > startMs + NEAR_AFTER_MS) return [];
  const isTold = told.some((other) => other !== undefined && Math.abs(other - atMs) <= SAME_ACT_MS);
  return isTold ? [] : [{ what: "an update of the stage", atMs, by: null, source: "inventory", rank: 1 }];
}

/** What a detail says of it, beside the deployment that it names already. */
export function changeSentence(change: NamedChange | null): string {
  if (change === null) return "";
  const { what, minutesBefore, by = null } = change;
  const who = by === null ? "" : ` by ${by}`;
  if (change.source === "inventory" && what.startsWith("deployment "))
    return by === null ? "" : ` ${what.replace(/^d/, "D")} was made by ${by}.`;
  const when = minutesBefore > 0 ? `${minutesBefore} min before` : "as";
  return ` Changed ${when} it began: ${what}${who}.`;
}
