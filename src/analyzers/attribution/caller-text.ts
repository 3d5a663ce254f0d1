import type { Evidence } from "../../model/finding.ts";
import type { LogSides } from "../shared/log-sides.ts";
import { formatCount, formatFactor, formatShare } from "../shared/wording.ts";
import type { CallerRise } from "./callers.ts";

/** From so many times the traffic before on, a failing caller is a storm of retries. */
const STORM = 3;

const CALLER = {
  apiKey: "API key",
  userAgent: "user agent",
  client: "address",
  clientBlock: "address block",
} as const;

function callerName({ dimension, text }: CallerRise): string {
  return `${CALLER[dimension]} ${text}`;
}

export function callerSentence(caller: CallerRise | null, { now, before }: LogSides): string {
  if (caller === null) return "";
  const rate = caller.now.requests / now.seconds;
  const rateBefore = caller.before.requests / before.seconds;
  const storm =
    rateBefore > 0 && rate >= STORM * rateBefore
      ? ` It calls ${formatFactor(rate / rateBefore)} as often as before: a storm of retries.`
      : rateBefore === 0
        ? " It did not call before."
        : "";
  return `${formatShare(caller.excessShare)} of them are of one caller, ${callerName(caller)}: ${formatCount(caller.now.errors)} of its ${formatCount(caller.now.requests)} requests.${storm}`;
}

export function callerEvidence(caller: CallerRise): Evidence[] {
  const ratio = ({ requests, errors }: CallerRise["now"]): number | null =>
    requests === 0 ? null : Math.min(1, errors / requests);
  return [
    {
      label: `Errors of ${callerName(caller)}`,
      baseline: ratio(caller.before),
      observed: ratio(caller.now),
      unit: "ratio",
      source: "access-logs",
    },
    {
      label: `Share of all requests of ${callerName(caller)}`,
      baseline: caller.trafficShareBefore,
      observed: caller.trafficShare,
      unit: "ratio",
      source: "access-logs",
    },
  ];
}

export function callerActions(caller: CallerRise): string[] {
  const name = callerName(caller);
  if (caller.dimension !== "apiKey" && caller.before.requests === 0) {
    return [
      `Find out who ${name} is, which did not call before; a rate-based rule of a web ACL can stop it.`,
    ];
  }
  return caller.dimension === "userAgent"
    ? [`Ask whose release "${caller.text}" is what changed in it; other programs are not affected.`]
    : [`Talk to the owner of ${name}, or limit it: the other callers are not the reason.`];
}
