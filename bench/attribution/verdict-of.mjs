import { groupFindings } from "../../dist/model/group-findings.js";

// Of everything that is found, what a reader would take for the answer: the first finding of the first incident.
const NEAR_MS = 60 * 60_000;

export function verdictsOf({ findings, failures }, targets, { startMs, endMs, firstEffectMs }) {
  if (failures.length > 0) throw new Error(`an analyzer broke: ${failures[0].message}`);
  const touching = findings.filter((finding) => {
    const from = Date.parse(finding.startedAt);
    const to = finding.endedAt === null ? Infinity : Date.parse(finding.endedAt);
    return from < endMs && to > startMs && from > startMs - NEAR_MS;
  });
  const [group] = groupFindings(touching, targets);
  const finding = touching.find(({ id }) => id === group?.findings[0]);
  if (finding === undefined) return { isFound: false };
  const { verdict, analyzer } = finding;
  const { kind } = finding.cause;
  return {
    isFound: true,
    analyzer,
    kind,
    detail: finding.cause.detail,
    change: verdict.change?.what ?? null,
    ground: { signals: verdict.signals, analyzer, kind, signature: verdict.signature },
    dimensions: [
      ...(finding.route === null ? [] : [["route", finding.route]]),
      ...verdict.dimensions.map(({ name, value }) => [name, value]),
    ],
    startOffMinutes: firstEffectMs === null ? null : (Date.parse(finding.startedAt) - firstEffectMs) / 60_000,
  };
}
