import { FEATURES } from "../../catalog/permissions.ts";
import { readOnlyPolicy } from "../../catalog/read-only-policy.ts";
import type { Diagnosis } from "../../collectors/doctor/diagnose.ts";
import type { FeatureResult } from "../../collectors/doctor/probe.ts";
import { escapeText } from "../../report/text/escape.ts";
import { wrapLabelled } from "../../report/text/wrap.ts";

const WIDTH = 80;
const TITLE_WIDTH = Math.max(...FEATURES.map(({ title }) => title.length)) + 2;

/** What the doctor found in one region, at most 80 columns wide but for the policy to paste. */
export function doctorText(diagnosis: Diagnosis, endpoint: string | undefined): string {
  const { identity, partition, region, features } = diagnosis;
  const head: readonly (readonly [string, string])[] = [
    ["Identity", identity?.arn ?? "could not be told"],
    ["Account", identity ? `${identity.accountId} (partition ${partition.id})` : `partition ${partition.id}`],
    ["Region", region],
    ["Endpoint", endpoint ?? `AWS's own (${partition.dnsSuffix})`],
  ];
  const lines = [
    ...head.flatMap(([label, value]) => wrapLabelled(label.padEnd(10), escapeText(value), WIDTH)),
    "",
    ...features.flatMap(featureLines),
  ];
  const denied = features.filter(({ outcome }) => outcome === "denied").map(({ feature }) => feature);
  if (denied.length > 0) {
    lines.push(
      "",
      "To read what is denied, add this to the policy of the identity:",
      JSON.stringify(readOnlyPolicy(partition.id, denied), null, 2),
    );
  }
  return `${lines.join("\n")}\n`;
}

function featureLines(result: FeatureResult): string[] {
  const fact = FEATURES.find(({ id }) => id === result.feature);
  const label = (fact?.title ?? result.feature).padEnd(TITLE_WIDTH);
  const indent = " ".repeat(TITLE_WIDTH);
  const say = (text: string): string[] => wrapLabelled(indent, escapeText(text), WIDTH);
  const failures = result.tried.flatMap(({ failure }) => (failure ? [failure.hint] : []));
  return [
    label + verdict(result),
    ...[...new Set(failures)].flatMap(say),
    ...(result.outcome === "denied" && fact ? say(`Without it: ${fact.lost}`) : []),
    ...untriedByReason(result).flatMap(say),
  ];
}

function verdict({ outcome, tried, untried }: FeatureResult): string {
  if (tried.length === 0) return "not tried";
  if (outcome === "unknown") return "could not tell";
  return outcome === "granted" && untried.length > 0 ? "granted, as far as tried" : outcome;
}

function untriedByReason({ untried }: FeatureResult): string[] {
  const reasons = new Set(untried.map(({ reason }) => reason));
  return [...reasons].map((reason) => {
    const names = untried.filter((one) => one.reason === reason).map(({ operation }) => operation);
    return `Not tried: ${names.join(", ")}; ${reason}.`;
  });
}
