import type { CauseKind, Signal } from "../../model/finding.ts";
import { RELIABILITY } from "./reliability.ts";

/** What a verdict rests on. */
export interface VerdictGround {
  readonly signals: readonly Signal[];
  readonly analyzer: string;
  readonly kind: CauseKind;
  readonly signature: string | null;
}

/** Verdicts of a kind that was never judged. */
const UNJUDGED = 0.5;

/** The less comes first. */
const LEVELS = ["metrics", "logs", "traces"] as const;
type Level = (typeof LEVELS)[number];

/**
 * How often verdicts on the same ground were right on simulated incidents: same signals, same analyzer, same cause, same
 * signature; where that was seldom met, what is known without the signature, then of the same signals and cause, and where nothing is,
 * of the same verdict from fewer signals. Fewer signals are never surer of the same cause than more.
 */
export function verdictConfidence(ground: VerdictGround): number {
  const known = LEVELS.map((level) => rateAt(level, ground));
  const at = LEVELS.indexOf(levelOf(ground));
  const own = known.slice(0, at + 1).findLast((rate) => rate !== undefined) ?? UNJUDGED;
  return Math.min(own, ...known.slice(at + 1).flatMap((rate) => rate ?? []));
}

function rateAt(level: Level, ground: VerdictGround): number | undefined {
  const [exact, wider] = namesAt(level, ground);
  const [plain] = namesAt(level, { ...ground, signature: null });
  // That nothing is known of a cause means another thing to each analyzer.
  const widest = ground.kind === "unknown" ? undefined : RELIABILITY[wider];
  return RELIABILITY[exact] ?? RELIABILITY[plain] ?? widest;
}

/** "logs errors/server-error-spike integration malformed-lambda-response", then "logs integration". */
export function groundNames(ground: VerdictGround): [string, string] {
  return namesAt(levelOf(ground), ground);
}

/** From metrics alone no way to fail is known. */
function namesAt(level: Level, { analyzer, kind, signature }: VerdictGround): [string, string] {
  const told = signature === null || level === "metrics" ? "" : ` ${signature}`;
  return [`${level} ${analyzer} ${kind}${told}`, `${level} ${kind}`];
}

function levelOf({ signals }: VerdictGround): Level {
  if (signals.includes("traces")) return "traces";
  return signals.some((signal) => signal.endsWith("-logs")) ? "logs" : "metrics";
}
