import { nearestName } from "../../core/did-you-mean.ts";
import { errorMessage } from "../../core/errors.ts";
import { parseDurationMs, parseTimeMs } from "../../core/window.ts";
import type { Config } from "../config.ts";
import type { Meaningless } from "./check-meaning.ts";

const LENGTHS = ["calm", "reopen", "sweep"] as const;

/** What the schema lets pass of the section `agent`, and nothing can be done with. */
export function checkAgent(agent: Config["agent"], analyzerIds: readonly string[]): Meaningless[] {
  const found: Meaningless[] = [];
  const say = (path: readonly PropertyKey[], text: string): void => {
    found.push({ path: ["agent", ...path], text });
  };
  for (const name of LENGTHS) {
    const text = agent?.[name];
    if (text === undefined) continue;
    const problem = problemOf(() => parseDurationMs(text));
    if (problem !== null) say([name], `${problem}, for example "15m" or "2h"`);
  }
  for (const [index, { analyzer, target, from, until, weekly }] of (agent?.snooze ?? []).entries()) {
    const path = ["snooze", index];
    if (target === "") say([...path, "target"], 'an empty pattern matches nothing; "*" matches all');
    for (const [name, text] of [["from", from] as const, ["until", until] as const]) {
      const problem = text === undefined ? null : problemOf(() => timeOf(text));
      if (problem !== null) say([...path, name], `${problem}; write "2027-01-15" or "2027-01-15T22:00Z"`);
    }
    if (from !== undefined && until !== undefined && !(timeOfOrNaN(from) < timeOfOrNaN(until)))
      say([...path, "until"], `it has to come after "from": "${from}"`);
    // Without an end of any kind it would never be heard of again: that is what "disable" is for.
    if (until === undefined && weekly === undefined)
      say(path, 'it has no end; give "until", or "weekly", or switch the analyzer off with "disable"');
    if (analyzer !== undefined && !analyzer.includes("*") && !analyzerIds.includes(analyzer)) {
      const nearest = nearestName(analyzer, analyzerIds);
      const hint = nearest === undefined ? `known: ${analyzerIds.join(", ")}` : `did you mean "${nearest}"?`;
      say([...path, "analyzer"], `there is no analyzer "${analyzer}"; ${hint}`);
    }
  }
  return found;
}

/** As a snooze is read: no time is relative to a present. */
function timeOf(text: string): number {
  const timeMs = parseTimeMs(text, Number.NaN);
  if (Number.isFinite(timeMs)) return timeMs;
  throw new Error(`"${text}" is not a point in time of its own`);
}

function timeOfOrNaN(text: string): number {
  return problemOf(() => timeOf(text)) === null ? timeOf(text) : Number.NaN;
}

function problemOf(attempt: () => unknown): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}
