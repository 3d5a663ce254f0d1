import { levelsOf, type Side, type Track, type TrackStat } from "./latency-tracks.ts";

/** Which side an incident lies on, and how sure that is. */
export interface SideVerdict {
  readonly side: "integration" | "overhead" | "unknown";
  /** Why, one sentence with numbers where there are any. */
  readonly reason: string;
  /** Factor below 1 for the confidence where the verdict has a caveat. */
  readonly doubt: number;
}

export interface SideEvidence {
  /** The share of requests that reach the integration, in the baseline and during the incident; null: unknown. */
  readonly reached: { readonly before: number | null; readonly during: number | null };
  readonly hasMatchingSamples: boolean;
}

/** A change of this much in the share that reaches the integration shifts both latencies by itself. */
const REACH_CHANGE = 0.05;
const MOSTLY = 0.5;
const HARDLY = 0.25;

/**
 * Integration or gateway, by how far the two published series moved. Percentiles do not subtract, so only the
 * shifts of the same statistic are compared: when the integration's shift is at least half of the whole's it is the
 * integration; when it is less than a quarter it is the gateway, unless other requests than before reach the
 * integration now. In between, the exact mean of the gateway's own time decides where it can be had.
 */
export function sideOf(
  tracks: readonly Track[],
  stat: TrackStat,
  startMs: number,
  endMs: number,
  { reached, hasMatchingSamples }: SideEvidence,
): SideVerdict {
  const shiftOf = (side: Side, of: TrackStat): number | null => {
    const track = tracks.find((one) => one.side === side && one.stat === of);
    const levels = track === undefined ? null : levelsOf(track, startMs, endMs);
    return levels === null ? null : levels.observedMs - levels.expectedMs;
  };
  const whole = shiftOf("latency", stat);
  const integration = shiftOf("integrationLatency", stat);
  if (integration === null) {
    return verdict(
      "unknown",
      "There is no integration latency to compare with, so metrics cannot tell backend from gateway.",
      0.9,
    );
  }
  if (whole === null) {
    return verdict("integration", "It is the latency of the integration itself that rose.", 1);
  }
  const part = whole <= 0 ? 1 : integration / whole;
  if (part >= MOSTLY) {
    return verdict(
      "integration",
      "Latency and integration latency rose together, so the time is spent behind the gateway.",
      1,
    );
  }
  const { before, during } = reached;
  if (before !== null && during !== null && Math.abs(before - during) > REACH_CHANGE) {
    return verdict(
      "unknown",
      "Other requests than before reach the integration, so the two latencies cannot be compared.",
      0.8,
    );
  }
  const own = shiftOf("overhead", "Average");
  const mean = shiftOf("latency", "Average");
  if (part < HARDLY) {
    return hasMatchingSamples
      ? verdict(
          "overhead",
          "Latency rose while integration latency did not, over the same requests: the time is spent in the gateway (authorizer, firewall, mapping).",
          1,
        )
      : verdict(
          "overhead",
          "Latency rose while integration latency did not. The two are not measured over the same requests, so logs should confirm it.",
          0.85,
        );
  }
  if (own !== null && mean !== null && own > MOSTLY * mean) {
    return verdict(
      "overhead",
      "Most of the added mean time is spent in the gateway, over the same requests.",
      0.9,
    );
  }
  return verdict("unknown", "Both sides moved, and the two series do not tell which one leads.", 0.85);
}

function verdict(side: SideVerdict["side"], reason: string, doubt: number): SideVerdict {
  return { side, reason, doubt };
}
