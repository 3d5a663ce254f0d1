import type { Finding } from "../model/finding.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { spansOf, type LogSpan } from "./log-questions.ts";

/** Whoever has more in trouble at once looks at the worst first. */
const MOST_TARGETS = 20;

/**
 * What execution logs are to be asked after a first look at the metrics: the incidents and quiet times of errors, on stages
 * that write one. Of a slow request they say no more than the access log.
 *
 * @param findings worst first, as analyze gives them.
 */
export function executionQuestions(snapshot: Snapshot, findings: readonly Finding[]): LogSpan[] {
  const errors = findings.filter(({ analyzer }) => /^(?:errors|websocket|throttling)\//.test(analyzer));
  const ids = [...new Set(errors.map(({ target }) => target))].slice(0, MOST_TARGETS);
  return ids.flatMap((id) => {
    const target = snapshot.targets.find((one) => one.id === id);
    const level = target?.configuration?.executionLogLevel;
    if (target === undefined || (level !== "ERROR" && level !== "INFO")) return [];
    const own = findings.filter((finding) => finding.target === id);
    return spansOf(snapshot, own).map((window) => ({ target, window }));
  });
}
